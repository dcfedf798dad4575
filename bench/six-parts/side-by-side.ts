import type { BenchResult } from '../bench-result.js';
import type { MarketHall, Stall } from './market-hall.js';
import type { SteadyWork, Throughput } from './steady-work.js';

interface Load {
  readonly stalls: (stall: Stall) => boolean;
  readonly batch: number;
  readonly latencyMs: number;
  readonly forMs: number;
}

/** Bound by the marketplace: a batch waits for calls and receipts nearly all of its time. Long enough for one batch more or less not to matter. */
const WAITING: Load = { stalls: () => true, batch: 20, latencyMs: 1_000, forMs: 20_000 };
/** Bound by the processors: marketplaces that answer at once, and calls of hundreds. Not Amazon, which takes five feeds in five minutes. */
const BUSY: Load = { stalls: ({ name }) => name !== 'amazon', batch: 250, latencyMs: 0, forMs: 2_000 };

export interface SideBySide {
  readonly results: readonly BenchResult[];
  /** What the six did together while they waited for their marketplaces. */
  readonly together: readonly Throughput[];
}

/** Each store alone, then all six at once: what they cost one another. Leaves the marketplaces as slow as they were last. */
export async function measureSideBySide(hall: MarketHall, steady: SteadyWork): Promise<SideBySide> {
  const busy = await compare(hall, steady, { load: BUSY, what: 'bound by two processors' });
  const waiting = await compare(hall, steady, { load: WAITING, what: 'waiting for their marketplaces' });
  return {
    together: waiting.together,
    results: [
      { name: `six stores at once against each alone, ${WAITING.latencyMs} ms of marketplace latency: throughput kept, on average`, figure: 100 * waiting.kept, unit: '%', target: { atLeast: 90 } },
      { name: `five stores at once (not Amazon) against each alone, calls of ${BUSY.batch} to marketplaces that answer at once: throughput kept`, figure: 100 * busy.kept, unit: '%' },
    ],
  };
}

async function compare(hall: MarketHall, steady: SteadyWork, { load, what }: { load: Load; what: string }): Promise<{ kept: number; together: readonly Throughput[] }> {
  await Promise.all(hall.stalls.map(({ control }) => control.put('/settings', { latencyMs: load.latencyMs })));
  const stalls = hall.stalls.filter(load.stalls);
  const alone: Throughput[] = [];
  for (const stall of stalls) alone.push(await steady.work(stall, load));
  const together = await Promise.all(stalls.map((stall) => steady.work(stall, load)));
  console.log(`  ${what}:`);
  const kept = alone.map(({ name, perSecond }, i) => {
    const share = (together[i]?.perSecond ?? 0) / perSecond;
    console.log(`    ${name.padEnd(12)} alone ${perSecond.toFixed(1)}/s, with the others ${(together[i]?.perSecond ?? 0).toFixed(1)}/s (${Math.round(100 * share)} %)`);
    return share;
  });
  return { kept: kept.reduce((sum, share) => sum + share, 0) / kept.length, together };
}
