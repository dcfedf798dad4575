import { lira } from './price.js';
import type { Seller } from './seller.js';

export const PRODUCT_STATUSES = ['Active', 'InCatalogApproval', 'Suspended', 'CatalogRejected', 'Unlisted', 'Prohibited', 'InApproval'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export const SALE_STATUSES = ['Before_Sale', 'On_Sale', 'Out_Of_Stock', 'Sale_Closed'] as const;
export type SaleStatus = (typeof SALE_STATUSES)[number];

export const CURRENCY_TYPES = ['TL', 'USD', 'EUR'] as const;
export type CurrencyType = (typeof CURRENCY_TYPES)[number];

export interface ProductAttribute {
  readonly attributeId: number;
  readonly attributeName: string;
  readonly attributeValue: string;
}

/** One SKU of one seller as the marketplace keeps it; prices are kuruş (or cents) of `currencyType`. */
export interface Product {
  readonly sellerId: number;
  readonly n11ProductId: number;
  readonly groupId: number;
  readonly catalogId: number | null;
  readonly stockCode: string;
  readonly productMainId: string;
  readonly title: string;
  readonly description: string;
  readonly categoryId: number;
  readonly commissionRate: number;
  readonly currencyType: CurrencyType;
  readonly salePriceMinor: number;
  readonly listPriceMinor: number;
  readonly quantity: number;
  readonly preparingDay: number;
  readonly shipmentTemplate: string;
  readonly maxPurchaseQuantity: number | null;
  readonly barcode: string | null;
  readonly imageUrls: readonly string[];
  readonly attributes: readonly ProductAttribute[];
  readonly vatRate: number;
  readonly status: ProductStatus;
  readonly rejectInfo?: string;
  /** Price protection set by N11: a `salePrice` outside it fails the SKU. */
  readonly priceLimits?: { readonly minimumMinor: number; readonly maximumMinor: number };
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export function saleStatusOf(product: Pick<Product, 'status' | 'quantity'>): SaleStatus {
  if (product.status === 'Active') return product.quantity > 0 ? 'On_Sale' : 'Out_Of_Stock';
  if (product.status === 'InCatalogApproval' || product.status === 'InApproval') return 'Before_Sale';
  return 'Sale_Closed';
}

export function isUpdatable(product: Pick<Product, 'status'>): boolean {
  return product.status === 'Active' || product.status === 'Suspended';
}

/** A row of GET /ms/product-query. `rejectInfo` is absent unless the catalogue refused the product. */
export function productRow(product: Product, seller: Seller): object {
  return {
    n11ProductId: product.n11ProductId,
    sellerId: seller.sellerId,
    sellerNickname: seller.nickname,
    stockCode: product.stockCode,
    title: product.title,
    description: product.description,
    categoryId: product.categoryId,
    productMainId: product.productMainId,
    status: product.status,
    saleStatus: saleStatusOf(product),
    preparingDay: product.preparingDay,
    shipmentTemplate: product.shipmentTemplate,
    maxPurchaseQuantity: product.maxPurchaseQuantity,
    customTextOptions: [],
    catalogId: product.catalogId,
    barcode: product.barcode,
    groupId: product.groupId,
    currencyType: product.currencyType,
    salePrice: lira(product.salePriceMinor),
    listPrice: lira(product.listPriceMinor),
    quantity: product.quantity,
    attributes: product.attributes,
    imageUrls: product.imageUrls,
    vatRate: product.vatRate,
    commissionRate: product.commissionRate,
    sender: 'SELLER',
    ...(product.rejectInfo === undefined ? {} : { rejectInfo: product.rejectInfo }),
  };
}
