import type { SellerId } from '../../../platform/ids.js';
import { rateFromText, rateOfFraction, rateToText } from '../../../platform/exact-rate.js';
import type { Currency } from '../../../platform/money.js';
import { bankRate } from './bank-rate.js';
import { type Bank, BANKS, type StoredBulletin } from './bulletin.js';

/** A rate a seller has set: wins over the banks for this pair, and turned round for the other direction unless that has one of its own. */
export interface OwnRate {
  readonly sellerId: SellerId;
  readonly from: Currency;
  readonly to: Currency;
  /** Units of `to` for one of `from`; null: taken back. */
  readonly rate: string | null;
  readonly setAt: Date;
  /** The key that set it. */
  readonly setBy: string;
}

export type RateSource = 'OWN' | Bank;

/** Units of `to` for one of `from`, and how the hub knows. */
export interface ExchangeRate {
  readonly from: Currency;
  readonly to: Currency;
  readonly rate: string;
  readonly source: RateSource;
  /** The bank's day, or the day (UTC) the seller set it. */
  readonly date: string;
  /** The currency a cross rate goes through. */
  readonly via: Currency | null;
  readonly ageSeconds: number;
  /** Older than accepted. A seller's own rate never is. */
  readonly isStale: boolean;
  /** Since when; null while it is not. */
  readonly staleSince: Date | null;
  /** When the hub read it, or the seller set it. */
  readonly fetchedAt: Date;
}

interface Known {
  readonly from: Currency;
  readonly to: Currency;
  /** The seller's for the pair in either direction. */
  readonly own: readonly OwnRate[];
  /** The newest in force of each bank. */
  readonly bulletins: readonly StoredBulletin[];
  readonly now: Date;
  readonly maxAgeMs: number;
}

/** The rate to reckon with: the seller's own, else a bank's that is not too old, else a bank's that is; null when nobody quotes the pair. */
export function chooseRate(known: Known): ExchangeRate | null {
  const ofBanks = banksInOrder(known).flatMap((bulletin) => ofBank(bulletin, known) ?? []);
  return ofOwn(known) ?? ofBanks.find(({ isStale }) => !isStale) ?? ofBanks[0] ?? null;
}

function ofOwn({ from, to, own, now }: Known): ExchangeRate | null {
  const given = own.find((one) => one.from === from && one.to === to && one.rate !== null);
  const turned = own.find((one) => one.from === to && one.to === from && one.rate !== null);
  const used = given ?? turned;
  if (!used?.rate) return null;
  const rate = given ? used.rate : inverse(used.rate);
  return { from, to, rate, source: 'OWN', date: used.setAt.toISOString().slice(0, 10), via: null, ageSeconds: secondsBetween(used.setAt, now), isStale: false, staleSince: null, fetchedAt: used.setAt };
}

function inverse(text: string): string {
  const { numerator, scale } = rateFromText(text);
  return rateToText(rateOfFraction(10n ** BigInt(scale), numerator));
}

function ofBank(bulletin: StoredBulletin, { from, to, now, maxAgeMs }: Known): ExchangeRate | null {
  const found = bankRate(bulletin, from, to);
  if (!found) return null;
  const ageSeconds = secondsBetween(bulletin.inForceFrom, now);
  const staleSince = staleSinceOf(bulletin, { now, maxAgeMs });
  return { from, to, rate: rateToText(found.rate), source: bulletin.bank, date: bulletin.date, via: found.via, ageSeconds, isStale: staleSince !== null, staleSince, fetchedAt: bulletin.fetchedAt };
}

/** Since when a day's rates have been older than accepted; null while they are not. */
export function staleSinceOf({ inForceFrom }: Pick<StoredBulletin, 'inForceFrom'>, { now, maxAgeMs }: Pick<Known, 'now' | 'maxAgeMs'>): Date | null {
  const since = new Date(inForceFrom.getTime() + maxAgeMs);
  return now > since ? since : null;
}

/** The bank of the currency a price is shown in knows it best, then the bank of the one it is kept in. */
function banksInOrder({ from, to, bulletins }: Known): readonly StoredBulletin[] {
  const rank = ({ base, bank }: StoredBulletin) => (base === to ? 0 : base === from ? 1 : 2 + BANKS.indexOf(bank));
  return [...bulletins].sort((a, b) => rank(a) - rank(b));
}

function secondsBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.floor((later.getTime() - earlier.getTime()) / 1_000));
}
