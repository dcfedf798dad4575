import { setTimeout as pause } from 'node:timers/promises';
import type { OperationId } from '../../../../platform/ids.js';
import type { Listing } from '../../../catalog/domain/listing.js';
import { ATTEMPT_KINDS, type AttemptItem, type AttemptKind } from '../../domain/attempt.js';
import { holdOf } from '../../domain/lane-waits.js';
import { callSize, inOfferCalls, largestCall } from '../../domain/offer-calls.js';
import { countSuspects, haveWaited, suspicionIn } from '../../domain/suspects.js';
import { passesHold, worthOfOffers } from '../../domain/worth-of-offers.js';
import { allEnded } from '../all-ended.js';
import { gather } from '../gather.js';
import { learnFulfilment } from '../learn-fulfilment.js';
import { after, earliest, idleUntil, PROGRESSED, type LaneStep, type LaneWork, type StepResult } from '../lane-step.js';
import { itemOf, PUSHES, type PushCallDeps } from '../push-calls.js';
import { suspectsOf, trySuspects } from '../try-suspects.js';

export interface PushDeps extends PushCallDeps {
  /** Requests that may concern this store and are being written down at this moment, so that more is about to become due. */
  readonly recordings: (work: LaneWork) => Promise<readonly OperationId[]>;
}

/** Going to zero waits for nothing. */
const URGENT = 0;
/** What is due but cannot be sent (in flight, held back) is looked at again then. */
const BLOCKED_MS = 1_000;
/** While so many calls' worth of listings is set aside, it is not one listing that is at fault: no more is risked before they are judged. */
const MOST_CALLS_SET_ASIDE = 2;

/**
 * Sends what is due, most valuable first, in as few calls as the marketplace allows: one call of prices and quantities,
 * then one of publishing and one of withdrawing, per run. What has been set aside goes beside it, in calls of its own.
 */
export function createPushDue(deps: PushDeps): LaneStep {
  return {
    name: 'push-due',
    async run(work) {
      const spacedUntil = earliestPush(work);
      if (spacedUntil > work.now()) return idleUntil(spacedUntil);
      const hold = holdOf(work.lane, work.now());
      if (hold && !hold.cause?.worth) return idleUntil(hold.until);
      const isSpaced = work.connector.limits.pushSpacingMs > 0;
      const pushed = suspectsOf(work).length === 0 ? await pushOthers(deps, work) : null;
      // A call refused a moment ago is divided at once: other steps would only keep those waiting that are not at fault.
      if (pushed && (isSpaced || suspectsOf(work).length === 0)) return pushed;
      return isSpaced ? takeTurns(deps, work) : sideBySide(deps, work);
    },
  };
}

function earliestPush({ lane, connector }: LaneWork): Date {
  return new Date((lane.lastPushAt?.getTime() ?? 0) + connector.limits.pushSpacingMs);
}

/** Suspects are closed in on for as long as the others gather and are sent. */
async function sideBySide(deps: PushDeps, work: LaneWork): Promise<StepResult> {
  let isOver = false;
  const others = pushOthers(deps, work).finally(() => (isOver = true));
  const [sent, tried] = await allEnded([others, trySuspects(deps, work, { isOver: () => isOver })]);
  return joined(sent, tried);
}

/** One call per run: the others' before the suspects', unless these have waited for long. */
async function takeTurns(deps: PushDeps, work: LaneWork): Promise<StepResult> {
  const suspects = () => trySuspects(deps, work, { atOnce: 1, isOver: () => true });
  const others = () => pushOthers(deps, work);
  const [first, second] = haveWaited(suspectsOf(work), work.now()) ? [suspects, others] : [others, suspects];
  const result = await first();
  return result.progressed ? result : joined(result, await second());
}

function joined(one: StepResult, other: StepResult): StepResult {
  return one.progressed || other.progressed ? PROGRESSED : idleUntil(earliest([one.nextAt, other.nextAt]));
}

/** What is due and not set aside. */
async function pushOthers(deps: PushDeps, work: LaneWork): Promise<StepResult> {
  if (countSuspects(suspectsOf(work)) > MOST_CALLS_SET_ASIDE * largestCall(work.connector.limits)) return idleUntil(null);
  const hold = holdOf(work.lane, work.now());
  const due = await dueOthers(deps, work, (listing) => !hold || passesHold(listing, hold.cause, work.now()));
  if (due.length === 0) return hold ? idleUntil(hold.until) : nothingDue(deps, work);
  // After what is due was read: what was wanted after a pause is never sent before the store is resumed.
  if (await work.isPaused()) return idleUntil(null);
  const { sendable, othersAt } = await learnFulfilment(deps, work, due);
  const sent = (await pushOffers(deps, work, sendable)) + (hold ? 0 : await pushContent(deps, work, sendable));
  return sent > 0 ? PROGRESSED : idleUntil(othersAt ?? after(work.now(), BLOCKED_MS));
}

async function nothingDue(deps: PushDeps, work: LaneWork): Promise<StepResult> {
  const nextAt = await deps.catalog.nextDueAt(work.store._id);
  if (suspectsOf(work).length > 0) return idleUntil(nextAt && nextAt <= work.now() ? null : nextAt);
  await work.finishRuns('OFFERS');
  return idleUntil(nextAt);
}

/** Listings for one call, or for several at once where the marketplace's calls are small. */
function dueOthers(deps: PushDeps, work: LaneWork, mayGo: (listing: Listing) => boolean): Promise<readonly Listing[]> {
  const { limits } = work.connector;
  const calls = pushesAtOnce(work);
  const firstPriority = () => deps.catalog.firstPriority(work.store._id);
  return gather({
    async take() {
      const most = calls * (limits.pricesPerPush === undefined ? limits.offersPerPush : callSize(limits, await firstPriority()));
      const due = await deps.catalog.takeDueListings({ storeId: work.store._id, limit: most + countSuspects(suspectsOf(work)), now: work.now() });
      return withoutSuspects(work, due.filter(mayGo)).slice(0, most);
    },
    async mayBeEnough() {
      const suspects = countSuspects(suspectsOf(work));
      const [waiting, first] = await Promise.all([deps.catalog.countDue(work.store._id, largestCall(limits) + suspects), firstPriority()]);
      return waiting >= callSize(limits, first) + suspects || first === URGENT;
    },
    recordings: () => deps.recordings(work),
    isEnough: (due) => due.length === 0 || due.length >= callSize(limits, firstOf(due)) || firstOf(due) === URGENT,
    now: () => work.now(),
    pause,
  });
}

function pushesAtOnce({ connector, callsAtOnce }: LaneWork): number {
  return callsAtOnce(connector.limits.pushesAtOnce ?? 1);
}

function firstOf(due: readonly Listing[]): number {
  return Math.min(...due.map(({ priority }) => priority));
}

/** Those of which something may go with the others. */
function withoutSuspects(work: LaneWork, due: readonly Listing[]): readonly Listing[] {
  if (suspectsOf(work).length === 0) return due;
  const isSuspect = suspicionIn(suspectsOf(work));
  return due.filter((listing) => ATTEMPT_KINDS.some((kind) => !isSuspect(kind, listing._id) && itemOf(kind, listing, work.now()) !== null));
}

function itemsFor(kind: AttemptKind, work: LaneWork, due: readonly Listing[]): AttemptItem[] {
  const isSuspect = suspicionIn(suspectsOf(work));
  return due.filter(({ _id }) => !isSuspect(kind, _id)).flatMap((listing) => itemOf(kind, listing, work.now()) ?? []);
}

async function pushOffers(deps: PushDeps, work: LaneWork, due: readonly Listing[]): Promise<number> {
  // What finds no room in these stays due, and goes in the next.
  const calls = inOfferCalls(itemsFor('OFFERS', work, due), work.connector.limits).slice(0, pushesAtOnce(work));
  await allEnded(calls.map((some) => PUSHES.OFFERS(deps, work, { items: some, listings: due, worth: worthOf(due, some, work.now()), isOfSuspects: false })));
  return calls.flat().length;
}

function worthOf(due: readonly Listing[], items: readonly AttemptItem[], now: Date) {
  const ids = new Set(items.map(({ listingId }) => listingId));
  return worthOfOffers(due.filter(({ _id }) => ids.has(_id)), now);
}

async function pushContent(deps: PushDeps, work: LaneWork, due: readonly Listing[]): Promise<number> {
  let sent = 0;
  for (const kind of ['PUBLISH', 'WITHDRAW'] as const) {
    const items = itemsFor(kind, work, due).slice(0, work.connector.limits.contentPerPush);
    sent += items.length;
    if (items.length > 0) await PUSHES[kind](deps, work, { items, listings: due, worth: 'CONTENT', isOfSuspects: false });
  }
  return sent;
}
