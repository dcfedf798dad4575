import type { SandboxState } from '../../../../platform/sandbox/state.js';
import { publicationBefore, type FeedCalendar } from '../../domain/feed-plan.js';

/** A currency as an imitated bank quotes it. `decimals`: places its value is printed with. */
export interface QuotedCurrency {
  readonly code: string;
  readonly unit: number;
  /** Around which its value moves, in units of 10^-decimals. */
  readonly middle: number;
  readonly decimals: number;
}

/** What an imitated bank publishes day by day: numbers that look like a market's, the same for the same day at every start. */
export interface DailyRates {
  /** The last working day at or before a moment on which the bank had published by then, in its own time: `2026-11-20`. */
  lastPublishedDay(nowMs: number): string;
  /** Whether the bank publishes on a day at all. */
  isWorkingDay(day: string): boolean;
  /** A currency's value on a working day as a decimal with a point: `42.4321`. */
  valueOn(day: string, currency: QuotedCurrency): string;
  /** Fixes a currency's value from a working day on. */
  setValue(code: string, day: string, value: string): void;
  setHoliday(day: string, isHoliday: boolean): void;
}

const DAY_MS = 86_400_000;
/** The furthest a value strays from its middle, in thousandths. */
const SWING = 8;

export function createDailyRates(state: SandboxState, calendar: FeedCalendar): DailyRates {
  const holidays = state.store<true>('holidays');
  const fixed = state.store<string>('fixedRates');
  const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  const isWorkingDay = (day: string) => !isWeekend(day) && holidays.get(day) === undefined;

  return {
    isWorkingDay,
    lastPublishedDay(nowMs) {
      const published = publicationBefore(calendar, new Date(nowMs)).getTime() + calendar.utcOffsetMinutes * 60_000;
      for (let at = published; ; at -= DAY_MS) {
        const day = new Date(at).toISOString().slice(0, 10);
        if (isWorkingDay(day)) return day;
      }
    },
    valueOn(day, { code, middle, decimals }) {
      const [last] = [...fixed.range({ start: [code, day], end: [code], reverse: true, limit: 1 })];
      return last?.value ?? decimalOf(middle + Math.round((middle * swingOn(day, code)) / 1_000), decimals);
    },
    setValue: (code, day, value) => fixed.put([code, day], value),
    setHoliday: (day, isHoliday) => (isHoliday ? holidays.put(day, true) : holidays.remove(day)),
  };
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** A slow wave with a tremor on it, between -SWING and SWING. */
function swingOn(day: string, code: string): number {
  const days = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  const phase = Array.from(code).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return (SWING - 1) * Math.sin((days + phase) / 23) + Math.sin((days * 7 + phase) / 3);
}

function decimalOf(digits: number, decimals: number): string {
  const text = String(digits).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}
