import { z } from 'zod';
import { readRows } from '../../sync/connector/read-rows.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';

const ROWS_PER_CALL = 1_000;

const rowSchema = z.looseObject({ offer_id: text, warehouse_id: number, present: number.default(0), reserved: number.default(0), free_stock: number.nullish() });
const stocksSchema = z.looseObject({
  products: z.array(z.unknown()),
  has_next: z.boolean().nullish(),
  cursor: optionalText,
});

export interface StockRow {
  readonly offerId: string;
  readonly warehouseId: number;
  /** Units that may be sold: those reserved by orders are taken off. */
  readonly free: number;
}

export interface StockList {
  readonly rows: readonly StockRow[];
  /** False when a row could not be read, or Ozon's cursor came back to where it had been: what has no row then may have stock all the same. */
  readonly isComplete: boolean;
}

/** Stock in the seller's own warehouses; a product that never had any there has no row. */
export async function readStockRows(context: OzonContext, offerIds: readonly string[]): Promise<StockList> {
  const rows: StockRow[] = [];
  const seen = new Set<string>();
  let isReadable = true;
  let cursor: string | null = '';
  while (cursor !== null && !seen.has(cursor)) {
    seen.add(cursor);
    const page: z.infer<typeof stocksSchema> = await call(context, 'offers.readStocks', { offer_id: offerIds, limit: ROWS_PER_CALL, cursor }, stocksSchema);
    const { read, strange, nameless } = readRows(page.products, rowSchema, 'offer_id');
    isReadable &&= strange.length + nameless === 0;
    rows.push(...read.map(({ offer_id, warehouse_id, present, reserved, free_stock }) => ({ offerId: offer_id, warehouseId: warehouse_id, free: free_stock ?? present - reserved })));
    cursor = page.has_next === true ? page.cursor : null;
  }
  return { rows, isComplete: isReadable && cursor === null };
}
