import type { FeedCalendar } from '../../domain/feed-plan.js';

/** Türkiye has kept UTC+3 all year since 2016. What is published on a day is for that day. */
export const CALENDAR: FeedCalendar = { utcOffsetMinutes: 180, publishedAtMinutes: 15 * 60 + 30, daysAhead: 0 };
