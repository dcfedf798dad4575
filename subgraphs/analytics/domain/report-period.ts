export const REPORT_KINDS = ['DAILY', 'WEEKLY'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A day as a calendar names it: `2026-11-22`. */
export type CalendarDay = string;

/** A day, or a week that begins on a Monday, where the seller is. */
export interface ReportPeriod {
  readonly kind: ReportKind;
  /** The day, or the week's Monday. */
  readonly day: CalendarDay;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const LENGTH_DAYS: Readonly<Record<ReportKind, number>> = { DAILY: 1, WEEKLY: 7 };

/** Whether the time zone is one that this machine knows by its IANA name; it says no to offsets such as `+03:00`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

export function isCalendarDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** The period that a moment lies in. */
export function periodAt(kind: ReportKind, at: Date, timeZone: string): ReportPeriod {
  const day = dayOf(at, timeZone);
  return periodFrom(kind, kind === 'WEEKLY' ? plusDays(day, -((new Date(day).getUTCDay() + 6) % 7)) : day, timeZone);
}

/** The last `most` periods that ended after `since` and by `now`, oldest first. */
export function periodsEnded(kind: ReportKind, { since, now, most, timeZone }: { readonly since: Date; readonly now: Date; readonly most: number; readonly timeZone: string }): readonly ReportPeriod[] {
  const { day } = periodAt(kind, now, timeZone);
  const back = Array.from({ length: most }, (_, i) => periodFrom(kind, plusDays(day, -(most - i) * LENGTH_DAYS[kind]), timeZone));
  return back.filter(({ from, to }) => to > since && to <= now && from < to);
}

function periodFrom(kind: ReportKind, day: CalendarDay, timeZone: string): ReportPeriod {
  return { kind, day, from: startOf(day, timeZone), to: startOf(plusDays(day, LENGTH_DAYS[kind]), timeZone) };
}

function plusDays(day: CalendarDay, days: number): CalendarDay {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Clocks are put forward and back by quarters of an hour, and days begin with one: the first that the calendar counts to the day. */
function startOf(day: CalendarDay, timeZone: string): Date {
  const midnight = Date.parse(day);
  let [before, from] = [midnight - DAY_MS, midnight + DAY_MS];
  while (from - before > QUARTER_MS) {
    const middle = before + Math.floor((from - before) / 2 / QUARTER_MS) * QUARTER_MS;
    if (dayOf(new Date(middle), timeZone) >= day) from = middle;
    else before = middle;
  }
  return new Date(from);
}

const calendars = new Map<string, Intl.DateTimeFormat>();

function dayOf(at: Date, timeZone: string): CalendarDay {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  const part = Object.fromEntries(calendar.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year'] ?? ''}-${part['month'] ?? ''}-${part['day'] ?? ''}`;
}
