import type { QuotaGroup } from './quota-group.js';

/**
 * What a call is worth, most first. SOLD_OUT: a listing goes to zero. BACK_IN_STOCK: one comes back from zero. LIVE: orders,
 * other quantities, receipts, what somebody waits for; also whatever says nothing. BUYBOX_PRICE: prices
 * that decide whose offer is shown first. PRICE: other prices. CONTENT: publishing and
 * withdrawing. BULK: sweeps, reading back, back-fills.
 */
export const QUOTA_CLASSES = ['SOLD_OUT', 'BACK_IN_STOCK', 'LIVE', 'BUYBOX_PRICE', 'PRICE', 'CONTENT', 'BULK'] as const;
export type QuotaClass = (typeof QUOTA_CLASSES)[number];

/**
 * Parts of a limit, 0 to 1, together at most 1; an absent one is 0. Classes worth less never touch a class's part; classes
 * worth more leave it alone while the class is asking. What is nobody's part goes to whoever is worth most.
 */
export type QuotaShares = Readonly<Partial<Record<QuotaClass, number>>>;

/** Of a limit that says nothing: bulk work leaves a fifth to live work, and gets a twentieth whatever else is going on. */
export const USUAL_SHARES: QuotaShares = { LIVE: 0.2, CONTENT: 0.05, BULK: 0.05 };
/** Of a limit that calls with prices and quantities count in. */
export const OFFER_SHARES: QuotaShares = { SOLD_OUT: 0.1, BACK_IN_STOCK: 0.05, LIVE: 0.05, BUYBOX_PRICE: 0.05, PRICE: 0.1, CONTENT: 0.05, BULK: 0.05 };

/** What is kept for each class, in the units of the limit and the order of `QUOTA_CLASSES`. Of a limit with room for all, each class with a share has at least one. */
export function reservedUnits({ limit, shares = USUAL_SHARES }: Pick<QuotaGroup, 'limit' | 'shares'>): readonly number[] {
  const parts = QUOTA_CLASSES.map((worth) => shares[worth] ?? 0);
  const least = limit >= 2 * parts.filter((part) => part > 0).length ? 1 : 0;
  let left = limit;
  return parts.map((part) => {
    const units = part > 0 ? Math.min(left, Math.max(least, Math.round(limit * part))) : 0;
    left -= units;
    return units;
  });
}

/** Whether the one is worth more than the other. */
export function isWorthMore(one: QuotaClass, other: QuotaClass): boolean {
  return QUOTA_CLASSES.indexOf(one) < QUOTA_CLASSES.indexOf(other);
}
