import { randomUUID } from 'node:crypto';
import { newId, type OperationId } from '../../../platform/ids.js';
import { currentCorrelationId, withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { ItemResult, ListingIssue, PushOutcome, QuotaClass } from '../connector/contract.js';
import { fieldsOf, keepTaken, operationsOf, type Attempt, type AttemptItem, type AttemptKind, type ItemField } from '../domain/attempt.js';
import { holdBackMs } from '../domain/foreign-price.js';
import type { CatalogForLanes } from '../owners.js';
import type { PolicySource } from '../operations/find-policies.js';
import type { AttemptStore } from '../store/attempt-store.js';
import { after, type LaneWork } from './lane-step.js';
import type { Recounter } from './recounter.js';
import { figuresOf, noteSent, waitedMs, type LaneFigures } from './note-figures.js';
import { noteJudged, noteSuspects } from './note-suspects.js';
import { recordResults, settleAttempt } from './settle-attempt.js';
import { sendFailed } from './send-failed.js';

export interface SendDeps {
  readonly catalog: CatalogForLanes;
  readonly attempts: AttemptStore;
  readonly recounter: Recounter;
  readonly metrics: Pick<Metrics, 'changeSettled' | 'oversellWindow'>;
  readonly figures: LaneFigures;
  readonly announce: () => void;
  /** The correlation id of the one operation a call is made for; null when it is made for several or none. */
  readonly correlationOf: (operationIds: readonly OperationId[]) => Promise<string | null>;
  /** What is done about trouble with a store. */
  readonly policiesOf: PolicySource;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One call to be made: what it says, what the hub refuses of it beforehand, and how it is sent. */
export interface AttemptCall {
  readonly kind: AttemptKind;
  readonly items: readonly AttemptItem[];
  /** The items' listings as just read. */
  readonly listings: readonly Listing[];
  readonly worth: QuotaClass;
  /** The call is made to close in on one of its items. */
  readonly isOfSuspects: boolean;
  check(item: AttemptItem): ListingIssue | null;
  send(items: readonly AttemptItem[]): Promise<PushOutcome>;
}

/** When a sweep begins to ask after a call: a worker that is alive still holds the lane then, one that died has lost it. */
const ANSWER_WITHIN_MS = 10_000;
const KEPT_FOR_MS = 7 * 24 * 3_600_000;

/**
 * Makes one call so that its story can always be finished: the intent is written, the listings are taken, SENT is
 * written, and only then does anything leave. What dies before SENT was surely not sent; what dies after is looked up.
 */
export async function sendAttempt(deps: SendDeps, work: LaneWork, call: AttemptCall): Promise<void> {
  const correlationId = await deps.correlationOf(operationsOf(call.items));
  await withCorrelation(correlationId ?? currentCorrelationId() ?? randomUUID(), () => makeCall(deps, work, call));
}

async function makeCall(deps: SendDeps, work: LaneWork, call: AttemptCall): Promise<void> {
  // Calls side by side that fail for one reason are one failure in a row, not several.
  const { failures, authFailures } = work.lane;
  const attempt = await prepare(deps, work, call);
  const { items: taken, lately } = await takeItems(deps, work, attempt, call);
  const sendable = await refuseBeforehand(deps, work, attempt, taken, call);
  if (sendable.length === 0) {
    await deps.attempts.finish({ id: attempt._id, state: taken.length === 0 ? 'NOT_SENT' : 'SETTLED', at: work.now(), error: null, sample: [], dueAt: null });
    return;
  }
  const sending: Attempt = { ...attempt, state: 'SENT', items: sendable };
  if (!(await startSending(deps, work, sending))) return;
  noteSent(deps.figures, work.store, sendable, work.now());
  deps.recounter.touch(operationsOf(sendable));
  deps.announce();
  let outcome: PushOutcome;
  try {
    outcome = await call.send(sendable);
  } catch (error) {
    await sendFailed(deps, work, { attempt: sending, worth: call.worth, isOfSuspects: call.isOfSuspects, error, before: { failures, authFailures } });
    return;
  }
  await recordOutcome(deps, work, { attempt: sending, lately, outcome });
}

async function prepare({ attempts }: SendDeps, work: LaneWork, call: AttemptCall): Promise<Attempt> {
  const now = work.now();
  const attempt: Attempt = {
    _id: newId('attempt'), sellerId: work.store.sellerId, storeId: work.store._id, kind: call.kind, state: 'PREPARED', fence: work.fence, items: call.items,
    receipt: null, settledKeys: [], polls: 0, failures: 0, suspect: false, sample: [], dueAt: after(now, ANSWER_WITHIN_MS), error: null,
    correlationId: currentCorrelationId() ?? null, preparedAt: now, sentAt: null, answeredAt: null, settledAt: null, expiresAt: after(now, KEPT_FOR_MS),
  };
  await attempts.prepare(attempt);
  return attempt;
}

async function takeItems({ catalog }: SendDeps, work: LaneWork, attempt: Attempt, { listings }: AttemptCall): Promise<{ items: AttemptItem[]; lately: readonly Listing[] }> {
  const wanted = attempt.items.flatMap(fieldsOf);
  const taken = await catalog.markSent({ storeId: attempt.storeId, attemptId: attempt._id, fence: work.fence, at: work.now(), items: wanted, lately: listings });
  const keys = new Set(taken.items.map(keyOf));
  return { items: attempt.items.flatMap((item) => keepTaken(item, (field) => keys.has(keyOf(field))) ?? []), lately: taken.listings };
}

function keyOf({ listingId, field, revision }: ItemField): string {
  return `${listingId} ${field} ${revision}`;
}

/** What the marketplace would surely refuse is recorded as refused and costs no call. */
async function refuseBeforehand(deps: SendDeps, work: LaneWork, attempt: Attempt, items: readonly AttemptItem[], call: AttemptCall): Promise<AttemptItem[]> {
  const refusals = items.flatMap((item) => {
    const issue = call.check(item);
    const retryAfterMs = issue && holdBackMs(issue);
    return issue ? [{ remoteKey: item.remoteKey, ok: false as const, issue, ...(retryAfterMs == null ? {} : { retryAfterMs }) }] : [];
  });
  if (refusals.length > 0) await recordResults(deps, work, { attempt: { ...attempt, items }, results: refusals, evidence: 'ANSWER' });
  const refused = new Set(refusals.map(({ remoteKey }) => remoteKey));
  return items.filter(({ remoteKey }) => !refused.has(remoteKey));
}

async function startSending({ attempts, catalog }: SendDeps, work: LaneWork, attempt: Attempt): Promise<boolean> {
  const at = work.now();
  const mayLeave = work.holdsLease() && !work.signal.aborted;
  if (mayLeave) return attempts.startSending({ id: attempt._id, items: attempt.items, at, dueAt: after(at, ANSWER_WITHIN_MS) }).catch((error: unknown) => neverLeft({ attempts, catalog }, work, attempt, error));
  if (await attempts.abandon(attempt._id, at)) await giveBack({ attempts, catalog }, attempt);
  return false;
}

/** The ledger may say SENT by now, but nothing has left: nobody must have to look that up. */
async function neverLeft(deps: Pick<SendDeps, 'attempts' | 'catalog'>, work: LaneWork, attempt: Attempt, error: unknown): Promise<never> {
  await deps.attempts.disown(attempt._id, work.now());
  await giveBack(deps, attempt);
  throw error;
}

async function giveBack({ attempts, catalog }: Pick<SendDeps, 'attempts' | 'catalog'>, { _id: attemptId }: Attempt): Promise<void> {
  await catalog.requeue({ attemptId, notBefore: null });
  await attempts.closeUnsent(attemptId);
}

interface Outcome {
  readonly attempt: Attempt;
  readonly lately: readonly Listing[];
  readonly outcome: PushOutcome;
}

async function recordOutcome(deps: SendDeps, work: LaneWork, { attempt, lately, outcome }: Outcome): Promise<void> {
  const at = work.now();
  switch (outcome.kind) {
    case 'ACCEPTED':
      // The receipt first: without it the outcome would have to be looked up.
      await deps.attempts.accept({ id: attempt._id, receipt: outcome.receipt, at, dueAt: after(at, outcome.pollAfterMs) });
      await deps.catalog.markAccepted({ attemptId: attempt._id, receipt: outcome.marketplaceReceipt === undefined ? outcome.receipt : outcome.marketplaceReceipt, at, lately });
      deps.announce();
      answerSales(deps, work, attempt.items, at);
      return wentThrough(work, attempt);
    case 'SETTLED':
      answerSales(deps, work, acceptedOf(attempt.items, outcome.results), at);
      await settleAttempt(deps, work, { attempt, results: outcome.results, evidence: 'ANSWER', lately });
      return wentThrough(work, attempt);
    case 'POSTPONED':
      await deps.catalog.requeue({ attemptId: attempt._id, notBefore: after(at, outcome.retryAfterMs), errorClass: 'POSTPONED', message: outcome.reason });
      await deps.attempts.finish({ id: attempt._id, state: 'POSTPONED', at, error: { errorClass: 'POSTPONED', message: outcome.reason }, sample: [], dueAt: null });
      return;
    case 'REFUSED':
      return refuseAttempt(deps, work, attempt, outcome.issue);
  }
}

/** From here on this store offers no more than there is: the end of the oversell window as far as it goes. */
function answerSales({ metrics, figures }: SendDeps, { store }: LaneWork, items: readonly AttemptItem[], at: Date): void {
  for (const soldAt of items.flatMap(({ quantity }) => quantity?.soldAt ?? [])) {
    metrics.oversellWindow.observe(waitedMs(soldAt, at) / 1000);
    figures.saleAnswered(figuresOf(store), waitedMs(soldAt, at));
  }
}

function acceptedOf(items: readonly AttemptItem[], results: readonly ItemResult[]): readonly AttemptItem[] {
  const accepted = new Set(results.flatMap(({ remoteKey, ok }) => (ok ? [remoteKey] : [])));
  return items.filter(({ remoteKey }) => accepted.has(remoteKey));
}

async function wentThrough(work: LaneWork, attempt: Attempt): Promise<void> {
  await noteJudged(work, attempt);
  await work.note({ failures: 0, authFailures: 0, lastPushAt: work.now() });
}

/** The whole call was refused: alone, the item is at fault; among others, they are set aside to find out which it is. */
export async function refuseAttempt(deps: SendDeps, work: LaneWork, attempt: Attempt, issue: ListingIssue): Promise<void> {
  const at = work.now();
  // Set aside before they may be sent again: whoever dies in between leaves nothing that meets the others once more.
  await noteSuspects(work, attempt);
  await work.note({ lastPushAt: at });
  if (attempt.items.length > 1) await deps.catalog.requeue({ attemptId: attempt._id, notBefore: null, errorClass: 'VALIDATION', message: issue.message });
  else await recordResults(deps, work, { attempt, results: attempt.items.map(({ remoteKey }) => ({ remoteKey, ok: false, issue })), evidence: 'ANSWER' });
  await deps.attempts.finish({ id: attempt._id, state: 'REFUSED', at, error: { errorClass: 'VALIDATION', message: issue.message }, sample: [], dueAt: null });
}
