import type { ConnectorContext, OfferChange } from '../../sync/connector/contract.js';

/** "One listing accepts at most 250 revisions per calendar day"; after that it is locked until the next. */
export const REVISIONS_A_DAY = 250;
/** Of those, what the less urgent leave to the more urgent. */
const KEPT_FOR_ZERO = 10;
const KEPT_FOR_URGENT = 60;
/** eBay's days are those of California. */
const EBAY_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit' });
const KEPT_MS = 36 * 3_600_000;
const HOUR_MS = 3_600_000;

/** What a change is worth: ZERO stops selling what is gone, URGENT is a price or a return from zero, ORDINARY any other quantity. */
export type ChangeWorth = 'ZERO' | 'URGENT' | 'ORDINARY';

export function worthOf({ price, quantity, known }: Pick<OfferChange, 'price' | 'quantity' | 'known'>): ChangeWorth {
  if (quantity === 0) return 'ZERO';
  return price !== undefined || (quantity !== undefined && known.quantity === 0) ? 'URGENT' : 'ORDINARY';
}

/** Whether a listing that has spent this many of its day's revisions may be changed once more. */
export function mayRevise(spent: number, worth: ChangeWorth): boolean {
  const kept = worth === 'ZERO' ? 0 : worth === 'URGENT' ? KEPT_FOR_ZERO : KEPT_FOR_URGENT;
  return spent < REVISIONS_A_DAY - kept;
}

/** When the day ends in California, in milliseconds from `now`; to the hour, which is when it is tried again. */
export function untilNextDayMs(now: Date): number {
  const today = EBAY_DAY.format(now);
  for (let hours = 1; hours <= 25; hours += 1) {
    const nextHour = (Math.floor(now.getTime() / HOUR_MS) + hours) * HOUR_MS;
    if (EBAY_DAY.format(new Date(nextHour)) !== today) return nextHour - now.getTime();
  }
  return 24 * HOUR_MS;
}

/**
 * Calls of one store are made by one worker, but several at a time: those that share a listing's day look and count one
 * after the other.
 */
const turns = new Map<string, Promise<unknown>>();

export function inTurn<T>(storeId: string, act: () => Promise<T>): Promise<T> {
  const turn = (turns.get(storeId) ?? Promise.resolve()).then(act);
  const over = turn.then(
    () => undefined,
    () => undefined,
  );
  turns.set(storeId, over);
  void over.then(() => {
    if (turns.get(storeId) === over) turns.delete(storeId);
  });
  return turn;
}

/** Counts what listings have spent today. A count lost with the cache costs no more than a refusal by eBay, which says so. */
export function revisionCounter(context: Pick<ConnectorContext<unknown>, 'cache' | 'now' | 'store'>) {
  const keyOf = (listingId: string): string => `ebay:revisions:${context.store.storeId}:${EBAY_DAY.format(context.now())}:${listingId}`;
  return {
    async spent(listingId: string): Promise<number> {
      return Number((await context.cache.get(keyOf(listingId))) ?? 0);
    },
    async add(listingId: string, revisions: number): Promise<void> {
      const spent = Number((await context.cache.get(keyOf(listingId))) ?? 0);
      await context.cache.set(keyOf(listingId), String(spent + revisions), KEPT_MS);
    },
    /** eBay says that there are no more: the hub had lost count. */
    async exhaust(listingId: string): Promise<void> {
      await context.cache.set(keyOf(listingId), String(REVISIONS_A_DAY), KEPT_MS);
    },
  };
}
