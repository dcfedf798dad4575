import type { OfferChange } from '../../sync/connector/contract.js';

/** At most so many single patches in one push, and the time their quota of 5 a second takes for them. */
export const PATCHES_PER_PUSH = 25;
const PATCHES_TAKE_MS = 5_000;
/** Up to here patches (5 a second) are done sooner than the next feed is allowed (5 in 5 minutes) and processed. */
const PATCHED_AT_MOST = 100;

/** Listings are put or patched one by one up to so many, five seconds of their quota; more go in one feed. */
const SINGLE_LISTINGS_AT_MOST = 25;

/** Whether these listings go by a call each: that is answered at once, and leaves the few feeds Amazon takes to greater changes. */
export function goSingly(messages: readonly unknown[]): boolean {
  return messages.length <= SINGLE_LISTINGS_AT_MOST;
}

/** Which changes go one by one, which in one feed, and which wait for the next push. */
export interface Carriers {
  readonly patched: readonly OfferChange[];
  readonly fed: readonly OfferChange[];
  readonly waiting: readonly OfferChange[];
}

/**
 * A patch is live within seconds but costs a call each; a feed carries thousands but waits in Amazon's queue and may be
 * handed in only now and then. So few changes are patched, most valuable first; among many only stock that runs out or falls is.
 */
export function chooseCarriers(changes: readonly OfferChange[]): Carriers {
  const sorted = byUrgency(changes);
  if (changes.length <= PATCHED_AT_MOST) return { patched: sorted.slice(0, PATCHES_PER_PUSH), fed: [], waiting: sorted.slice(PATCHES_PER_PUSH) };
  const patched = sorted.filter((change) => urgencyOf(change) <= OVERSELLS).slice(0, PATCHES_PER_PUSH);
  const chosen = new Set(patched);
  return { patched, fed: changes.filter((change) => !chosen.has(change)), waiting: [] };
}

/** What of a feed that may not be handed in goes by patch at once, and when the rest has its turn: by patch, or by the feed once there is room for one. */
export interface WithoutFeed {
  readonly patched: readonly OfferChange[];
  readonly later: readonly { readonly change: OfferChange; readonly afterMs: number }[];
}

/** `room`: patches that are left in this push. `feedAfterMs`: until there is room for a feed. */
export function carryWithoutFeed(changes: readonly OfferChange[], { room, feedAfterMs }: { readonly room: number; readonly feedAfterMs: number }): WithoutFeed {
  const sorted = byUrgency(changes);
  const later = sorted.slice(room).map((change, index) => ({ change, afterMs: Math.min(feedAfterMs, (1 + Math.floor(index / PATCHES_PER_PUSH)) * PATCHES_TAKE_MS) }));
  return { patched: sorted.slice(0, room), later };
}

function byUrgency(changes: readonly OfferChange[]): OfferChange[] {
  return changes.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
}

/** Up to this urgency buyers can order what is no longer there. */
const OVERSELLS = 1;

/** 0: stock running out, 1: less than is known to be there, 2: back in stock, 3: other stock, 4: price alone. */
function urgencyOf({ quantity, known }: OfferChange): number {
  if (quantity === undefined) return 4;
  if (quantity === 0) return known.quantity === 0 ? 3 : 0;
  if (known.quantity === 0) return 2;
  return known.quantity !== null && quantity < known.quantity ? 1 : 3;
}
