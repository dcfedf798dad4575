import { z } from 'zod';
import type { ItemResult, PushOutcome } from '../../sync/connector/contract.js';
import { call, doneSchema, type OzonContext } from './client.js';
import { archiveCalls, emptyStockCalls, type ContentCall } from './content-calls.js';
import { readProducts, skuOf } from './product-info.js';
import { readStockRows } from './read-stocks.js';

const STOCK_PAIR_MS = 30_000;

const answerSchema = z.looseObject({ result: z.array(z.looseObject({ updated: z.boolean() })) });

/** Into the archive, with nothing left to sell: Ozon archives no card that has stock. A card Ozon does not know is not on sale there. */
export async function withdraw(context: OzonContext, remoteKeys: readonly string[]): Promise<PushOutcome> {
  const { emptying, archiving } = await withdrawCalls(context, remoteKeys);
  if (!(await emptyStock(context, emptying))) {
    return { kind: 'POSTPONED', retryAfterMs: STOCK_PAIR_MS, reason: 'Ozon archives only what has no stock, and its stock was changed less than 30 s ago' };
  }
  for (const { method, body } of archiving) await call(context, method, body, doneSchema);
  return { kind: 'SETTLED', results: remoteKeys.map((remoteKey): ItemResult => ({ remoteKey, ok: true, remoteIds: { archived: 'true' } })) };
}

/** What takes these off sale as they are now. */
export async function withdrawCalls(context: OzonContext, remoteKeys: readonly string[]): Promise<{ readonly emptying: readonly ContentCall[]; readonly archiving: readonly ContentCall[] }> {
  const open = (await readProducts(context, remoteKeys)).filter(({ is_archived }) => is_archived !== true);
  const stocked = open.filter((product) => skuOf(product) !== null).map(({ offer_id }) => offer_id);
  const rows = stocked.length === 0 ? [] : (await readStockRows(context, stocked)).rows.filter(({ free }) => free > 0);
  return { emptying: emptyStockCalls(rows), archiving: archiveCalls(open.map(({ id }) => Number(id))) };
}

/** True once nothing is left in any warehouse. */
async function emptyStock(context: OzonContext, calls: readonly ContentCall[]): Promise<boolean> {
  let isEmpty = true;
  for (const { method, body, items } of calls) {
    const { result } = await call(context, method, body, answerSchema);
    isEmpty &&= result.length === items && result.every(({ updated }) => updated);
  }
  return isEmpty;
}
