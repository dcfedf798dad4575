import { randomUUID } from 'node:crypto';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { RemoteOrder } from '../../orders/domain/order.js';
import { ConnectorError } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import { MOST_ATTEMPTS } from './domain/inbox-entry.js';
import type { PollMark } from './domain/poll-mark.js';
import { afterReading, type Reading } from './domain/reading.js';
import type { IntakeDeps } from './intake-deps.js';
import { noteTrouble } from './note-trouble.js';
import { recordNews } from './record-news.js';
import type { ReadingEntry } from './store/inbox-store.js';

/** Few enough that a poll which is due comes soon after them; the rest has its next turn right after it. */
const USUAL_READINGS = 40;
const CALLS_AT_ONCE = 4;

/**
 * Reads the orders that news only named, each once however often it was named, and records them; an entry is done when
 * all it named are. Trouble with the marketplace leaves the rest waiting.
 */
export async function readChangedOrders(deps: IntakeDeps, open: OpenStore, mark: PollMark, signal: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  if (mark.readNotBefore && mark.readNotBefore > now) return;
  const most = (await deps.orderPlan(open.store._id))?.batch ?? USUAL_READINGS;
  const entries = await someEntries(deps, open, now, most);
  if (entries.length === 0) return;
  const heardAt = firstHeard(entries);
  const readings = new Map<string, Reading>();
  const ids = [...heardAt.keys()];
  let trouble: ConnectorError | null = null;
  for (let from = 0; from < ids.length && trouble === null && !signal.aborted; from += CALLS_AT_ONCE) {
    const some = ids.slice(from, from + CALLS_AT_ONCE);
    const outcomes = await Promise.all(some.map((id) => readOrder(deps, open, id, heardAt.get(id) ?? now)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === 'TROUBLE') trouble ??= outcome.error;
      readings.set(some[index] ?? '', outcome);
      deps.metrics.namedOrdersRead.inc({ marketplace: open.store.marketplace, outcome: outcome.kind.toLowerCase() });
    }
  }
  for (const entry of entries) await settle(deps, entry, readings);
  const hasProgressed = [...readings.values()].some(({ kind }) => kind === 'RECORDED');
  await noteReading(deps, mark, trouble, hasProgressed ? 0 : (mark.readFailures ?? 0));
}

/** Whole entries, the longest waiting first, until they name enough orders. */
async function someEntries({ inbox }: IntakeDeps, { store }: OpenStore, now: Date, most: number): Promise<ReadingEntry[]> {
  const due = await inbox.dueReading(store._id, now, most * 5);
  const ids = new Set<string>();
  return due.filter(({ orderIds }) => {
    if (ids.size >= most && orderIds.some((id) => !ids.has(id))) return false;
    for (const id of orderIds) ids.add(id);
    return true;
  });
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

async function settle(deps: IntakeDeps, entry: ReadingEntry, readings: ReadonlyMap<string, Reading>): Promise<void> {
  const at = deps.clock.now();
  const failures = entry.orderIds.some((id) => readings.get(id)?.kind === 'FAILED') ? await deps.inbox.countFailure(entry._id) : 0;
  const next = afterReading({ entry, readings, failures, mostFailures: MOST_ATTEMPTS, now: at });
  switch (next.kind) {
    case 'DONE':
      return deps.inbox.markMapped([entry._id], at);
    case 'AGAIN':
      return deps.inbox.awaitReading(entry._id, { orderIds: next.orderIds, readAt: next.readAt });
    case 'SET_ASIDE':
      deps.logger.warn({ entry: entry._id, code: next.code }, 'news were set aside');
      return deps.inbox.quarantine(entry._id, { code: next.code, message: next.message, at });
    default:
      return next satisfies never;
  }
}

async function noteReading(deps: IntakeDeps, mark: PollMark, error: ConnectorError | null, failures: number): Promise<void> {
  if (error === null && (mark.readFailures ?? 0) === 0) return;
  if (error === null) return deps.marks.note(mark._id, { readFailures: 0 });
  const readNotBefore = await noteTrouble(deps, mark, { error, failures, doing: 'reading orders it named' });
  // Refused credentials concern the poll of this turn too: it is not to be the second refusal that pauses the store.
  await deps.marks.note(mark._id, { readNotBefore, readFailures: failures + 1, ...(error.errorClass === 'AUTHENTICATION' ? { pollAt: readNotBefore } : {}) });
}
