import type { Currency } from '../../../platform/money.js';
import type { VariantPrice } from './variant.js';

/** What was last seen of other sellers of the same goods, when somebody read it: the hub makes no call for it. */
export interface Rival {
  /** The best other offer; null where the own one is shown first and the marketplace tells no other price. */
  readonly priceMinor: number | null;
  readonly currency: Currency;
  /** The own place among the sellers, from 1; null where the marketplace tells none. */
  readonly ownRank: number | null;
  readonly seenAt: Date;
}

/** A rival seen longer before the price was wanted says nothing about it. */
export const RIVAL_COUNTS_MS = 24 * 3_600_000;
/** The same again is written down no more often, however often it is read. */
const SAME_FOR_MS = 300_000;

/** A price that is wanted in place of one that is there; null: none is. */
export interface PriceChange {
  readonly from: VariantPrice | null;
  readonly to: VariantPrice;
  /** When it was wanted. */
  readonly at: Date;
}

/**
 * Whether a price decides who is shown first: it passes, meets or leaves the rival's price, or is a raise of the offer that is
 * shown first over rivals whose prices nobody tells.
 */
export function decidesBuybox(rival: Rival | null | undefined, { from, to, at }: PriceChange): boolean {
  if (!rival || rival.currency !== to.currency || rival.seenAt.getTime() < at.getTime() - RIVAL_COUNTS_MS) return false;
  const before = from?.currency === to.currency ? from.saleMinor : Infinity;
  if (rival.priceMinor === null) return rival.ownRank === 1 && to.saleMinor > before;
  return Math.sign(before - rival.priceMinor) !== Math.sign(to.saleMinor - rival.priceMinor);
}

/** What to keep of a sighting: null where there is no rival. An older one, or the same again soon after, changes nothing. */
export function latestRival(known: Rival | null, seen: Omit<Rival, 'seenAt'> | null, seenAt: Date): Rival | null {
  if (!known) return seen && { ...seen, seenAt };
  if (seenAt < known.seenAt) return known;
  if (!seen) return null;
  const isSame = seen.priceMinor === known.priceMinor && seen.currency === known.currency && seen.ownRank === known.ownRank;
  return isSame && seenAt.getTime() - known.seenAt.getTime() < SAME_FOR_MS ? known : { ...seen, seenAt };
}
