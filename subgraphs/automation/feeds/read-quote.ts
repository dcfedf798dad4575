import { InvalidRateError, rateFromText } from '../../../platform/exact-rate.js';
import { isCurrency, type Currency } from '../../../platform/money.js';
import type { Quote } from '../domain/bulletin.js';
import { FeedError } from './contract.js';

/** A quote as it stands in a feed, in the bank's own spelling of numbers made plain. */
export interface RawQuote {
  readonly code: string;
  readonly unit: string;
  readonly value: string;
}

/** The quotes of the currencies the hub keeps; one without a value is not quoted that day. Throws FeedError UNREADABLE for one that cannot be read. */
export function readQuotes(raw: readonly RawQuote[]): Partial<Record<Currency, Quote>> {
  const quotes: Partial<Record<Currency, Quote>> = {};
  for (const { code, unit, value } of raw) {
    if (!isCurrency(code) || value === '') continue;
    if (quotes[code]) throw new FeedError('UNREADABLE', `${code} stands there twice`);
    quotes[code] = { unit: readUnit(code, unit), value: readValue(code, value) };
  }
  return quotes;
}

/** `2026-11-20` from the numbers of a day; throws FeedError UNREADABLE for one the calendar has not. */
export function readDay({ year, month, day }: { readonly year: string | undefined; readonly month: string | undefined; readonly day: string | undefined }): string {
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  if (!isDay) throw new FeedError('UNREADABLE', `'${date}' is no day`);
  return date;
}

function readUnit(code: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new FeedError('UNREADABLE', `'${text}' is no number of units of ${code}`);
  return Number(text);
}

function readValue(code: string, text: string): string {
  try {
    rateFromText(text);
    return text;
  } catch (error) {
    throw error instanceof InvalidRateError ? new FeedError('UNREADABLE', `${code}: ${error.message}`, error) : error;
  }
}
