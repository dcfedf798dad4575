import { describe, expect, it } from '@jest/globals';
import { drawsFrom } from '../seeded-draws.js';
import { latencyAfter, paceAfter, paceAt, type CallPace, type EndedCall, type Latency } from './call-pace.js';

const MOST = 16;
const quick: Latency = { bestMs: 100, usualMs: 100 };
const atMost: CallPace = { limit: MOST, cut: null };
const call = (change: Partial<EndedCall> = {}): EndedCall => ({ beganAtMs: 1_000, endedAtMs: 1_100, underWay: MOST, trouble: null, latency: quick, ...change });
const latencies = (...durationsMs: readonly number[]): Latency => durationsMs.reduce<Latency | undefined>(latencyAfter, undefined) ?? quick;

describe('how many calls of a store are under way at once', () => {
  it('stays at what is declared while all goes well', () => {
    expect(paceAfter(atMost, call(), MOST)).toBe(atMost);
  });

  it('is half of what was under way after a refusal, and one at least', () => {
    expect(paceAfter(atMost, call({ trouble: 'RATE_LIMITED', latency: null }), MOST)).toEqual({ limit: 8, cut: { atMs: 1_100, cause: 'RATE_LIMITED' } });
    expect(paceAfter(atMost, call({ trouble: 'UNAVAILABLE', latency: null, underWay: 6 }), MOST).limit).toBe(3);
    expect(paceAfter({ limit: 1, cut: null }, call({ trouble: 'TIMEOUT', latency: null, underWay: 1 }), MOST).limit).toBe(1);
  });

  it('is cut once for calls that were under way together', () => {
    const once = paceAfter(atMost, call({ trouble: 'RATE_LIMITED', latency: null }), MOST);
    expect(paceAfter(once, call({ trouble: 'RATE_LIMITED', latency: null, beganAtMs: 1_050, endedAtMs: 1_200 }), MOST)).toBe(once);
    expect(paceAfter(once, call({ trouble: 'RATE_LIMITED', latency: null, beganAtMs: 1_150, endedAtMs: 1_200, underWay: 8 }), MOST).limit).toBe(4);
  });

  it('grows by about one for every round of calls, up to what is declared', () => {
    let pace: CallPace = { limit: 4, cut: null };
    for (let ended = 0; ended < 4; ended += 1) pace = paceAfter(pace, call({ underWay: 4 }), MOST);
    expect(pace.limit).toBeGreaterThan(4.8);
    expect(pace.limit).toBeLessThanOrEqual(5);
    for (let ended = 0; ended < 400; ended += 1) pace = paceAfter(pace, call(), MOST);
    expect(pace.limit).toBe(MOST);
  });

  it('does not grow from calls made one after the other', () => {
    const pace: CallPace = { limit: 4, cut: null };
    expect(paceAfter(pace, call({ underWay: 1 }), MOST)).toBe(pace);
  });

  it('is less by as much as answers have become slower, and half at most at once', () => {
    const slow = (usualMs: number) => paceAfter(atMost, call({ latency: { bestMs: 100, usualMs } }), MOST);
    expect(slow(1_200)).toBe(atMost);
    expect(slow(1_600)).toEqual({ limit: MOST * 0.75, cut: { atMs: 1_100, cause: 'SLOW' } });
    expect(slow(10_000).limit).toBe(MOST / 2);
  });

  it('forgets after ten minutes', () => {
    const cut: CallPace = { limit: 2, cut: { atMs: 1_000, cause: 'SLOW' } };
    expect(paceAt(cut, 1_000 + 599_999, MOST)).toBe(cut);
    expect(paceAt(cut, 1_000 + 600_000, MOST)).toEqual(atMost);
  });

  it.each([2, 5, 11])('settles near what a marketplace bears, when that is %i', (bears) => {
    const draw = drawsFrom(bears);
    let pace: CallPace = atMost;
    const limits: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      const underWay = Math.floor(pace.limit);
      const [beganAtMs, endedAtMs] = [round * 1_000, round * 1_000 + 100 + Math.floor(draw() * 50)];
      for (let each = 1; each <= underWay; each += 1) pace = paceAfter(pace, call({ beganAtMs, endedAtMs, underWay: each, ...(each > bears ? { trouble: 'RATE_LIMITED', latency: null } : {}) }), MOST);
      if (round > 20) limits.push(underWay);
    }
    expect(Math.max(...limits)).toBeLessThanOrEqual(bears + 1);
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(Math.max(1, Math.floor(bears / 2)));
    expect(limits.reduce((sum, one) => sum + one, 0) / limits.length).toBeGreaterThan(bears * 0.6);
  });
});

describe('how long answers take', () => {
  it('is known by the best and the usual of late', () => {
    expect(latencies(100)).toEqual({ bestMs: 100, usualMs: 100 });
    expect(latencies(100, 60)).toEqual({ bestMs: 60, usualMs: 90 });
  });

  it('is not judged by one slow answer among small ones', () => {
    expect(latencies(5, 5, 3_500).usualMs).toBeLessThan(2 * 5 + 1_000);
  });

  it('has a new best when a marketplace has become slower for good', () => {
    const { bestMs, usualMs } = latencies(1_000, ...Array.from({ length: 300 }, () => 10_000));
    expect(usualMs).toBeLessThan(2 * bestMs + 1_000);
  });
});
