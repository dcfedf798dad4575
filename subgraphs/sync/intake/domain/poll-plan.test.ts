import { describe, expect, it } from '@jest/globals';
import { FIRST_LOOK_BACK_MS, nextIntervalMs, nextWindow, OVERLAP_MS } from './poll-plan.js';

const now = new Date('2026-11-22T10:00:00Z');
const limits = { withWebhooks: 120_000, withoutWebhooks: 16_000 };

describe('the plan of polls', () => {
  it('looks two weeks back at first, and an overlap back ever after', () => {
    expect(nextWindow({ window: null, coveredUntil: null }, now).since).toEqual(new Date(now.getTime() - FIRST_LOOK_BACK_MS));
    const yesterday = new Date(now.getTime() - 86_400_000);
    expect(nextWindow({ window: null, coveredUntil: yesterday }, now)).toEqual({ since: new Date(yesterday.getTime() - OVERLAP_MS), startedAt: now, cursor: null });
  });

  it('goes on where a poll was cut off', () => {
    const window = { since: new Date(1), startedAt: new Date(2), cursor: 'page 3' };
    expect(nextWindow({ window, coveredUntil: now }, now)).toBe(window);
  });

  it('comes more often while orders come, and slows down to what the connector asks for', () => {
    const quiet = (lastIntervalMs: number) => nextIntervalMs({ limits, webhooksWork: false, lastIntervalMs, foundNews: false });
    expect(nextIntervalMs({ limits, webhooksWork: false, lastIntervalMs: 16_000, foundNews: true })).toBe(4_000);
    expect([quiet(0), quiet(4_000), quiet(8_000), quiet(16_000)]).toEqual([4_000, 8_000, 16_000, 16_000]);
  });

  it('leaves most of the work to webhooks while they work', () => {
    expect(nextIntervalMs({ limits, webhooksWork: true, lastIntervalMs: 120_000, foundNews: false })).toBe(120_000);
  });
});
