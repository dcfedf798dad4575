import type { BenchResult } from './bench-result.js';
import { openMarketHall } from './six-parts/market-hall.js';
import { measureOutage } from './six-parts/outage.js';
import { measureSideBySide } from './six-parts/side-by-side.js';
import { createSteadyWork } from './six-parts/steady-work.js';
import { measureStockWave } from './six-parts/stock-wave.js';

const GOODS = 2_000;
const LATENCY_MS = 50;

/**
 * Six marketplaces at once, through everything that is real (gateway, ledger, worker, quotas, sandboxes in processes of
 * their own): one change for all of them, their cost to one another, and one of them failing.
 */
export async function benchSixStores(): Promise<readonly BenchResult[]> {
  const hall = await openMarketHall({ goods: Number(process.env['SIX_GOODS'] ?? GOODS), latencyMs: LATENCY_MS });
  const only = process.env['SIX_ONLY'] ?? 'abc';
  try {
    const wave = only.includes('a') ? await measureStockWave(hall) : [];
    const steady = createSteadyWork(hall);
    const sideBySide = only.includes('b') ? await measureSideBySide(hall, steady) : { results: [], together: [] };
    const outage = only.includes('c') ? await measureOutage(hall, steady, sideBySide.together) : [];
    return [...wave, ...sideBySide.results, ...outage];
  } finally {
    await hall.close();
  }
}
