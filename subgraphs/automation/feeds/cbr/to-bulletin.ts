import type { Bulletin } from '../../domain/bulletin.js';
import { startOfDay } from '../../domain/feed-plan.js';
import { FeedError } from '../contract.js';
import { readDay, readQuotes } from '../read-quote.js';
import { childrenOf, readXml, textOf } from '../read-xml.js';
import { CALENDAR } from './calendar.js';

/** Reads `XML_daily.asp` (windows-1251): `Date` is the day (dd.mm.yyyy), `Value` (decimal comma) the roubles for `Nominal` units. Throws FeedError UNREADABLE. */
export function toBulletin(bytes: Buffer): Bulletin {
  const root = readXml(new TextDecoder('windows-1251').decode(bytes), 'ValCurs');
  const [day, month, year] = textOf(root, '@Date').split('.');
  const date = readDay({ year, month, day });
  const quotes = childrenOf(root, 'Valute').map((valute) => ({ code: textOf(valute, 'CharCode'), unit: textOf(valute, 'Nominal'), value: plainDecimal(textOf(valute, 'Value')) }));
  return { bank: 'CBR', base: 'RUB', date, inForceFrom: startOfDay(date, CALENDAR), number: null, quotes: readQuotes(quotes) };
}

/** A point would not be a decimal comma, but a sign that the format has changed. */
function plainDecimal(text: string): string {
  if (text.includes('.')) throw new FeedError('UNREADABLE', `'${text}' has a point where a comma is expected`);
  return text.replace(',', '.');
}
