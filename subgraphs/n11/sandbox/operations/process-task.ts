import { createProduct } from '../domain/create-product.js';
import type { Product } from '../domain/product.js';
import { reasons } from '../domain/reasons.js';
import type { Seller } from '../domain/seller.js';
import { checkStockCode, text, type SkuFields } from '../domain/sku-fields.js';
import { failed, succeeded, type ProductTask, type SkuResult } from '../domain/task.js';
import { updatePriceAndStock, updateProduct } from '../domain/update-product.js';
import type { Market } from '../market.js';
import { findProduct, removeProduct, saveProduct } from '../products-store.js';

/**
 * Works through a queued task SKU by SKU; each succeeds or fails alone. Returns the products that now wait for the
 * catalogue. A task that is not in the queue any more is left alone, so a repeated timer does nothing.
 */
export function processTask(market: Market, { sellerId, taskId }: { sellerId: number; taskId: number }): Product[] {
  const task = market.tasks.get([sellerId, taskId]);
  const seller = market.sellers.get(sellerId);
  if (task?.status !== 'IN_QUEUE' || !seller) return [];
  const done = task.skus.map((sku, index) => processSku(market, { task, seller, sku, index }));
  market.tasks.put([sellerId, taskId], { ...task, status: 'PROCESSED', skus: [], results: done.map(({ result }) => result), modifiedAtMs: market.nowMs() });
  return done.flatMap(({ product }) => (product?.status === 'InCatalogApproval' ? [product] : []));
}

interface SkuWork {
  readonly task: ProductTask;
  readonly seller: Seller;
  readonly sku: SkuFields;
  readonly index: number;
}

function processSku(market: Market, work: SkuWork): { result: SkuResult; product?: Product } {
  const stockCode = checkStockCode(work.sku);
  if ('refused' in stockCode) return { result: failed(text(work.sku, 'stockCode') ?? '', stockCode.refused) };
  if (isRepeated(work, stockCode.value)) return { result: failed(stockCode.value, [reasons.repeatedStockCode(stockCode.value)]) };
  return work.task.kind === 'delete' ? deleteSku(market, work, stockCode.value) : writeSku(market, work, stockCode.value);
}

function writeSku(market: Market, { task, seller, sku }: SkuWork, stockCode: string): { result: SkuResult; product?: Product } {
  const current = findProduct(market, seller.sellerId, stockCode);
  const judged = judge(market, { kind: task.kind, seller, sku, current });
  if ('refused' in judged) return { result: failed(stockCode, judged.refused) };
  saveProduct(market, judged.value);
  return { result: succeeded(judged.value), product: judged.value };
}

function judge(market: Market, { kind, seller, sku, current }: { kind: ProductTask['kind']; seller: Seller; sku: SkuFields; current: Product | undefined }): ReturnType<typeof createProduct> {
  if (kind === 'priceStock') return updatePriceAndStock(current, sku, market.nowMs());
  if (kind === 'update') return updateProduct(current, sku, seller, market.nowMs());
  if (current) return { refused: [reasons.stockCodeTaken(current.stockCode)] };
  return createProduct(sku, seller, {
    n11ProductId: market.next('n11Product'),
    groupId: groupOf(market, seller.sellerId, text(sku, 'productMainId')),
    nowMs: market.nowMs(),
    barcodeKnownElsewhere: isBarcodeKnownElsewhere(market, sku),
  });
}

function deleteSku(market: Market, { seller }: SkuWork, stockCode: string): { result: SkuResult } {
  const product = findProduct(market, seller.sellerId, stockCode);
  if (!product) return { result: failed(stockCode, [reasons.notFound]) };
  removeProduct(market, product);
  return { result: succeeded(product) };
}

/** N11's own group number of a `productMainId`, new for the first SKU of the group. */
function groupOf(market: Market, sellerId: number, productMainId: string | undefined): number {
  const key = `group|${sellerId}|${productMainId ?? ''}`;
  const known = productMainId === undefined ? undefined : market.catalogueFacts.get(key);
  const groupId = known ?? market.next('productGroup');
  if (known === undefined && productMainId !== undefined) market.catalogueFacts.put(key, groupId);
  return groupId;
}

/** The shared catalogue remembers the category a barcode was first listed under. */
function isBarcodeKnownElsewhere(market: Market, sku: SkuFields): boolean {
  const barcode = text(sku, 'barcode');
  if (barcode === undefined) return false;
  const key = `barcode|${barcode}`;
  const categoryId = Number(sku['categoryId']);
  const known = market.catalogueFacts.get(key);
  if (known === undefined && Number.isSafeInteger(categoryId)) market.catalogueFacts.put(key, categoryId);
  return known !== undefined && known !== categoryId;
}

function isRepeated({ task, index }: SkuWork, stockCode: string): boolean {
  return task.skus.findIndex((sku) => text(sku, 'stockCode') === stockCode) !== index;
}
