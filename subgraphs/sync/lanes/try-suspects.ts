import { isWorthMore } from '../../../platform/quota/quota-class.js';
import { holdOf } from '../domain/lane-waits.js';
import { inOfferCalls } from '../domain/offer-calls.js';
import { lookAgainAt, PARTS, putOff, worthOfSuspects, type SuspectGroup } from '../domain/suspects.js';
import { allEnded } from './all-ended.js';
import { after, idleUntil, PROGRESSED, type LaneWork, type StepResult } from './lane-step.js';
import { itemOf, PUSHES, type PushCallDeps } from './push-calls.js';

/** Calls with suspects in them that are on their way at the same time: all parts of a call that was refused. */
const SUSPECT_CALLS_AT_ONCE = PARTS;
/** A group whose call has not judged it is looked at again then. */
const UNJUDGED_MS = 1_000;

/**
 * Sends what has been set aside, group by group, which either goes through or is set aside again in parts: again and again until
 * nothing can be done now, or `isOver` after a round.
 */
export async function trySuspects(deps: PushCallDeps, work: LaneWork, { atOnce = SUSPECT_CALLS_AT_ONCE, isOver }: { readonly atOnce?: number; readonly isOver: () => boolean }): Promise<StepResult> {
  let progressed = false;
  do {
    const ready = suspectsOf(work).filter(({ lookAt }) => lookAt === null || lookAt <= work.now()).slice(0, work.callsAtOnce(atOnce));
    if (ready.length === 0 || !work.holdsLease() || work.signal.aborted || (await work.isPaused())) break;
    const tried = await allEnded(ready.map((group) => tryGroup(deps, work, group)));
    progressed ||= tried.some(Boolean);
  } while (!isOver());
  if (progressed) return PROGRESSED;
  const times = suspectsOf(work).map(({ lookAt }) => (lookAt ?? work.now()).getTime());
  return idleUntil(times.length === 0 ? null : new Date(Math.min(...times)));
}

export function suspectsOf({ lane }: LaneWork): readonly SuspectGroup[] {
  return lane.suspects ?? [];
}

/** Whether a call was made. */
async function tryGroup(deps: PushCallDeps, work: LaneWork, group: SuspectGroup): Promise<boolean> {
  const { kind } = group;
  const listings = await deps.catalog.listingsByIds(group.listingIds);
  const now = work.now();
  const all = listings.flatMap((listing) => itemOf(kind, listing, now) ?? []);
  // A group of prices alone may have come to say quantities, of which a call takes fewer; the rest of it is tried in the next round.
  const items = kind === 'OFFERS' ? (inOfferCalls(all, work.connector.limits)[0] ?? []) : all;
  if (items.length === 0) {
    await work.note({ suspects: putOff(suspectsOf(work), group, lookAgainAt(kind, listings, now)) });
    return false;
  }
  const worth = worthOfSuspects(kind, listings, now);
  const hold = holdOf(work.lane, now);
  if (hold && !(hold.cause?.worth && isWorthMore(worth, hold.cause.worth))) {
    await work.note({ suspects: putOff(suspectsOf(work), group, hold.until) });
    return false;
  }
  await PUSHES[kind](deps, work, { items, listings, worth, isOfSuspects: true });
  if (suspectsOf(work).includes(group)) await work.note({ suspects: putOff(suspectsOf(work), group, after(work.now(), UNJUDGED_MS)) });
  return true;
}
