const DAY_MS = 86_400_000;

/** Calendar fields of a wall-clock time that is written as if it were UTC. */
export interface CalendarFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 1 to 366. */
  readonly dayOfYear: number;
  /** 1 is Sunday. */
  readonly dayOfWeek: number;
  /** 1 is Monday. */
  readonly isoDayOfWeek: number;
  /** 0 to 53; week 1 begins with the first Sunday. */
  readonly week: number;
  /** 1 to 53; week 1 has the first Thursday. */
  readonly isoWeek: number;
  readonly isoWeekYear: number;
}

export function calendarFields(local: number): CalendarFields {
  const date = new Date(local);
  const year = date.getUTCFullYear();
  const dayOfYear = Math.floor((local - Date.UTC(year, 0, 1)) / DAY_MS) + 1;
  const weekday = date.getUTCDay();
  const isoDayOfWeek = weekday === 0 ? 7 : weekday;
  const thursday = local + (4 - isoDayOfWeek) * DAY_MS;
  const isoWeekYear = new Date(thursday).getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfYear,
    dayOfWeek: weekday + 1,
    isoDayOfWeek,
    week: Math.floor((dayOfYear + 6 - weekday) / 7),
    isoWeek: Math.floor((thursday - Date.UTC(isoWeekYear, 0, 1)) / (7 * DAY_MS)) + 1,
    isoWeekYear,
  };
}

/** Adds months and stays within the month reached: January 31st and one month is February 28th or 29th. */
export function addMonths(local: number, months: number): number {
  const date = new Date(local);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const timeOfDay = local - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), lastDay)) + timeOfDay;
}
