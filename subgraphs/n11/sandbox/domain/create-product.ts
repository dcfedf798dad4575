import { leafCategory } from '../catalogue/catalogue.js';
import type { Product } from './product.js';
import { reasons } from './reasons.js';
import type { Seller } from './seller.js';
import { checkAttributes } from './sku-attributes.js';
import {
  accepted, checkCurrency, checkPreparingDay, checkPrices, checkQuantity, checkStockCode, checkTemplate, checkVatRate, integer, refusals, refuse, text,
  type Checked, type SkuFields,
} from './sku-fields.js';

/** What the marketplace adds to a new SKU. */
export interface NewProductFacts {
  readonly n11ProductId: number;
  readonly groupId: number;
  readonly nowMs: number;
  /** The same barcode is in N11's catalogue under another category: the product waits for a person. */
  readonly barcodeKnownElsewhere: boolean;
}

/** Words that refuse a title or description at once, and a word that the catalogue team refuses later. */
const BANNED_WORDS = ['replika', 'imitasyon', 'kaçak'];
const CATEGORIES_NEEDING_SUPPLY_INVOICE = [1000411];

/** Judges one SKU of a product-create task. The stock code being free is the caller's to check. */
export function createProduct(sku: SkuFields, seller: Seller, facts: NewProductFacts): Checked<Product> {
  const stockCode = checkStockCode(sku);
  const title = checkTitle(sku);
  const description = checkText(sku, 'description');
  const productMainId = checkText(sku, 'productMainId');
  const currencyType = checkCurrency(sku);
  const prices = checkPrices(sku);
  const quantity = checkQuantity(sku);
  const vatRate = checkVatRate(sku);
  const shipmentTemplate = checkTemplate(sku, seller);
  const preparingDay = checkPreparingDay(sku, seller);
  const imageUrls = checkImages(sku['images']);
  const maxPurchaseQuantity = checkMaxPurchaseQuantity(sku);
  const category = leafCategory(integer(sku['categoryId']) ?? Number.NaN);
  const attributes = category ? checkAttributes(sku['attributes'], category) : refuse(reasons.categoryNotLeaf);
  const refused = refusals(stockCode, title, description, productMainId, currencyType, prices, quantity, vatRate, shipmentTemplate, preparingDay, imageUrls, maxPurchaseQuantity, attributes);
  if (category && needsSupplyInvoice(category.id, seller)) refused.push(reasons.supplyInvoiceNeeded);
  if (!category || refused.length > 0) return { refused };
  return {
    value: {
      sellerId: seller.sellerId,
      n11ProductId: facts.n11ProductId,
      groupId: facts.groupId,
      catalogId: integer(sku['catalogId']) ?? null,
      stockCode: accepted(stockCode),
      productMainId: accepted(productMainId),
      title: accepted(title),
      description: accepted(description),
      categoryId: category.id,
      commissionRate: category.commissionRate,
      currencyType: accepted(currencyType),
      ...accepted(prices),
      quantity: accepted(quantity),
      preparingDay: accepted(preparingDay),
      shipmentTemplate: accepted(shipmentTemplate),
      maxPurchaseQuantity: accepted(maxPurchaseQuantity),
      barcode: text(sku, 'barcode') ?? null,
      imageUrls: accepted(imageUrls),
      attributes: accepted(attributes),
      vatRate: accepted(vatRate),
      status: facts.barcodeKnownElsewhere ? 'InApproval' : 'InCatalogApproval',
      createdAtMs: facts.nowMs,
      modifiedAtMs: facts.nowMs,
    },
  };
}

/** The catalogue team's answer to a product that waits in `InCatalogApproval`. A title saying "katalog red" is refused (sandbox choice). */
export function judgeCatalogApproval(product: Product, nowMs: number): Product {
  if (product.status !== 'InCatalogApproval') return product;
  const isRefused = product.title.toLocaleLowerCase('tr').includes('katalog red');
  return isRefused
    ? { ...product, status: 'CatalogRejected', rejectInfo: 'Ürün başlığı katalog kurallarına uygun değildir.', modifiedAtMs: nowMs }
    : { ...product, status: 'Active', modifiedAtMs: nowMs };
}

function checkTitle(sku: SkuFields): Checked<string> {
  const title = text(sku, 'title');
  if (title === undefined) return refuse(reasons.empty('title'));
  if (title.trim().length < 15) return refuse(reasons.titleTooShort);
  const banned = bannedWordIn(title);
  return banned === undefined ? { value: title } : refuse(reasons.bannedWord(banned));
}

function checkText(sku: SkuFields, field: string): Checked<string> {
  const value = text(sku, field);
  if (value === undefined) return refuse(reasons.empty(field));
  const banned = bannedWordIn(value);
  return banned === undefined ? { value } : refuse(reasons.bannedWord(banned));
}

export function bannedWordIn(value: string): string | undefined {
  const words = value.toLocaleLowerCase('tr');
  return BANNED_WORDS.find((word) => words.includes(word));
}

function checkImages(images: unknown): Checked<string[]> {
  if (!Array.isArray(images) || images.length === 0) return refuse(reasons.imagesMissing);
  const ordered = [...(images as { url?: unknown; order?: unknown }[])].sort((a, b) => (integer(a.order) ?? 0) - (integer(b.order) ?? 0));
  const urls = ordered.flatMap((image) => (typeof image.url === 'string' && image.url.startsWith('https://') ? [image.url] : []));
  return urls.length === images.length ? { value: urls } : refuse(reasons.imageNotHttps);
}

function checkMaxPurchaseQuantity(sku: SkuFields): Checked<number | null> {
  const sent = sku['maxPurchaseQuantity'];
  if (sent === undefined || sent === null) return { value: null };
  const limit = integer(sent);
  return limit !== undefined && limit > 0 ? { value: limit } : refuse(reasons.invalid('maxPurchaseQuantity'));
}

function needsSupplyInvoice(categoryId: number, seller: Seller): boolean {
  return CATEGORIES_NEEDING_SUPPLY_INVOICE.includes(categoryId) && !seller.invoicedCategoryIds.includes(categoryId);
}
