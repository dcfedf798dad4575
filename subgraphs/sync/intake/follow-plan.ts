import type { SellerId, StoreId } from '../../../platform/ids.js';
import { PAUSED_FOR_MS } from './domain/poll-plan.js';
import type { IntakeDeps } from './intake-deps.js';
import { callsKey } from './wake-keys.js';

/**
 * Moves a store's next poll to where its plan wants it: far away while polling is paused, else an interval after the last poll. The poll
 * that then comes finds the pace by itself. While the marketplace has trouble, what the error policy said stays.
 */
export async function followPlan({ marks, orderPlan, queue, clock }: IntakeDeps, { storeId, sellerId }: { readonly storeId: StoreId; readonly sellerId: SellerId }): Promise<void> {
  const now = clock.now();
  const [mark, plan] = await Promise.all([marks.open({ storeId, sellerId, now }), orderPlan(storeId)]);
  if (plan === null || mark.failures > 0 || mark.authFailures > 0) return;
  const nextAt = Math.max(now.getTime(), (mark.polledAt?.getTime() ?? 0) + plan.intervalMs);
  await marks.note(storeId, { pollAt: new Date(plan.isPaused ? now.getTime() + PAUSED_FOR_MS : nextAt), intervalMs: plan.intervalMs, intervalReason: 'AS_SET', quietPolls: 0 });
  await queue.wake(callsKey(storeId));
}
