import { reasons } from '../domain/reasons.js';
import type { Seller } from '../domain/seller.js';
import { judgePayload, type ProductTask, type TaskKind } from '../domain/task.js';
import type { Market } from '../market.js';

/** Takes a product task into the queue, or refuses its payload whole. */
export function submitTask(market: Market, { seller, kind, body }: { seller: Seller; kind: TaskKind; body: unknown }): ProductTask {
  const judged = judgePayload(body);
  const nowMs = market.nowMs();
  const base = { id: market.next('task'), sellerId: seller.sellerId, kind, results: [], createdAtMs: nowMs, modifiedAtMs: nowMs };
  const task: ProductTask =
    'rejected' in judged
      ? { ...base, status: 'REJECT', reasons: [judged.rejected], skus: [] }
      : { ...base, status: 'IN_QUEUE', reasons: [reasons.accepted(judged.skus.length)], skus: judged.skus };
  market.tasks.put([seller.sellerId, task.id], task);
  return task;
}
