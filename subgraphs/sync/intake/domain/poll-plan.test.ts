import { describe, expect, it } from '@jest/globals';
import { FIRST_LOOK_BACK_MS, isOtherClock, nextPoll, nextWindow, OVERLAP_MS, type PollSigns } from './poll-plan.js';

const now = new Date('2026-11-22T10:00:00Z');
const limits = { withWebhooks: 120_000, withoutWebhooks: 16_000 };
const signs: PollSigns = { limits, plan: null, webhooksWork: false, lastIntervalMs: 16_000, lastReason: null, foundNews: false, quietPolls: 0 };
const interval = (some: Partial<PollSigns>) => nextPoll({ ...signs, ...some }).intervalMs;

describe('the plan of polls', () => {
  it('looks two weeks back at first, and an overlap back ever after', () => {
    expect(nextWindow({ window: null, coveredUntil: null }, now, 0).since).toEqual(new Date(now.getTime() - FIRST_LOOK_BACK_MS));
    const yesterday = new Date(now.getTime() - 86_400_000);
    expect(nextWindow({ window: null, coveredUntil: yesterday }, now, 0)).toEqual({ since: new Date(yesterday.getTime() - OVERLAP_MS), startedAt: now, aheadMs: 0, cursor: null });
  });

  it('goes on where a poll was cut off', () => {
    const window = { since: new Date(1), startedAt: new Date(2), cursor: 'page 3' };
    expect(nextWindow({ window, coveredUntil: now }, now, 600_000)).toBe(window);
  });

  it.each([-600_000, 600_000])('asks by the clock of a marketplace that is ahead by %i ms, no further back than by ours', (aheadMs) => {
    const coveredUntil = new Date(now.getTime() - 300_000);
    expect(nextWindow({ window: null, coveredUntil, marketplaceAheadMs: aheadMs }, now, aheadMs)).toEqual({ since: new Date(coveredUntil.getTime() - OVERLAP_MS + aheadMs), startedAt: now, aheadMs, cursor: null });
  });

  it('leaves out no change that was stamped before the clock of the marketplace was moved', () => {
    const coveredUntil = new Date(now.getTime() - 300_000);
    const sinceAfter = (marketplaceAheadMs: number, aheadMs: number) => nextWindow({ window: null, coveredUntil, marketplaceAheadMs }, now, aheadMs).since.getTime() - coveredUntil.getTime() + OVERLAP_MS;
    expect([sinceAfter(0, 600_000), sinceAfter(600_000, 0), sinceAfter(-600_000, 600_000), sinceAfter(600_000, -600_000)]).toEqual([0, 0, -600_000, -600_000]);
  });

  it('is begun anew where the first answer tells another clock, and then only', () => {
    expect([31_000, -31_000, 29_000].map((told) => isOtherClock({ cursor: null, aheadMs: 0 }, told))).toEqual([true, true, false]);
    expect([isOtherClock({ cursor: 'page 2', aheadMs: 0 }, 600_000), isOtherClock({ cursor: null }, 600_000)]).toEqual([false, true]);
  });

  it('comes more often while orders come, and slows down to what the connector asks for', () => {
    expect(interval({ foundNews: true })).toBe(4_000);
    expect(nextPoll({ ...signs, lastIntervalMs: 4_000, lastReason: 'SALES_FAST' })).toEqual({ intervalMs: 8_000, reason: 'SALES_FAST' });
    expect([0, 4_000, 8_000, 16_000].map((lastIntervalMs) => interval({ lastIntervalMs }))).toEqual([4_000, 8_000, 16_000, 16_000]);
  });

  it('says that it has just begun, not that orders come in, before the first ones have', () => {
    expect([0, 4_000].map((lastIntervalMs) => nextPoll({ ...signs, lastIntervalMs, lastReason: lastIntervalMs === 0 ? null : 'JUST_BEGUN' }))).toEqual([{ intervalMs: 4_000, reason: 'JUST_BEGUN' }, { intervalMs: 8_000, reason: 'JUST_BEGUN' }]);
  });

  it('leaves most of the work to webhooks while they work', () => {
    expect(interval({ webhooksWork: true, lastIntervalMs: 120_000 })).toBe(120_000);
  });

  it('follows what was set while webhooks work', () => {
    const plan = { intervalMs: 600_000, isSet: true };
    expect(nextPoll({ ...signs, plan, webhooksWork: true, lastIntervalMs: 600_000 })).toEqual({ intervalMs: 600_000, reason: 'AS_SET' });
    expect(nextPoll({ ...signs, plan, webhooksWork: true, lastIntervalMs: 600_000, foundNews: true })).toEqual({ intervalMs: 150_000, reason: 'SALES_FAST' });
  });

  it('comes four times as often as was set without webhooks, and as the connector says where nothing was set', () => {
    expect(nextPoll({ ...signs, plan: { intervalMs: 600_000, isSet: true }, lastIntervalMs: 600_000 })).toEqual({ intervalMs: 150_000, reason: 'WEBHOOKS_UNHEALTHY' });
    expect(nextPoll({ ...signs, plan: { intervalMs: 120_000, isSet: false }, lastIntervalMs: 120_000 })).toEqual({ intervalMs: 16_000, reason: 'WEBHOOKS_UNHEALTHY' });
  });

  it('never comes more often than the marketplace bears', () => {
    const slow = { withWebhooks: 1_800_000, withoutWebhooks: 720_000 };
    const plan = { intervalMs: 120_000, isSet: false };
    expect(nextPoll({ ...signs, limits: slow, plan, webhooksWork: true, lastIntervalMs: 450_000 })).toEqual({ intervalMs: 450_000, reason: 'MARKETPLACE_LIMIT' });
    expect(interval({ limits: slow, plan, webhooksWork: true, foundNews: true })).toBe(450_000);
  });

  it('comes half as often when nothing has come for long, as far as the connector goes', () => {
    const plan = { intervalMs: 60_000, isSet: true };
    expect(nextPoll({ ...signs, plan, webhooksWork: true, lastIntervalMs: 60_000, quietPolls: 20 })).toEqual({ intervalMs: 120_000, reason: 'QUIET' });
    expect(nextPoll({ ...signs, plan, webhooksWork: true, lastIntervalMs: 120_000, quietPolls: 21 })).toEqual({ intervalMs: 120_000, reason: 'QUIET' });
  });
});
