export const PRODUCT_STATUSES = ['WAITING', 'IN_EXTERNAL_PROGRESS', 'PRE_MATCHED', 'MATCHED', 'MATCHED_WITH_STAGED', 'MISSING_INFO', 'REJECTED', 'CREATED', 'BLOCKED'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** A product as a seller handed it in, and how far the catalogue team has come with it. */
export interface Product {
  readonly merchantId: string;
  readonly merchantSku: string;
  readonly status: ProductStatus;
  readonly importStatus: 'SUCCESS' | 'FAILED' | 'PROCESSING';
  readonly hbSku: string | null;
  readonly barcode: string | null;
  readonly productName: string;
  readonly description: string;
  readonly brand: string;
  readonly categoryId: number;
  readonly variantGroupId: string | null;
  readonly tax: string;
  readonly images: readonly string[];
  /** What the import gave besides, by attribute id. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly priceMinor: number | null;
  readonly stock: number | null;
  readonly validationResults: readonly { readonly attributeName: string; readonly message: string }[];
  readonly rejectReasons: readonly string[];
  readonly taskDetails: readonly { readonly reason: string; readonly url: string; readonly commentList: readonly { readonly message: string; readonly user: string }[] }[];
  readonly matchedHbSku: string | null;
}

/** One row of a task's result. */
export function statusRow(product: Product): object {
  return {
    itemOrderID: 0,
    merchant: product.merchantId,
    merchantSku: product.merchantSku,
    hbSku: product.hbSku,
    barcode: product.barcode,
    productStatus: product.status,
    productName: product.productName,
    variantGroupId: product.variantGroupId,
    categoryId: product.categoryId,
    importStatus: product.importStatus,
    importMessages: product.importStatus === 'FAILED' ? [{ severity: 'ERROR', message: product.validationResults.map(({ message }) => message).join(' ') }] : [],
    validationResults: product.validationResults,
    rejectReasonsMessages: product.rejectReasons,
    taskDetails: product.taskDetails,
    matchedHbProductInfo: product.matchedHbSku === null ? [] : [{ hbSku: product.matchedHbSku, productName: product.productName, brand: product.brand, images: [], variantTypeAttributes: [] }],
    videoStatus: null,
    qualityScore: 80,
    qualityStatus: 'GOOD',
    ccValidationResults: [],
  };
}

/** One row of all-products-of-merchant. */
export function productRow(product: Product): object {
  return {
    merchantSku: product.merchantSku,
    barcode: product.barcode,
    hbSku: product.hbSku,
    variantGroupId: product.variantGroupId,
    productName: product.productName,
    brand: product.brand,
    images: product.images,
    categoryId: product.categoryId,
    categoryName: '',
    tax: product.tax,
    price: product.priceMinor === null ? null : (product.priceMinor / 100).toFixed(2).replace('.', ','),
    description: product.description,
    status: product.status,
    baseAttributes: [],
    variantTypeAttributes: [],
    productAttributes: Object.entries(product.attributes).map(([name, value]) => ({ name, value, mandatory: false })),
    validationResults: product.validationResults,
    rejectReasons: product.rejectReasons,
    qualityScore: 80,
  };
}
