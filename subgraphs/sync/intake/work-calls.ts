import type { StoreId } from '../../../platform/ids.js';
import { ConnectorError } from '../connector/contract.js';
import { StoreAccessError, type OpenStore } from '../connector/store-access.js';
import { decideOnTrouble } from '../domain/error-policies.js';
import type { PollMark } from './domain/poll-mark.js';
import { executeActions } from './execute-actions.js';
import type { IntakeDeps } from './intake-deps.js';
import { keepWebhook } from './keep-webhook.js';
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
    if (!signal.aborted && mark.webhookCheckAt <= deps.clock.now()) await keepWebhook(deps, open, mark);
    if (!signal.aborted) await readChangedOrders(deps, open, mark, signal);
    const current = (await deps.marks.find([storeId]))[0] ?? mark;
    if (!signal.aborted && current.pollAt <= deps.clock.now()) await pollOrders(deps, open, current, signal);
  } catch (error) {
    await noteTrouble(deps, storeId, mark, error);
  }
  await wakeWhenDue(deps, storeId);
}

async function openActive({ access, logger }: IntakeDeps, storeId: StoreId): Promise<OpenStore | null> {
  try {
    const open = await access.open(storeId);
    return open.store.state.kind === 'ACTIVE' ? open : null;
  } catch (error) {
    if (!(error instanceof StoreAccessError)) throw error;
    logger.warn({ storeId, code: error.code }, 'orders of a store cannot be asked for');
    return null;
  }
}

/** One policy per class of trouble for the whole store; every look at orders is a reading, so it may always be repeated. */
async function noteTrouble(deps: IntakeDeps, storeId: StoreId, mark: PollMark, error: unknown): Promise<void> {
  if (!(error instanceof ConnectorError)) throw error;
  const now = deps.clock.now();
  const isAuthentication = error.errorClass === 'AUTHENTICATION';
  const decision = decideOnTrouble({ errorClass: error.errorClass, outcome: 'NOT_SENT', retryAfterMs: error.retryAfterMs }, isAuthentication ? mark.authFailures : mark.failures, Math.random());
  deps.logger.warn({ storeId, errorClass: error.errorClass, remoteCode: error.remoteCode, decision: decision.kind }, 'orders could not be asked for');
  if (decision.kind === 'PAUSE_STORE') await deps.stores.pauseStore({ sellerId: null, storeId, code: error.errorClass, message: error.message });
  const delayMs = 'delayMs' in decision ? decision.delayMs : REFUSED_DELAY_MS;
  await deps.marks.note(storeId, {
    pollAt: new Date(now.getTime() + delayMs),
    ...(isAuthentication ? { authFailures: mark.authFailures + 1 } : { failures: mark.failures + 1 }),
    lastError: { errorClass: error.errorClass, message: error.message, at: now },
  });
}

/** A reading that the marketplace refuses outright is a fault of ours or a change of theirs: asked again, but seldom. */
const REFUSED_DELAY_MS = 60_000;

async function wakeWhenDue({ orders, marks, inbox, queue, clock }: IntakeDeps, storeId: StoreId): Promise<void> {
  const [[mark], actionAt, readingAt] = await Promise.all([marks.find([storeId]), orders.nextActionDueAt(storeId), inbox.nextReadingAt(storeId)]);
  const readAt = readingAt && new Date(Math.max(readingAt.getTime(), mark?.readNotBefore?.getTime() ?? 0));
  const moments = [mark?.pollAt, mark?.webhookCheckAt, actionAt, readAt].flatMap((at) => (at ? [at.getTime()] : []));
  if (moments.length === 0) return;
  await queue.wake(callsKey(storeId), { delayMs: Math.max(SHORTEST_SLEEP_MS, Math.min(...moments) - clock.now().getTime()) });
}
