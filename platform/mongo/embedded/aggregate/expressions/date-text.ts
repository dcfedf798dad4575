import { CommandError } from '../../errors.js';
import type { ExpressionOperator } from '../mingo-operators.js';
import { calendarFields, type CalendarFields } from './calendar.js';
import { dateOf, fieldsOf, zoneOf } from './date-argument.js';
import { offsetMs, toLocal } from './time-zone.js';

const MONTH_NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

type Specifier = (fields: CalendarFields, offsetMinutes: number) => string;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const sign = (offset: number): string => (offset < 0 ? '-' : '+');

const specifiers: Record<string, Specifier> = {
  Y: ({ year }) => pad(year, 4),
  G: ({ isoWeekYear }) => pad(isoWeekYear, 4),
  m: ({ month }) => pad(month, 2),
  d: ({ day }) => pad(day, 2),
  j: ({ dayOfYear }) => pad(dayOfYear, 3),
  H: ({ hour }) => pad(hour, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  L: ({ millisecond }) => pad(millisecond, 3),
  u: ({ isoDayOfWeek }) => String(isoDayOfWeek),
  w: ({ dayOfWeek }) => String(dayOfWeek),
  U: ({ week }) => pad(week, 2),
  V: ({ isoWeek }) => pad(isoWeek, 2),
  b: ({ month }) => (MONTH_NAMES[month - 1] as string).slice(0, 3),
  B: ({ month }) => MONTH_NAMES[month - 1] as string,
  z: (_, offset) => `${sign(offset)}${pad(Math.floor(Math.abs(offset) / 60), 2)}${pad(Math.abs(offset) % 60, 2)}`,
  Z: (_, offset) => `${sign(offset)}${pad(Math.abs(offset), 3)}`,
  '%': () => '%',
};

export const dateTextOperators: Record<string, ExpressionOperator> = {
  $dateToString: (doc, argument, options) => {
    const { date, format, timezone, onNull } = fieldsOf(doc, argument, options);
    const instant = dateOf('$dateToString', date);
    if (!instant) return onNull === undefined ? null : onNull;
    if (format === null || timezone === null) return null;
    const zone = zoneOf(timezone);
    const fallback = zone === undefined ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L';
    if (format !== undefined && typeof format !== 'string') throw new CommandError('Location18533', "$dateToString requires that 'format' be a string");
    return printed(format ?? fallback, calendarFields(toLocal(instant, zone)), Math.round(offsetMs(instant.getTime(), zone) / 60_000));
  },
};

function printed(format: string, fields: CalendarFields, offsetMinutes: number): string {
  return format.replace(/%(.?)/g, (_, name: string) => {
    const specifier = specifiers[name];
    if (!specifier) throw new CommandError('Location18536', `Invalid format character '%${name}' in format string`);
    return specifier(fields, offsetMinutes);
  });
}
