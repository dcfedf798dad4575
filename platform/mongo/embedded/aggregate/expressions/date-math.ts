import { CommandError } from '../../errors.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { addMonths, calendarFields } from './calendar.js';
import { dateOf, fieldsOf, wholeOf, zoneOf } from './date-argument.js';
import { fromLocal, toLocal } from './time-zone.js';
import { weekday } from './date-trunc.js';

const DAY_MS = 86_400_000;
const MILLISECONDS: Record<string, number> = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS };
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };

export const dateMathOperators: Record<string, ExpressionOperator> = {
  $dateAdd: shiftOperator('$dateAdd', 1),
  $dateSubtract: shiftOperator('$dateSubtract', -1),
  $dateDiff: (doc, argument, options) => {
    const { startDate, endDate, unit, timezone, startOfWeek } = fieldsOf(doc, argument, options);
    const [start, end] = [dateOf('$dateDiff', startDate), dateOf('$dateDiff', endDate)];
    if (!start || !end || unit === null || unit === undefined || timezone === null) return null;
    const zone = zoneOf(timezone);
    return boundariesBetween(toLocal(start, zone), toLocal(end, zone), checkedUnit(unit), startOfWeek);
  },
};

/** Days and longer are added to the wall clock of the zone, shorter units to the instant. */
function shiftOperator(name: string, sign: 1 | -1): ExpressionOperator {
  return (doc, argument, options) => {
    const { startDate, unit, amount, timezone } = fieldsOf(doc, argument, options);
    const start = dateOf(name, startDate);
    if (!start || unit === null || unit === undefined || amount === null || amount === undefined || timezone === null) return null;
    const count = sign * wholeOf(name, amount);
    const zone = zoneOf(timezone);
    const months = MONTHS[checkedUnit(unit)];
    if (months !== undefined) return fromLocal(addMonths(toLocal(start, zone), months * count), zone);
    const size = MILLISECONDS[unit as string] as number;
    return size >= DAY_MS ? fromLocal(toLocal(start, zone) + size * count, zone) : new Date(start.getTime() + size * count);
  };
}

function checkedUnit(unit: unknown): string {
  if (typeof unit !== 'string' || !(unit in MILLISECONDS || unit in MONTHS)) throw new CommandError('FailedToParse', `unknown time unit value: ${JSON.stringify(unit)}`);
  return unit;
}

/** How many starts of a unit lie between two wall-clock times. */
function boundariesBetween(start: number, end: number, unit: string, startOfWeek: unknown): number {
  const months = MONTHS[unit];
  if (months !== undefined) return Math.floor(monthNumber(end) / months) - Math.floor(monthNumber(start) / months);
  const size = MILLISECONDS[unit] as number;
  // The 1st of January 1970 was a Thursday.
  const shift = unit === 'week' ? ((4 - weekday(startOfWeek) + 7) % 7) * DAY_MS : 0;
  return Math.floor((end + shift) / size) - Math.floor((start + shift) / size);
}

function monthNumber(local: number): number {
  const { year, month } = calendarFields(local);
  return year * 12 + month - 1;
}
