import type { OfferChange } from '../../sync/connector/contract.js';

/** At most so many single patches in one push: five seconds of their quota. */
export const PATCHES_PER_PUSH = 25;
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
 * handed in only now and then. So few changes are patched, most valuable first; among many only stock that runs out is.
 */
export function chooseCarriers(changes: readonly OfferChange[]): Carriers {
  if (changes.length <= PATCHED_AT_MOST) {
    const byUrgency = changes.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
    return { patched: byUrgency.slice(0, PATCHES_PER_PUSH), fed: [], waiting: byUrgency.slice(PATCHES_PER_PUSH) };
  }
  const patched = changes.filter((change) => urgencyOf(change) === 0).slice(0, PATCHES_PER_PUSH);
  const chosen = new Set(patched);
  return { patched, fed: changes.filter((change) => !chosen.has(change)), waiting: [] };
}

/** 0: stock running out, 1: back in stock, 2: other stock, 3: price alone. */
function urgencyOf({ quantity, known }: OfferChange): number {
  if (quantity === 0) return known.quantity === 0 ? 2 : 0;
  if (quantity === undefined) return 3;
  return known.quantity === 0 ? 1 : 2;
}
