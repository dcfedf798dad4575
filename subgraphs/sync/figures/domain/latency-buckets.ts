/**
 * How often which times were seen, in buckets that grow by a twentieth: a time is known to 2.5 %, from a millisecond up to years, and a
 * histogram of all there is has some four hundred buckets, mostly absent. Two are summed bucket by bucket.
 */
export type LatencyBuckets = Readonly<Record<string, number>>;

export const NO_LATENCIES: LatencyBuckets = {};

/** No answer is further than this from the time it stands for. */
export const RELATIVE_ERROR = 0.025;

const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const SHORTEST_MS = 1;

/** The bucket's name in a histogram; a time below a millisecond counts as one. */
export function bucketOf(ms: number): string {
  return `b${Math.ceil(Math.log(Math.max(SHORTEST_MS, ms)) / Math.log(GROWTH))}`;
}

/** The time that stands for all of a bucket. */
export function timeOf(bucket: string): number {
  return (2 * GROWTH ** Number(bucket.slice(1))) / (GROWTH + 1);
}

export function sumOfBuckets(a: LatencyBuckets, b: LatencyBuckets): LatencyBuckets {
  const sum: Record<string, number> = { ...a };
  for (const [bucket, times] of Object.entries(b)) sum[bucket] = (sum[bucket] ?? 0) + times;
  return sum;
}

export interface LatencyQuantiles {
  readonly count: number;
  /** Null when nothing was seen. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** By nearest rank: the p95 is the shortest time that at least 95 of 100 did not exceed. */
export function quantilesOf(buckets: LatencyBuckets): LatencyQuantiles {
  const sorted = Object.entries(buckets).map(([bucket, times]) => ({ ms: timeOf(bucket), times })).sort((a, b) => a.ms - b.ms);
  const count = sorted.reduce((sum, { times }) => sum + times, 0);
  return { count, p50Ms: timeAtRank(sorted, Math.ceil(0.5 * count)), p95Ms: timeAtRank(sorted, Math.ceil(0.95 * count)), p99Ms: timeAtRank(sorted, Math.ceil(0.99 * count)) };
}

function timeAtRank(sorted: readonly { readonly ms: number; readonly times: number }[], rank: number): number | null {
  let counted = 0;
  for (const { ms, times } of sorted) {
    counted += times;
    if (counted >= rank) return ms;
  }
  return null;
}
