import type { FeedCalendar } from '../../domain/feed-plan.js';

/** Moscow has kept UTC+3 all year since 2014. Rates are set as of 15:30 and appear some time later; they are for the next day. */
export const CALENDAR: FeedCalendar = { utcOffsetMinutes: 180, publishedAtMinutes: 16 * 60, daysAhead: 1 };
