/** When a bank publishes, in its own time of day. */
export interface FeedCalendar {
  /** Minutes east of UTC; both banks' countries keep the same all year. */
  readonly utcOffsetMinutes: number;
  /** Minutes after midnight there. */
  readonly publishedAtMinutes: number;
  /** Days between the day it publishes on and the day it publishes for. */
  readonly daysAhead: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ASK_AGAIN_MS = 10 * MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * 60 * MINUTE_MS;
const IMPATIENT_FOR_MS = 4 * 60 * MINUTE_MS;
const RETRY_FIRST_MS = 5_000;

/**
 * When to look again after looking: every ten minutes while a day's rates are late, every six hours once they have been late for four
 * (a holiday looks like that), else at the next publication.
 */
export function nextFetchAt(calendar: FeedCalendar, { newestDate, now }: { readonly newestDate: string | null; readonly now: Date }): Date {
  const last = publicationBefore(calendar, now);
  const isThere = newestDate !== null && newestDate >= dateFor(calendar, last);
  const next = isThere ? publicationAfter(calendar, now).getTime() + MINUTE_MS : now.getTime() + ASK_AGAIN_MS;
  const isLongLate = !isThere && now.getTime() - last.getTime() > IMPATIENT_FOR_MS;
  const nextPublication = publicationAfter(calendar, now).getTime() + MINUTE_MS;
  return new Date(isLongLate ? Math.min(now.getTime() + LONGEST_PAUSE_MS, nextPublication) : Math.min(next, now.getTime() + LONGEST_PAUSE_MS));
}

/** After trouble: five seconds, ten, twenty, at most an hour. */
export function retryFetchAt(failures: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(RETRY_FIRST_MS * 2 ** Math.min(failures - 1, 10), 60 * MINUTE_MS));
}

/** The day it is where the bank is. */
export function dayAt({ utcOffsetMinutes }: Pick<FeedCalendar, 'utcOffsetMinutes'>, now: Date): string {
  return new Date(now.getTime() + utcOffsetMinutes * MINUTE_MS).toISOString().slice(0, 10);
}

/** The start of a bank's day. */
export function startOfDay(date: string, { utcOffsetMinutes }: Pick<FeedCalendar, 'utcOffsetMinutes'>): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - utcOffsetMinutes * MINUTE_MS);
}

/** The last moment at or before `now` at which rates were due: a weekday's time of publication. What are holidays only the bank knows. */
export function publicationBefore(calendar: FeedCalendar, now: Date): Date {
  for (let days = 0; ; days -= 1) {
    const moment = publicationOn(calendar, now, days);
    if (moment && moment <= now) return moment;
  }
}

export function publicationAfter(calendar: FeedCalendar, now: Date): Date {
  for (let days = 0; ; days += 1) {
    const moment = publicationOn(calendar, now, days);
    if (moment && moment > now) return moment;
  }
}

/** The day that what is published at a moment is for. */
export function dateFor({ utcOffsetMinutes, daysAhead }: FeedCalendar, published: Date): string {
  return new Date(published.getTime() + utcOffsetMinutes * MINUTE_MS + daysAhead * DAY_MS).toISOString().slice(0, 10);
}

/** Null on Saturdays and Sundays. */
function publicationOn({ utcOffsetMinutes, publishedAtMinutes }: FeedCalendar, now: Date, days: number): Date | null {
  const local = new Date(now.getTime() + utcOffsetMinutes * MINUTE_MS + days * DAY_MS);
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6;
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) - utcOffsetMinutes * MINUTE_MS;
  return isWeekend ? null : new Date(midnight + publishedAtMinutes * MINUTE_MS);
}
