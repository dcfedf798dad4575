import { ConnectorError, type ConnectorContext, type OfferChange } from '../../sync/connector/contract.js';
import { ConcurrentAccessError } from './errors.js';
import { codeOf } from './issues.js';

/** "One listing accepts at most 250 revisions per calendar day"; after that it is locked until the next. */
export const REVISIONS_A_DAY = 250;
/** eBay's days are those of California. */
const EBAY_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit' });
const KEPT_MS = 36 * 3_600_000;
const HOUR_MS = 3_600_000;
export const USED_UP = 'The listing has used up the changes that eBay takes in a day, but for those kept for what is worth more: stock running out before prices, prices before other quantities, these before texts.';

/** What a change is worth: ZERO stops selling what is gone, URGENT is a price or a return from zero, ORDINARY any other quantity, CONTENT texts and pictures. */
export type ChangeWorth = 'ZERO' | 'URGENT' | 'ORDINARY' | 'CONTENT';

/** Of the day's changes, what each leaves to those worth more. A product of many variants takes two for each when its texts change, so texts get half. */
const KEPT: Readonly<Record<ChangeWorth, number>> = { ZERO: 0, URGENT: 10, ORDINARY: 60, CONTENT: 125 };

export function worthOf({ price, quantity, known }: Pick<OfferChange, 'price' | 'quantity' | 'known'>): Exclude<ChangeWorth, 'CONTENT'> {
  if (quantity === 0) return 'ZERO';
  return price !== undefined || (quantity !== undefined && known.quantity === 0) ? 'URGENT' : 'ORDINARY';
}

/** Whether a listing that has spent this many of its day's revisions may be changed once more. */
export function mayRevise(spent: number, worth: ChangeWorth): boolean {
  return spent < REVISIONS_A_DAY - KEPT[worth];
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

/**
 * Makes one change of a listing, counted before it is sent; of one that no listing shows, it costs nothing. Throws VALIDATION of
 * CHANGES_OF_THE_DAY_USED_UP, with nothing sent, when what is left of the day is kept for what is worth more.
 */
export async function revising<T>(context: Pick<ConnectorContext<unknown>, 'cache' | 'now' | 'store'>, { listingId, worth }: { readonly listingId: string | null; readonly worth: ChangeWorth }, change: () => Promise<T>): Promise<T> {
  if (listingId === null) return change();
  const counter = revisionCounter(context);
  await inTurn(context.store.storeId, async () => {
    if (!mayRevise(await counter.spent(listingId), worth)) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: USED_UP, issueCode: 'CHANGES_OF_THE_DAY_USED_UP' });
    await counter.add(listingId, 1);
  });
  try {
    return await change();
  } catch (error) {
    // Then eBay has done nothing.
    if (error instanceof ConcurrentAccessError) await inTurn(context.store.storeId, () => counter.add(listingId, -1));
    if (isUsedUp(error)) await inTurn(context.store.storeId, () => counter.exhaust(listingId));
    throw error;
  }
}

/** Whether eBay, or the hub before it, lets the listing be changed no more today. */
export function isUsedUp(error: unknown): boolean {
  return error instanceof ConnectorError && error.errorClass === 'VALIDATION' && (error.issueCode ?? codeOf(error.remoteCode ?? '', error.message)) === 'CHANGES_OF_THE_DAY_USED_UP';
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
