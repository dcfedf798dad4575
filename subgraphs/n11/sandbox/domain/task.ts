import { lira, readPrice } from './price.js';
import { springPage, type PageRequest } from './page.js';
import type { Product } from './product.js';
import { reasons } from './reasons.js';
import type { SkuFields } from './sku-fields.js';
import { istanbulDateTime } from './istanbul-time.js';

export type TaskKind = 'create' | 'update' | 'priceStock' | 'delete';

export interface SkuResult {
  readonly stockCode: string;
  readonly status: 'SUCCESS' | 'FAIL';
  /** What the SKU holds after the task; null when it failed. */
  readonly sku: { readonly salePriceMinor: number; readonly listPriceMinor: number; readonly currencyType: string; readonly stock: number } | null;
  readonly reasons: readonly string[];
}

export interface ProductTask {
  readonly id: number;
  readonly sellerId: number;
  readonly kind: TaskKind;
  readonly status: 'IN_QUEUE' | 'PROCESSED' | 'REJECT';
  readonly reasons: readonly string[];
  readonly skus: readonly SkuFields[];
  readonly results: readonly SkuResult[];
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

const MAX_SKUS = 1_000;

/** The documented `type` words; that of a delete is not published, `PRODUCT_DELETE` is a sandbox choice. */
const typeWords: Record<TaskKind, string> = { create: 'PRODUCT_CREATE', update: 'PRODUCT_UPDATE', priceStock: 'SKU_UPDATE', delete: 'PRODUCT_DELETE' };

/** Looks at the payload as a whole; a sentence refuses all of it (`REJECT`, with HTTP 200). */
export function judgePayload(body: unknown): { readonly skus: readonly SkuFields[] } | { readonly rejected: string } {
  const payload = (body as { payload?: { integrator?: unknown; skus?: unknown } } | null)?.payload;
  if (typeof payload?.integrator !== 'string' || payload.integrator.trim() === '') return { rejected: reasons.integratorMissing };
  if (!Array.isArray(payload.skus) || payload.skus.length === 0) return { rejected: reasons.skusMissing };
  if (payload.skus.length > MAX_SKUS) return { rejected: reasons.tooManySkus };
  const skus = payload.skus as unknown[];
  return skus.every(isReadable) ? { skus } : { rejected: reasons.payloadUnreadable };
}

/** The answer to the POST that made the task. */
export function taskAnswer(task: ProductTask): object {
  return { id: task.id, type: typeWords[task.kind], status: task.status, reasons: task.reasons };
}

/** The answer of task-details/page-query; the SKUs appear once the task is processed. */
export function taskDetails(task: ProductTask, page: PageRequest): object {
  const rows = task.results.map((result, index) => ({ result, index }));
  return {
    taskId: task.id,
    skus: springPage(rows, page, ({ result, index }) => skuRow(task, result, index)),
    createdDate: istanbulDateTime(task.createdAtMs),
    modifiedDate: istanbulDateTime(task.modifiedAtMs),
    status: task.status,
  };
}

export function succeeded(product: Product): SkuResult {
  const { stockCode, salePriceMinor, listPriceMinor, currencyType, quantity } = product;
  return { stockCode, status: 'SUCCESS', sku: { salePriceMinor, listPriceMinor, currencyType, stock: quantity }, reasons: [reasons.done] };
}

export function failed(stockCode: string, sentences: readonly string[]): SkuResult {
  return { stockCode, status: 'FAIL', sku: null, reasons: sentences };
}

function isReadable(sku: unknown): sku is SkuFields {
  if (typeof sku !== 'object' || sku === null || Array.isArray(sku)) return false;
  const { salePrice, listPrice } = sku as SkuFields;
  return readPrice(salePrice).kind !== 'unreadable' && readPrice(listPrice).kind !== 'unreadable';
}

function skuRow(task: ProductTask, { stockCode, status, sku, reasons: sentences }: SkuResult, index: number): object {
  return {
    id: task.id * MAX_SKUS + index,
    taskId: task.id,
    ownerId: task.sellerId,
    itemCode: stockCode,
    status,
    sku: sku && { salePrice: lira(sku.salePriceMinor), listPrice: lira(sku.listPriceMinor), currencyType: sku.currencyType, stock: sku.stock, reasons: sentences },
    reasons: sentences,
  };
}
