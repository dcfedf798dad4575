import { evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { CommandError } from '../../errors.js';
import { isDoc } from '../../values/bson-type.js';
import { isNumber, isWhole, toDouble } from '../../values/numbers.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { calendarFields, type CalendarFields } from './calendar.js';
import { dateOf, fieldsOf, zoneOf } from './date-argument.js';
import { fromLocal, toLocal } from './time-zone.js';

const DAY_MS = 86_400_000;

const fieldOfOperator: Record<string, keyof CalendarFields> = {
  $year: 'year',
  $month: 'month',
  $dayOfMonth: 'day',
  $hour: 'hour',
  $minute: 'minute',
  $second: 'second',
  $millisecond: 'millisecond',
  $dayOfYear: 'dayOfYear',
  $dayOfWeek: 'dayOfWeek',
  $isoDayOfWeek: 'isoDayOfWeek',
  $week: 'week',
  $isoWeek: 'isoWeek',
  $isoWeekYear: 'isoWeekYear',
};

/** `$year` and its kin, on a date or on `{ date, timezone }`. */
export const datePartOperators: Record<string, ExpressionOperator> = {
  ...Object.fromEntries(Object.entries(fieldOfOperator).map(([name, field]) => [name, partOperator(name, field)])),
  $dateToParts: (doc, argument, options) => {
    const { date, timezone, iso8601 } = fieldsOf(doc, argument, options);
    const instant = dateOf('$dateToParts', date);
    if (!instant || timezone === null) return null;
    const { year, month, day, isoWeekYear, isoWeek, isoDayOfWeek, hour, minute, second, millisecond } = calendarFields(toLocal(instant, zoneOf(timezone)));
    return { ...(iso8601 === true ? { isoWeekYear, isoWeek, isoDayOfWeek } : { year, month, day }), hour, minute, second, millisecond };
  },
  $dateFromParts: (doc, argument, options) => {
    const parts = fieldsOf(doc, argument, options);
    if (Object.values(parts).includes(null) || Object.values(parts).includes(undefined)) return null;
    return fromLocal(localOfParts(parts), zoneOf(parts['timezone']));
  },
};

function partOperator(name: string, field: keyof CalendarFields): ExpressionOperator {
  return (doc, argument, options) => {
    const { date, timezone } = dateAndZone(doc, argument, options);
    const instant = dateOf(name, date);
    return !instant || timezone === null ? null : calendarFields(toLocal(instant, zoneOf(timezone)))[field];
  };
}

function dateAndZone(doc: unknown, argument: unknown, options: Options): { date: unknown; timezone?: unknown } {
  const given: unknown = Array.isArray(argument) && argument.length === 1 ? argument[0] : argument;
  if (isDoc(given) && 'date' in given) return fieldsOf(doc, given, options) as { date: unknown };
  return { date: evalExpr(doc, given, options) };
}

/** Parts past their range carry over: the 30th of February is the 1st or 2nd of March. */
function localOfParts(parts: Record<string, unknown>): number {
  const part = (name: string, fallback: number): number => {
    const value = parts[name] === undefined ? fallback : parts[name];
    if (!isNumber(value) || !isWhole(value)) throw new CommandError('Location40515', `'${name}' must evaluate to an integer`);
    return toDouble(value);
  };
  const timeOfDay = ((part('hour', 0) * 60 + part('minute', 0)) * 60 + part('second', 0)) * 1000 + part('millisecond', 0);
  if ('isoWeekYear' in parts) {
    const fourthOfJanuary = Date.UTC(part('isoWeekYear', 1970), 0, 4);
    const monday = fourthOfJanuary - (calendarFields(fourthOfJanuary).isoDayOfWeek - 1) * DAY_MS;
    return monday + ((part('isoWeek', 1) - 1) * 7 + part('isoDayOfWeek', 1) - 1) * DAY_MS + timeOfDay;
  }
  const date = new Date(0);
  date.setUTCFullYear(part('year', 1970), part('month', 1) - 1, part('day', 1));
  return date.getTime() + timeOfDay;
}
