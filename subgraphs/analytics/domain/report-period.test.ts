import { describe, expect, it } from '@jest/globals';
import { isCalendarDay, isTimeZone, periodAt, periodsEnded } from './report-period.js';

const at = (iso: string) => new Date(iso);
const shown = ({ day, from, to }: ReturnType<typeof periodAt>) => [day, from.toISOString(), to.toISOString()];

describe('the periods of reports', () => {
  it.each([
    ['UTC', '2026-11-22T21:30:00Z', '2026-11-22', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['Europe/Istanbul', '2026-11-22T21:30:00Z', '2026-11-23', '2026-11-22T21:00:00.000Z', '2026-11-23T21:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-22T18:14:59Z', '2026-11-22', '2026-11-21T18:15:00.000Z', '2026-11-22T18:15:00.000Z'],
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-22T10:00:00Z', '2026-11-23', '2026-11-22T10:00:00.000Z', '2026-11-23T10:00:00.000Z'],
  ])('are the days of %s, at %s that of %s', (zone, moment, day, from, to) => {
    expect(shown(periodAt('DAILY', at(moment), zone))).toEqual([day, from, to]);
  });

  it('are weeks from Monday to Monday', () => {
    expect(shown(periodAt('WEEKLY', at('2026-11-22T23:59:59Z'), 'UTC'))).toEqual(['2026-11-16', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z']);
    expect(shown(periodAt('WEEKLY', at('2026-11-22T21:00:00Z'), 'Europe/Istanbul'))).toEqual(['2026-11-23', '2026-11-22T21:00:00.000Z', '2026-11-29T21:00:00.000Z']);
  });

  it.each(['UTC', 'America/Havana', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Beirut'])('follow each other without gap or overlap for two years in %s', (timeZone) => {
    let [moment, days] = [at('2025-06-01T12:00:00Z'), 0];
    for (; days < 730; days += 1) {
      const period = periodAt('DAILY', moment, timeZone);
      expect(periodAt('DAILY', period.from, timeZone)).toEqual(period);
      expect(periodAt('DAILY', new Date(period.to.getTime() - 1), timeZone)).toEqual(period);
      expect(periodAt('DAILY', period.to, timeZone).from).toEqual(period.to);
      moment = period.to;
    }
  });

  it('that ended since are caught up oldest first, the running one left out, and no more than asked for', () => {
    const now = at('2026-11-22T10:00:00Z');
    const days = (since: string, most: number) => periodsEnded('DAILY', { since: at(since), now, most, timeZone: 'UTC' }).map(({ day }) => day);
    expect(days('2026-11-19T05:00:00Z', 31)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(days('2026-01-01T00:00:00Z', 2)).toEqual(['2026-11-20', '2026-11-21']);
    expect(days('2026-11-22T00:00:00Z', 31)).toEqual([]);
    expect(periodsEnded('WEEKLY', { since: at('2026-11-05T00:00:00Z'), now, most: 5, timeZone: 'UTC' }).map(({ day }) => day)).toEqual(['2026-11-02', '2026-11-09']);
  });

  it('know the names of time zones and days', () => {
    expect(['Europe/Istanbul', 'UTC', 'Mars/Olympus', '+03:00', ''].map(isTimeZone)).toEqual([true, true, false, false, false]);
    expect(['2026-11-22', '2026-02-30', '22.11.2026', '2026-11-22T00:00:00Z'].map(isCalendarDay)).toEqual([true, false, false, false]);
  });
});
