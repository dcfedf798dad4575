import type { Currency } from '../../../platform/money.js';

/** The central banks whose daily rates the hub reads, by the abbreviations they go by. */
export const BANKS = ['TCMB', 'CBR'] as const;
export type Bank = (typeof BANKS)[number];

/** `value` units of the bank's own currency for `unit` units of the quoted one; `value` is a decimal as text. */
export interface Quote {
  readonly unit: number;
  readonly value: string;
}

/** What a bank published for one day. */
export interface Bulletin {
  readonly bank: Bank;
  readonly base: Currency;
  /** The day the bank gives it, `2026-11-20`; the Bank of Russia sets a day's rates on the day before. */
  readonly date: string;
  /** Start of `date` where the bank is. */
  readonly inForceFrom: Date;
  /** The bank's number for it: `2026/219`. */
  readonly number: string | null;
  readonly quotes: Readonly<Partial<Record<Currency, Quote>>>;
}

/** A bulletin as it is kept. */
export interface StoredBulletin extends Bulletin {
  readonly _id: string;
  readonly fetchedAt: Date;
  /** What it said before, when the bank corrected it later. */
  readonly corrections?: readonly { readonly quotes: Bulletin['quotes']; readonly replacedAt: Date }[];
}
