import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { INTERVAL_BOUNDS_MS, SCHEDULE_KINDS } from './schedule.js';
import { nextRunAt, paceOf, type PaceSigns } from './schedule-pace.js';

const calm: PaceSigns = { kind: 'INVENTORY', intervalMs: 300_000, found: 0, quietRuns: 0, webhooks: 'HEALTHY', recentSales: 0 };

describe('the pace of a schedule', () => {
  it.each<[string, Partial<PaceSigns>, number, string]>([
    ['is what was set while nothing speaks against it', {}, 300_000, 'AS_SET'],
    ['is what was set where a marketplace has no webhooks', { webhooks: 'NONE' }, 300_000, 'AS_SET'],
    ['doubles while webhooks are unhealthy', { webhooks: 'UNHEALTHY' }, 150_000, 'WEBHOOKS_UNHEALTHY'],
    ['doubles while sales are fast', { recentSales: 5 }, 150_000, 'SALES_FAST'],
    ['doubles after a run that found something', { found: 1 }, 150_000, 'DIFFERENCES_FOUND'],
    ['is four times what was set at most', { found: 1, recentSales: 9, webhooks: 'UNHEALTHY' }, 75_000, 'WEBHOOKS_UNHEALTHY'],
    ['halves after twelve runs that found nothing', { quietRuns: 12 }, 600_000, 'QUIET'],
    ['halves again after forty-eight', { quietRuns: 48 }, 1_200_000, 'QUIET'],
    ['does not slow down while sales are fast', { quietRuns: 48, recentSales: 5 }, 150_000, 'SALES_FAST'],
    ['of prices does not follow sales', { kind: 'PRICES', recentSales: 50 }, 300_000, 'AS_SET'],
  ])('%s', (_title, signs, everyMs, reason) => {
    expect(paceOf({ ...calm, ...signs })).toEqual({ everyMs, reason });
  });

  it('stays within the bounds of intervals, whatever the signs', () => {
    const signs = fc.record({ kind: fc.constantFrom(...SCHEDULE_KINDS), intervalMs: fc.integer({ min: INTERVAL_BOUNDS_MS.least, max: INTERVAL_BOUNDS_MS.most }), found: fc.nat(), quietRuns: fc.nat(), webhooks: fc.constantFrom('HEALTHY' as const, 'UNHEALTHY' as const, 'NONE' as const), recentSales: fc.nat() });
    fc.assert(fc.property(signs, (some) => {
      const { everyMs } = paceOf(some);
      return everyMs >= INTERVAL_BOUNDS_MS.least && everyMs <= INTERVAL_BOUNDS_MS.most;
    }));
  });
});

describe('the next run', () => {
  const planned = new Date('2026-11-22T10:00:00Z');

  it('keeps its step however late the last one ran', () => {
    expect(nextRunAt({ planned, everyMs: 300_000, now: new Date('2026-11-22T10:04:59Z') })).toEqual(new Date('2026-11-22T10:05:00Z'));
  });

  it('is one, however many were missed', () => {
    expect(nextRunAt({ planned, everyMs: 300_000, now: new Date('2026-11-23T10:02:00Z') })).toEqual(new Date('2026-11-23T10:05:00Z'));
  });

  it('of a run that came a little early is a whole interval later', () => {
    expect(nextRunAt({ planned, everyMs: 300_000, now: new Date('2026-11-22T09:59:59.500Z') })).toEqual(new Date('2026-11-22T10:05:00Z'));
  });
});
