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
  const hall = await openMarketHall({ goods: GOODS, latencyMs: LATENCY_MS });
  try {
    const wave = await measureStockWave(hall);
    const steady = createSteadyWork(hall);
    const { results, together } = await measureSideBySide(hall, steady);
    return [...wave, ...results, ...(await measureOutage(hall, steady, together))];
  } finally {
    await hall.close();
  }
}
