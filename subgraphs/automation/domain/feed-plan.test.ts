import { describe, expect, it } from '@jest/globals';
import { CALENDAR as CBR } from '../feeds/cbr/calendar.js';
import { CALENDAR as TCMB } from '../feeds/tcmb/calendar.js';
import { nextFetchAt, retryFetchAt } from './feed-plan.js';

const next = (calendar: typeof TCMB, now: string, newestDate: string | null) => nextFetchAt(calendar, { newestDate, now: new Date(now) }).toISOString();

describe('when a bank is read next', () => {
  it('waits for the next publication once the day is there', () => {
    expect(next(TCMB, '2026-11-20T11:00:00Z', '2026-11-19')).toBe('2026-11-20T12:31:00.000Z');
    expect(next(CBR, '2026-11-20T12:00:00Z', '2026-11-20')).toBe('2026-11-20T13:01:00.000Z');
  });

  it('looks every ten minutes while the day is late', () => {
    expect(next(TCMB, '2026-11-20T12:31:00Z', '2026-11-19')).toBe('2026-11-20T12:41:00.000Z');
    expect(next(CBR, '2026-11-20T13:01:00Z', '2026-11-20')).toBe('2026-11-20T13:11:00.000Z');
    expect(next(TCMB, '2026-11-20T12:31:00Z', null)).toBe('2026-11-20T12:41:00.000Z');
  });

  it('looks every six hours when it has been late for long, as on a holiday', () => {
    expect(next(TCMB, '2026-10-29T17:00:00Z', '2026-10-28')).toBe('2026-10-29T23:00:00.000Z');
  });

  it('expects nothing at the weekend', () => {
    expect(next(TCMB, '2026-11-21T15:00:00Z', '2026-11-20')).toBe('2026-11-21T21:00:00.000Z');
    expect(next(CBR, '2026-11-22T15:00:00Z', '2026-11-21')).toBe('2026-11-22T21:00:00.000Z');
  });

  it('doubles the pause after each failure, up to an hour', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect([1, 2, 3, 20].map((failures) => (retryFetchAt(failures, now).getTime() - now.getTime()) / 1_000)).toEqual([5, 10, 20, 3_600]);
  });
});
