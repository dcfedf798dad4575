import type { FieldTally } from '../../catalog/operations/compare-listings.js';
import { type Certificate, type HourTally, totalOf } from './certificate.js';
import type { OrderCertificate } from './order-certificate.js';

/** How far a store is known to show what it should, for one field. */
export interface FieldConsistency {
  readonly field: keyof HourTally | 'orders';
  /** 0 to 1: equal ÷ (compared + unknown), each equal one counting by its freshness. */
  readonly score: number;
  readonly equal: number;
  readonly compared: number;
  /** Listings on sale of which nothing was known, or whose value was on its way. They count as unequal. */
  readonly unknown: number;
  readonly oldestSeconds: number | null;
}

const HOUR_MS = 3_600_000;
/** The time between two sweeps: knowledge this old is as good as there is. */
const FRESH_MS = 6 * HOUR_MS;
/** After that it is worth half as much with every day. */
const HALVED_EVERY_MS = 24 * HOUR_MS;

/** What knowledge of an age is worth: 1 for six hours, then half as much every 24 hours. Never grows with age. */
export function freshness(ageMs: number): number {
  return ageMs <= FRESH_MS ? 1 : 2 ** (-(ageMs - FRESH_MS) / HALVED_EVERY_MS);
}

/** From the last finished certificate; without one, nothing is known of the listings on sale, and the score is 0. Nothing on sale is all as it should be. */
export function consistencyOf(certificate: Certificate | null, field: keyof HourTally, { onSale, now }: { readonly onSale: number; readonly now: Date }): FieldConsistency {
  const { equal, different, unknown } = certificate ? totalOf(certificate, field) : NOTHING;
  const compared = equal + different;
  const unseen = Math.max(0, onSale - compared - unknown);
  const all = compared + unknown + unseen;
  const ages = certificate ? Object.entries(certificate.hours).map(([hour, tally]) => ({ tally: tally[field], ageMs: now.getTime() - certificate.startedAt.getTime() - Number(hour) * HOUR_MS })) : [];
  const worth = ages.reduce((sum, { tally, ageMs }) => sum + tally.equal * freshness(ageMs), 0);
  return { field, score: all === 0 ? 1 : worth / all, equal, compared, unknown: unknown + unseen, oldestSeconds: certificate ? Math.max(0, Math.round((now.getTime() - certificate.startedAt.getTime()) / 1000)) : null };
}

/**
 * How far the hub is known to have the orders of the last days as the marketplace has them, from the last finished certificate; 0 when they
 * were never compared. What was mended counts as it was found: until then the hub had it wrong.
 */
export function orderConsistencyOf(certificate: OrderCertificate | null, now: Date): FieldConsistency {
  if (certificate === null) return { field: 'orders', score: 0, equal: 0, compared: 0, unknown: 0, oldestSeconds: null };
  const { listed, found, unconfirmed, unreadable } = certificate;
  const compared = listed + found.UNKNOWN_THERE;
  const equal = Math.max(0, listed - found.MISSING - found.OLDER - found.DIFFERENT);
  const unknown = unconfirmed + unreadable;
  const ageMs = Math.max(0, now.getTime() - certificate.startedAt.getTime());
  const all = compared + unknown;
  return { field: 'orders', score: all === 0 ? 1 : (equal * freshness(ageMs)) / all, equal, compared, unknown, oldestSeconds: Math.round(ageMs / 1000) };
}

const NOTHING: FieldTally = { equal: 0, different: 0, unknown: 0 };
