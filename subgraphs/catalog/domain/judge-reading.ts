import type { ConflictDecision, ConflictRule, QuantityDoubt } from './conflict.js';
import type { SameValue } from './field-sync.js';
import type { FieldSync } from './listing.js';

/**
 * What a showing of a value proves. IN_FLIGHT: nothing, ours is on its way. OLDER: nothing, something newer is known. AS_WANTED: ours is
 * there. KNOWN: what was there before. FIRST_SEEN: nobody knew what was there. LATE: what our last value replaced, shown by a slow
 * cache or because ours did not last. DOUBTFUL: perhaps an order whose news is on its way. CHANGED_THERE: somebody else changed it.
 */
export type Judgement = 'IN_FLIGHT' | 'OLDER' | 'AS_WANTED' | 'KNOWN' | 'FIRST_SEEN' | 'LATE' | 'DOUBTFUL' | 'CHANGED_THERE';

export interface Showing<V> {
  readonly value: V;
  /** When the marketplace was asked, not when it answered. */
  readonly at: Date;
  /** It is known by other means than the time (the worker's lease, the marketplace's own revision) to come before or after what is stored; null: only the time tells. */
  readonly isOlder: boolean | null;
}

/** So long after our last value landed, or a sale was told, the marketplace may show what was there before. Wider than clocks differ. */
export const LATE_MS = 15 * 60_000;
/** So long an order may take to reach the hub after the marketplace has lowered its quantity. */
export const ORDER_ON_ITS_WAY_MS = 120_000;

/** What a value seen there proves of a field that orders do not change. */
export function judgeReading<V>(field: FieldSync<V>, { value, at, isOlder }: Showing<V>, same: SameValue<V>): Exclude<Judgement, 'DOUBTFUL'> {
  const { published, desired, sent } = field;
  if (sent) return 'IN_FLIGHT';
  if (isOlder ?? (published !== null && at < published.at)) return 'OLDER';
  if (same(value, desired.value)) return 'AS_WANTED';
  if (published === null) return 'FIRST_SEEN';
  if (same(value, published.value)) return 'KNOWN';
  if (published.replaced && same(value, published.replaced.value) && isWithin(LATE_MS, published.replaced.at, at)) return 'LATE';
  return 'CHANGED_THERE';
}

/**
 * The same of a quantity, which orders change on the marketplace before the hub hears of them. A lower or higher one than is known is a
 * doubt first, and proved by a second showing of the same value; while one of ours waits to be sent, that decides, and nothing is proved.
 */
export function judgeQuantity(field: FieldSync<number>, showing: Showing<number>, doubt: QuantityDoubt | null, { mayRise }: { readonly mayRise: boolean }): Judgement {
  const judgement = judgeReading(field, showing, (a, b) => a === b);
  if (judgement !== 'CHANGED_THERE' || field.published === null) return judgement;
  if (field.state === 'QUEUED') return 'KNOWN';
  const { value, at } = showing;
  const isRise = value > field.published.value;
  if (isRise && field.published.evidence === 'ORDER' && isWithin(LATE_MS, field.published.at, at)) return 'LATE';
  if (isRise && !mayRise) return 'CHANGED_THERE';
  return doubt?.value === value && at >= doubt.lookAt ? 'CHANGED_THERE' : 'DOUBTFUL';
}

export function newDoubt(value: number, at: Date): QuantityDoubt {
  return { value, since: at, lookAt: new Date(at.getTime() + ORDER_ON_ITS_WAY_MS) };
}

/**
 * Whose value a rule keeps; null: a person is asked. NEWEST_WINS goes by what is certain, not by clocks: a value of the hub's that was
 * known to be there is older than what took its place; one that has not been there yet counts as the newer.
 */
export function decideByRule(rule: ConflictRule, { hasBeenThere }: { readonly hasBeenThere: boolean }): ConflictDecision | null {
  switch (rule) {
    case 'HUB_WINS':
      return 'HUB';
    case 'MARKETPLACE_WINS':
      return 'MARKETPLACE';
    case 'NEWEST_WINS':
      return hasBeenThere ? 'MARKETPLACE' : 'HUB';
    case 'ASK':
      return null;
  }
}

function isWithin(ms: number, from: Date, to: Date): boolean {
  return to.getTime() - from.getTime() < ms;
}
