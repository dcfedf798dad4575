import { setTimeout as pause } from 'node:timers/promises';
import type { BenchResult } from './bench-result.js';
import { askOneByOne, atRest, openFloor, type Floor } from './resilience-parts/floor.js';
import { budgetOf } from './six-parts/outage.js';

const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 1_000);
const LATENCY_MS = 50;
const REFUSED_MS = 20_000;
const TURNED_AWAY_MS = 40_000;
const RETRY_AFTER_S = 15;
const PUSH = 'offers.push';

/**
 * A marketplace that takes 25 goods in a call is down for a minute (connections refused, then 503) with so many operations waiting for it:
 * what it gets meanwhile, and how evenly the rest comes when it is back.
 */
export async function benchMarketplaceDown(): Promise<readonly BenchResult[]> {
  const floor = await openFloor({ marketplace: 'EBAY', stores: 1, goodsPerStore: OPERATIONS, latencyMs: LATENCY_MS });
  try {
    await floor.startWorker();
    await floor.door.shut();
    const downAt = new Date();
    await askOneByOne(floor.house, floor.stores.flatMap(({ skus }) => skus), { onHand: 7 });
    await pause(Math.max(0, downAt.getTime() + REFUSED_MS - Date.now()));
    await floor.door.turnAway(RETRY_AFTER_S);
    await pause(TURNED_AWAY_MS);
    await floor.door.open();
    const upAt = new Date();
    await atRest(floor.house);
    return [...budgetKept(await callsBetween(floor, downAt, upAt), upAt.getTime() - downAt.getTime()), ...spreadOf(await callsBetween(floor, upAt, new Date()), upAt)];
  } finally {
    await floor.close();
  }
}

interface Call {
  readonly startedAt: Date;
  readonly url: string;
  readonly operation: string;
}

/** Every call is archived before it leaves, also one that then reaches nobody; what a circuit held back did not leave. */
async function callsBetween({ house }: Floor, since: Date, until: Date): Promise<readonly Call[]> {
  const left = { direction: 'OUTBOUND', startedAt: { $gte: since, $lt: until }, 'failure.kind': { $ne: 'BREAKER_OPEN' } };
  return house.db.collection<Call>('payloads').find(left).sort({ startedAt: 1 }).toArray();
}

/** eBay's circuits are one for each of its APIs. */
function budgetKept(calls: readonly Call[], downForMs: number): BenchResult[] {
  const byApi = new Map<string, number>();
  for (const { url } of calls) byApi.set(apiOf(url), (byApi.get(apiOf(url)) ?? 0) + 1);
  console.log(`  calls while it was down: ${[...byApi].map(([api, count]) => `${api} ${count}`).join(', ')}`);
  const budget = byApi.size * budgetOf(downForMs);
  return [{ name: `a marketplace down for ${Math.round(downForMs / 1_000)} s with ${OPERATIONS} operations waiting: calls against its retry budget of ${budget}`, figure: calls.length / budget, unit: '×', target: { atMost: 1.1 } }];
}

function apiOf(url: string): string {
  return new URL(url, 'http://door').pathname.split('/').slice(1, 3).join('/');
}

/** From the first call with something that had waited until the last: the busiest second against the mean one. */
function spreadOf(calls: readonly Call[], upAt: Date): BenchResult[] {
  const pushes = calls.filter(({ operation }) => operation === PUSH);
  const [first, last] = [pushes[0], pushes.at(-1)];
  if (!first || !last) throw new Error('nothing came after its return');
  const times = calls.filter(({ startedAt }) => startedAt >= first.startedAt && startedAt <= last.startedAt).map(({ startedAt }) => startedAt.getTime() - first.startedAt.getTime());
  const seconds = Math.max(1, (times.at(-1) ?? 0) / 1_000);
  const mean = times.length / seconds;
  const busiest = Math.max(...times.map((from) => times.filter((ms) => ms >= from && ms < from + 1_000).length));
  console.log(`  ${times.length} calls over ${seconds.toFixed(1)} s after its return: ${mean.toFixed(1)} in the mean second, ${busiest} in the busiest`);
  return [
    { name: 'when it is back: busiest second against the mean second, while what waited is sent', figure: busiest / mean, unit: '×', target: { atMost: 2 } },
    { name: 'from its return until the last of it was sent', figure: (last.startedAt.getTime() - upAt.getTime()) / 1_000, unit: 's' },
  ];
}
