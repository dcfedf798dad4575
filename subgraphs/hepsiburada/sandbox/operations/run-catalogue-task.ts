import { leafCategory } from '../catalogue/catalogue.js';
import { judge } from '../domain/import-item.js';
import { judgeTicket } from '../domain/ticket.js';
import type { Listing } from '../domain/listing.js';
import type { Product } from '../domain/product.js';
import { findListing, saveListing } from '../listings-store.js';
import type { CatalogueTask, Market, TicketField } from '../market.js';

/** The states a product goes through by itself, one step at a time. */
export function stepProduct(market: Market, merchantId: string, merchantSku: string): 'GOES_ON' | 'RESTS' {
  const product = market.products.get([merchantId, merchantSku]);
  if (!product || product.importStatus === 'FAILED') return 'RESTS';
  if (product.status === 'WAITING') {
    saveProduct(market, { ...product, status: 'IN_EXTERNAL_PROGRESS' });
    return 'GOES_ON';
  }
  if (product.status === 'IN_EXTERNAL_PROGRESS') {
    const verdict = judge(product, { hbSku: (product.barcode === null ? undefined : market.catalogue.get(product.barcode)) ?? null });
    settle(market, { ...product, ...verdict });
    return verdict.status === 'CREATED' || verdict.status === 'MATCHED_WITH_STAGED' ? 'GOES_ON' : 'RESTS';
  }
  if (product.status === 'CREATED' || product.status === 'MATCHED_WITH_STAGED') settle(market, { ...product, status: 'MATCHED' });
  return 'RESTS';
}

/** A product that is matched gets its catalogue number and a listing; anything else is only noted. */
export function settle(market: Market, product: Product): void {
  if (product.status !== 'MATCHED' && product.status !== 'CREATED') { saveProduct(market, product); return; }
  const hbSku = product.hbSku ?? product.matchedHbSku ?? `HBCV${String(market.next('hbSku')).padStart(10, '0')}`;
  saveProduct(market, { ...product, hbSku });
  if (product.barcode !== null) market.catalogue.put(product.barcode, hbSku);
  if (product.status === 'MATCHED') openListing(market, { ...product, hbSku });
}

export function saveProduct(market: Market, product: Product): void {
  const old = market.products.get([product.merchantId, product.merchantSku]);
  market.products.put([product.merchantId, product.merchantSku], product);
  if (old?.status !== product.status) market.note('product', product.merchantSku, old?.status ?? null, product.status);
}

/** The listing of a matched product; without a price of its own it stays unsalable. */
export function openListing(market: Market, product: Product & { hbSku: string }): void {
  if (findListing(market, product.merchantId, product.merchantSku)) return;
  const listing: Listing = {
    merchantId: product.merchantId,
    merchantSku: product.merchantSku,
    hbSku: product.hbSku,
    listingId: market.guid('listing'),
    barcode: product.barcode,
    productName: product.productName,
    categoryId: product.categoryId,
    priceMinor: product.priceMinor ?? 0,
    availableStock: product.stock ?? 0,
    maximumPurchasableQuantity: 10_000,
    isActive: true,
    lockReasons: [],
    isFulfilledByHB: false,
    band: null,
    inCampaign: false,
    commissionRate: leafCategory(product.categoryId)?.commissionRate ?? 20,
    changedAtMs: market.nowMs(),
  };
  saveListing(market, listing);
}

/** A ticket's changes reach the product; a removal takes products away that nobody made a listing of. */
export function runTask(market: Market, task: CatalogueTask): void {
  const items = task.items.map((item) => (task.kind === 'DELETE' ? { ...item, error: remove(market, task.merchantId, item.key) } : { ...item, ...change(market, task.merchantId, item) }));
  market.tasks.put([task.merchantId, task.trackingId], { ...task, items, isDone: true });
}

/** Each field is decided for itself, and those that are taken change the product. */
function change(market: Market, merchantId: string, item: CatalogueTask['items'][number]): Pick<CatalogueTask['items'][number], 'error' | 'fields'> {
  const merchantSku = market.hbSkus.get([merchantId, item.key]);
  const product = merchantSku === undefined ? undefined : market.products.get([merchantId, merchantSku]);
  if (merchantSku === undefined) return { error: 'hbSku bulunamadı' };
  const { productName, productDescription } = item.change ?? {};
  const fields = judgeTicket(item.change ?? {});
  const isTaken = (name: TicketField['fieldName']): boolean => fields.some(({ fieldName, status }) => fieldName === name && status === 'APPROVED');
  if (product) saveProduct(market, { ...product, ...(typeof productName === 'string' && isTaken('NAME') ? { productName } : {}), ...(typeof productDescription === 'string' && isTaken('DESCRIPTION') ? { description: productDescription } : {}) });
  return { error: null, fields };
}

function remove(market: Market, merchantId: string, merchantSku: string): string | null {
  const product = market.products.get([merchantId, merchantSku]);
  if (!product) return 'Ürün bulunamadı';
  if (['CREATED', 'MATCHED'].includes(product.status)) return 'Satıştaki ürün silinemez';
  market.products.remove([merchantId, merchantSku]);
  return null;
}
