import type { Bulletin } from '../../domain/bulletin.js';
import { startOfDay } from '../../domain/feed-plan.js';
import { readDay, readQuotes } from '../read-quote.js';
import { childrenOf, readXml, textOf } from '../read-xml.js';
import { CALENDAR } from './calendar.js';

/** Reads `today.xml`: `Tarih` is the day (dd.mm.yyyy), `ForexBuying` the lira for `Unit` units. Throws FeedError UNREADABLE. */
export function toBulletin(xml: string): Bulletin {
  const root = readXml(xml, 'Tarih_Date');
  const [day, month, year] = textOf(root, '@Tarih').split('.');
  const date = readDay({ year, month, day });
  const quotes = childrenOf(root, 'Currency').map((currency) => ({ code: textOf(currency, '@CurrencyCode'), unit: textOf(currency, 'Unit'), value: textOf(currency, 'ForexBuying') }));
  return { bank: 'TCMB', base: 'TRY', date, inForceFrom: startOfDay(date, CALENDAR), number: textOf(root, '@Bulten_No') || null, quotes: readQuotes(quotes) };
}
