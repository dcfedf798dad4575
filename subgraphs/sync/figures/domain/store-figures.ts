import type { QuotaEvent } from '../../../../platform/quota/quota-watcher.js';
import type { ListingField } from '../../../catalog/domain/listing.js';
import { NO_LATENCIES, sumOfBuckets, type LatencyBuckets } from './latency-buckets.js';

/** Calls of one quota group. */
export interface QuotaFigures extends Readonly<Record<QuotaEvent, number>> {
  readonly limit: number;
  readonly windowMs: number;
  /** Most calls let through in a quarter of an hour. */
  readonly busiest: number;
}

/** What one store's work came to in a time. */
export interface StoreFigures {
  /** From wanting a value to the call that carries it, by field; the first call of each value. */
  readonly sent: Readonly<Record<ListingField, LatencyBuckets>>;
  /** From wanting a value to the proof that the marketplace has it, by field. */
  readonly applied: Readonly<Record<ListingField, LatencyBuckets>>;
  /** From hearing of a sale to this store having accepted what is left. */
  readonly saleAnswered: LatencyBuckets;
  /** Values refused, by the code of the issue. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Calls that failed, by class of error. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly quotas: Readonly<Record<string, QuotaFigures>>;
}

/** All of what a store does is counted in quarters of an hour: every time zone's days begin with one. */
export const QUARTER_MS = 900_000;

const NO_FIELDS = { content: NO_LATENCIES, price: NO_LATENCIES, quantity: NO_LATENCIES } as const;
export const NO_FIGURES: StoreFigures = { sent: NO_FIELDS, applied: NO_FIELDS, saleAnswered: NO_LATENCIES, refusals: {}, troubles: {}, quotas: {} };

export function startOfQuarter(at: Date): Date {
  return new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

export function sumOfFigures(a: StoreFigures, b: StoreFigures): StoreFigures {
  return {
    sent: sumOfFields(a.sent, b.sent),
    applied: sumOfFields(a.applied, b.applied),
    saleAnswered: sumOfBuckets(a.saleAnswered, b.saleAnswered),
    refusals: sumOfBuckets(a.refusals, b.refusals),
    troubles: sumOfBuckets(a.troubles, b.troubles),
    quotas: sumOfQuotas(a.quotas, b.quotas),
  };
}

function sumOfFields(a: StoreFigures['sent'], b: StoreFigures['sent']): StoreFigures['sent'] {
  return { content: sumOfBuckets(a.content, b.content), price: sumOfBuckets(a.price, b.price), quantity: sumOfBuckets(a.quantity, b.quantity) };
}

/** A limit that was changed meanwhile counts as it was last. */
function sumOfQuotas(a: StoreFigures['quotas'], b: StoreFigures['quotas']): StoreFigures['quotas'] {
  const sum: Record<string, QuotaFigures> = { ...a };
  for (const [group, more] of Object.entries(b)) {
    const before = sum[group];
    sum[group] = before ? { TAKEN: before.TAKEN + more.TAKEN, HELD_BACK: before.HELD_BACK + more.HELD_BACK, REFUSED: before.REFUSED + more.REFUSED, limit: more.limit, windowMs: more.windowMs, busiest: Math.max(before.busiest, more.busiest) } : more;
  }
  return sum;
}
