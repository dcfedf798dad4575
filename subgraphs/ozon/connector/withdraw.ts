import { z } from 'zod';
import type { ItemResult, PushOutcome } from '../../sync/connector/contract.js';
import { call, type OzonContext } from './client.js';
import { readProducts, skuOf } from './product-info.js';
import { readStockRows } from './read-stocks.js';

const STOCK_PAIR_MS = 30_000;
const PAIRS_PER_CALL = 100;

const answerSchema = z.looseObject({ result: z.array(z.looseObject({ updated: z.boolean() })) });

/** Into the archive, with nothing left to sell: Ozon archives no card that has stock. A card Ozon does not know is not on sale there. */
export async function withdraw(context: OzonContext, remoteKeys: readonly string[]): Promise<PushOutcome> {
  const open = (await readProducts(context, remoteKeys)).filter(({ is_archived }) => is_archived !== true);
  if (!(await emptyStock(context, open.filter((product) => skuOf(product) !== null).map(({ offer_id }) => offer_id)))) {
    return { kind: 'POSTPONED', retryAfterMs: STOCK_PAIR_MS, reason: 'Ozon archives only what has no stock, and its stock was changed less than 30 s ago' };
  }
  if (open.length > 0) await call(context, 'content.archive', { product_id: open.map(({ id }) => Number(id)) }, z.unknown());
  return { kind: 'SETTLED', results: remoteKeys.map((remoteKey): ItemResult => ({ remoteKey, ok: true, remoteIds: { archived: 'true' } })) };
}

/** True once nothing is left in any warehouse. */
async function emptyStock(context: OzonContext, offerIds: readonly string[]): Promise<boolean> {
  const rows = offerIds.length === 0 ? [] : (await readStockRows(context, offerIds)).filter(({ free }) => free > 0);
  let isEmpty = true;
  for (let start = 0; start < rows.length; start += PAIRS_PER_CALL) {
    const stocks = rows.slice(start, start + PAIRS_PER_CALL).map(({ offerId, warehouseId }) => ({ offer_id: offerId, stock: 0, warehouse_id: warehouseId }));
    const { result } = await call(context, 'offers.stocks', { stocks }, answerSchema);
    isEmpty &&= result.length === stocks.length && result.every(({ updated }) => updated);
  }
  return isEmpty;
}
