import { randomUUID } from 'node:crypto';
import type { StoreId } from '../../../platform/ids.js';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import { executeActions } from './execute-actions.js';
import type { IntakeDeps } from './intake-deps.js';
import { isStillActive, openActive } from './open-active.js';
import { keepTold } from './keep-told.js';
import { noteTrouble } from './note-trouble.js';
import { pollOrders } from './poll-orders.js';
import { readChangedOrders } from './read-changed-orders.js';
import { callsKey } from './wake-keys.js';

const SHORTEST_SLEEP_MS = 50;

/** One turn of a store's calls: actions first, which a seller waits for, then the webhook, some of the orders that news named, and the poll; each when it is due. */
export async function workCalls(deps: IntakeDeps, storeId: StoreId, signal: AbortSignal): Promise<void> {
  const open = await openActive(deps, storeId);
  if (open === null) return;
  const mark = await deps.marks.open({ storeId, sellerId: open.store.sellerId, now: deps.clock.now() });
  try {
    await executeActions(deps, open, signal);
    if (!signal.aborted && mark.webhookCheckAt <= deps.clock.now() && (await isStillActive(deps, storeId))) await keepTold(deps, open, mark);
    if (!signal.aborted) await readChangedOrders(deps, open, mark, signal);
    const current = (await deps.marks.find([storeId]))[0] ?? mark;
    const isTurn = !signal.aborted && current.pollAt <= deps.clock.now() && (await deps.marks.takePoll(current, deps.clock.now()));
    if (isTurn) await withCorrelation(randomUUID(), () => pollOrders(deps, open, current, signal));
  } catch (error) {
    const pollAt = await noteTrouble(deps, mark, { store: open.store, error, failures: mark.failures, doing: 'asking for orders' });
    await deps.marks.note(storeId, { pollAt, failures: mark.failures + 1 });
  }
  await wakeWhenDue(deps, storeId);
}

async function wakeWhenDue({ orders, marks, inbox, queue, clock }: IntakeDeps, storeId: StoreId): Promise<void> {
  const [[mark], actionAt, readingAt] = await Promise.all([marks.find([storeId]), orders.nextActionDueAt(storeId), inbox.nextReadingAt(storeId)]);
  const readAt = readingAt && new Date(Math.max(readingAt.getTime(), mark?.readNotBefore?.getTime() ?? 0));
  const moments = [mark?.pollAt, mark?.webhookCheckAt, actionAt, readAt].flatMap((at) => (at ? [at.getTime()] : []));
  if (moments.length === 0) return;
  await queue.wake(callsKey(storeId), { delayMs: Math.max(SHORTEST_SLEEP_MS, Math.min(...moments) - clock.now().getTime()) });
}
