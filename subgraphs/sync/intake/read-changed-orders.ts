import { randomUUID } from 'node:crypto';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { RemoteOrder } from '../../orders/domain/order.js';
import { ConnectorError } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import { MOST_ATTEMPTS } from './domain/inbox-entry.js';
import type { PollMark } from './domain/poll-mark.js';
import { shortestInterval } from './domain/poll-plan.js';
import { afterReading, type AfterReading, type Reading } from './domain/reading.js';
import type { IntakeDeps } from './intake-deps.js';
import { noteTrouble } from './note-trouble.js';
import { recordNews } from './record-news.js';
import type { ReadingEntry } from './store/inbox-store.js';

/** Few enough that a poll which is due comes soon after them; the rest has its next turn right after it. */
const USUAL_READINGS = 40;
/** No further order is read after this: what has been read is noted before a process that is often killed begins anew. */
const TURN_MS = 5_000;
const CALLS_AT_ONCE = 4;

/**
 * Reads the orders that news only named, each once however often it was named, and records them; an entry is done when
 * all it named are. Trouble with the marketplace leaves the rest waiting.
 */
export async function readChangedOrders(deps: IntakeDeps, open: OpenStore, mark: PollMark, signal: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  if (mark.readNotBefore && mark.readNotBefore > now) return;
  const ids = await nextOrders(deps, open, mark, now);
  if (ids.length === 0) return;
  const entries = await deps.inbox.naming(open.store._id, ids);
  const heardAt = firstHeard(entries);
  const readings = new Map<string, Reading>();
  let trouble: ConnectorError | null = null;
  const isOver = (): boolean => signal.aborted || deps.clock.now().getTime() >= now.getTime() + TURN_MS;
  for (let from = 0; from < ids.length && trouble === null && !isOver(); from += CALLS_AT_ONCE) {
    const some = ids.slice(from, from + CALLS_AT_ONCE);
    const outcomes = await Promise.all(some.map((id) => readOrder(deps, open, id, heardAt.get(id) ?? now)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === 'TROUBLE') trouble ??= outcome.error;
      readings.set(some[index] ?? '', outcome);
      deps.metrics.namedOrdersRead.inc({ marketplace: open.store.marketplace, outcome: outcome.kind.toLowerCase() });
    }
  }
  await settleAll(deps, entries, readings);
  const hasProgressed = [...readings.values()].some(({ kind }) => kind === 'RECORDED');
  await noteReading(deps, open, mark, trouble, hasProgressed ? 0 : (mark.readFailures ?? 0));
}

/** The orders of whole entries, the longest waiting first, as many as one turn reads. */
async function nextOrders(deps: IntakeDeps, open: OpenStore, mark: PollMark, now: Date): Promise<readonly string[]> {
  const plan = await deps.orderPlan(open.store._id);
  const most = plan?.batch ?? USUAL_READINGS;
  const due = await deps.inbox.dueReading(open.store._id, now, most * 5);
  const ids = new Set<string>();
  const rest = due.filter(({ orderIds }) => {
    if (ids.size >= most && orderIds.some((id) => !ids.has(id))) return true;
    for (const id of orderIds) ids.add(id);
    return false;
  });
  if (rest.some(({ changedRevision }) => changedRevision !== undefined) && plan?.isPaused !== true) await hurryPoll(deps, open, mark, now);
  return [...ids];
}

/** More wait than one turn reads: a listing brings many of them at once. It comes no oftener than polls do where nothing is told. */
async function hurryPoll({ marks }: IntakeDeps, { connector }: OpenStore, { _id, polledAt }: PollMark, now: Date): Promise<void> {
  const soonest = (polledAt?.getTime() ?? 0) + shortestInterval(connector.limits.orderPollMs);
  await marks.hurryPoll(_id, new Date(Math.max(now.getTime(), soonest)));
}

function firstHeard(entries: readonly ReadingEntry[]): Map<string, Date> {
  const heardAt = new Map<string, Date>();
  for (const { orderIds, receivedAt } of entries) {
    for (const id of orderIds) {
      const before = heardAt.get(id);
      if (before === undefined || receivedAt < before) heardAt.set(id, receivedAt);
    }
  }
  return heardAt;
}

type Attempt = Exclude<Reading, { readonly kind: 'TROUBLE' }> | { readonly kind: 'TROUBLE'; readonly error: ConnectorError };

async function readOrder(deps: IntakeDeps, { store, connector, context }: OpenStore, id: string, heardAt: Date): Promise<Attempt> {
  try {
    const order: RemoteOrder | null = await withCorrelation(randomUUID(), () => connector.orders.byNumber(context, id));
    if (order === null) return { kind: 'UNKNOWN' };
    await recordNews(deps, store, [{ ...order, heardAt }]);
    return { kind: 'RECORDED' };
  } catch (error) {
    if (!(error instanceof ConnectorError)) {
      deps.logger.error({ err: error, storeId: store._id, remoteOrderId: id }, 'an order that a marketplace named could not be read or recorded');
      return { kind: 'FAILED' };
    }
    if (error.errorClass === 'VALIDATION') return { kind: 'REFUSED', message: error.message };
    return { kind: 'TROUBLE', error };
  }
}

async function settleAll(deps: IntakeDeps, entries: readonly ReadingEntry[], readings: ReadonlyMap<string, Reading>): Promise<void> {
  const done: string[] = [];
  for (const entry of entries) {
    const at = deps.clock.now();
    const failures = entry.orderIds.some((id) => readings.get(id)?.kind === 'FAILED') ? await deps.inbox.countFailure(entry._id) : 0;
    const next = afterReading({ entry, readings, failures, mostFailures: MOST_ATTEMPTS, now: at });
    if (next.kind === 'DONE') done.push(entry._id);
    else await putOff(deps, entry, next, at);
  }
  if (done.length > 0) await deps.inbox.markMapped(done, deps.clock.now());
}

async function putOff(deps: IntakeDeps, entry: ReadingEntry, next: Exclude<AfterReading, { readonly kind: 'DONE' }>, at: Date): Promise<void> {
  switch (next.kind) {
    case 'AGAIN':
      return deps.inbox.awaitReading(entry._id, { orderIds: next.orderIds, readAt: next.readAt });
    case 'SET_ASIDE':
      deps.logger.warn({ entry: entry._id, code: next.code }, 'news were set aside');
      return deps.inbox.quarantine(entry._id, { code: next.code, message: next.message, at });
    default:
      return next satisfies never;
  }
}

async function noteReading(deps: IntakeDeps, { store }: OpenStore, mark: PollMark, error: ConnectorError | null, failures: number): Promise<void> {
  if (error === null && (mark.readFailures ?? 0) === 0) return;
  if (error === null) return deps.marks.note(mark._id, { readFailures: 0 });
  const readNotBefore = await noteTrouble(deps, mark, { store, error, failures, doing: 'reading orders it named' });
  // Refused credentials concern the poll of this turn too: it is not to be the second refusal that pauses the store.
  await deps.marks.note(mark._id, { readNotBefore, readFailures: failures + 1, ...(error.errorClass === 'AUTHENTICATION' ? { pollAt: readNotBefore } : {}) });
}
