import { evalExpr } from 'mingo/core';
import { CommandError } from '../../errors.js';
import { typeName } from '../../values/bson-type.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { fromLocal, toLocal } from './time-zone.js';

const MILLISECONDS: Record<string, number> = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 };
const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Bins are counted from the start of 2000, as MongoDB documents; weeks from the first wanted weekday on or after it. */
const REFERENCE = Date.UTC(2000, 0, 1);
const REFERENCE_WEEKDAY = 6;

export const dateTruncOperators: Record<string, ExpressionOperator> = {
  $dateTrunc: (doc, argument, options) => {
    const { date, unit, binSize, timezone, startOfWeek } = evalExpr(doc, argument, options) as Record<string, unknown>;
    if (date === null || date === undefined || unit === null || unit === undefined || binSize === null) return null;
    if (!(date instanceof Date)) throw new CommandError('Location5439012', `$dateTrunc requires 'date' to be a date, but got ${typeName(date)}`);
    if (typeof unit !== 'string' || !(unit in MILLISECONDS || unit in MONTHS)) throw new CommandError('FailedToParse', `unknown time unit value: ${JSON.stringify(unit)}`);
    const bins = binSize === undefined ? 1 : Number(binSize);
    if (!Number.isInteger(bins) || bins <= 0) throw new CommandError('Location5439018', "$dateTrunc requires 'binSize' to be greater than 0");
    const zone = typeof timezone === 'string' ? timezone : undefined;
    return fromLocal(truncate(toLocal(date, zone), unit, bins, startOfWeek), zone);
  },
};

/** `local` is a wall-clock time written as if it were UTC. */
function truncate(local: number, unit: string, binSize: number, startOfWeek: unknown): number {
  const months = MONTHS[unit];
  if (months !== undefined) return truncateMonths(local, months * binSize);
  const size = (MILLISECONDS[unit] as number) * binSize;
  const reference = unit === 'week' ? REFERENCE + ((weekday(startOfWeek) - REFERENCE_WEEKDAY + 7) % 7) * (MILLISECONDS['day'] as number) : REFERENCE;
  return reference + Math.floor((local - reference) / size) * size;
}

function truncateMonths(local: number, months: number): number {
  const date = new Date(local);
  const since = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
  return Date.UTC(2000, Math.floor(since / months) * months, 1);
}

/** Sunday, the default, is 0. */
export function weekday(name: unknown): number {
  if (name === undefined || name === null) return 0;
  const found = typeof name === 'string' ? WEEKDAYS.findIndex((day) => day === name.toLowerCase() || day.slice(0, 3) === name.toLowerCase()) : -1;
  if (found < 0) throw new CommandError('FailedToParse', `unknown day of week value: ${JSON.stringify(name)}`);
  return found;
}
