import { describe, expect, it } from '@jest/globals';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import { bucketOf, NO_LATENCIES, quantilesOf, RELATIVE_ERROR, sumOfBuckets, timeOf, type LatencyBuckets } from './latency-buckets.js';

const histogram = (times: readonly number[]): LatencyBuckets => times.reduce((sum, ms) => sumOfBuckets(sum, { [bucketOf(ms)]: 1 }), NO_LATENCIES);

describe('times in buckets', () => {
  it.each([1, 2, 7, 999, 1_000, 60_000, 86_400_000, 2_592_000_000])('know %d ms to a fortieth', (ms) => {
    expect(Math.abs(timeOf(bucketOf(ms)) - ms) / ms).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-9);
  });

  it('give the percentiles of 20,000 random times within 5 %, whatever their spread', () => {
    const seed = Date.now() % 1_000_000;
    const draw = drawsFrom(seed);
    const times = Array.from({ length: 20_000 }, () => Math.exp(draw() * 18));
    const sorted = times.toSorted((a, b) => a - b);
    const { count, p50Ms, p95Ms, p99Ms } = quantilesOf(histogram(times));
    expect(count).toBe(20_000);
    for (const [share, found] of [[0.5, p50Ms], [0.95, p95Ms], [0.99, p99Ms]] as const) {
      const real = sorted[Math.ceil(share * 20_000) - 1]!;
      expect({ seed, share, isNear: Math.abs((found ?? 0) - real) / real <= 0.05 }).toEqual({ seed, share, isNear: true });
    }
  });

  it('are the same summed in parts as counted at once', () => {
    const [some, others] = [[3, 90, 90, 4_000], [1, 90, 60_000]];
    expect(sumOfBuckets(histogram(some), histogram(others))).toEqual(histogram([...some, ...others]));
  });

  it('are null when nothing was seen', () => {
    expect(quantilesOf(NO_LATENCIES)).toEqual({ count: 0, p50Ms: null, p95Ms: null, p99Ms: null });
  });

  it('count what took no time as a millisecond', () => {
    expect(quantilesOf(histogram([0, -5])).p99Ms).toBe(timeOf(bucketOf(1)));
  });
});
