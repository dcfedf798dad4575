import { setTimeout as pause } from 'node:timers/promises';
import { breakerPausesMs, FAILURES_TO_OPEN, USUAL_TIMES } from '../../platform/http/resilience.js';
import type { RunningHub } from '../../test/support/running-hub.js';
import type { BenchResult } from '../bench-result.js';
import type { MarketHall, Stall } from './market-hall.js';
import { applied, type SteadyWork, type Throughput } from './steady-work.js';

/** One of which each kind of call has a circuit of its own, so that budgets can be counted by kind. */
const DOWN = 'trendyol';
const REFUSED_MS = 20_000;
const TURNED_AWAY_MS = 40_000;
const RETRY_AFTER_S = 15;
const BATCH = 20;
/** The store that is down goes on being given work. */
const MORE_WORK_EVERY_MS = 5_000;

/** One marketplace refuses connections, then answers 503, for a minute; the others work on as `before`. */
export async function measureOutage(hall: MarketHall, steady: SteadyWork, before: readonly Throughput[]): Promise<readonly BenchResult[]> {
  const down = hall.stalls.find(({ name }) => name === DOWN);
  if (!down) throw new Error(`there is no store on ${DOWN}`);
  const others = hall.stalls.filter((stall) => stall !== down);
  const startedAt = new Date();
  await down.door.shut();
  const working = Promise.all(others.map((stall) => steady.work(stall, { batch: BATCH, forMs: REFUSED_MS + TURNED_AWAY_MS })));
  const begun = await keepAsking(() => steady.setSome(down, BATCH), { door: down.door, retryAfterS: RETRY_AFTER_S });
  await down.door.open();
  const endedAt = new Date();
  const during = await working;
  await Promise.all(begun.map((id) => applied(hall.hub, id)));
  const recoveredMs = Date.now() - endedAt.getTime();
  const calls = await callsOf(hall.hub, down, { startedAt, endedAt });
  const budget = calls.size * budgetOf(REFUSED_MS + TURNED_AWAY_MS);
  const made = [...calls.values()].reduce((sum, count) => sum + count, 0);
  print({ before, during, calls, turnedAway: down.door.turnedAway });
  return [
    { name: `one marketplace down for ${(REFUSED_MS + TURNED_AWAY_MS) / 1_000} s: throughput of the other five against before`, figure: 100 * (sumOf(during) / sumOf(before.filter(({ name }) => name !== DOWN))), unit: '%', target: { atLeast: 95 } },
    { name: `calls to the marketplace that is down, against its retry budget of ${budget}`, figure: made / budget, unit: '×', target: { atMost: 1.1 } },
    { name: 'from its return until all it had missed was applied', figure: recoveredMs / 1_000, unit: 's' },
  ];
}

async function keepAsking(setSome: () => Promise<string>, { door, retryAfterS }: { door: Stall['door']; retryAfterS: number }): Promise<string[]> {
  const begun: string[] = [];
  const ask = async (forMs: number): Promise<void> => {
    const until = Date.now() + forMs;
    while (Date.now() < until) {
      begun.push(await setSome());
      await pause(Math.max(0, Math.min(MORE_WORK_EVERY_MS, until - Date.now())));
    }
  };
  await ask(REFUSED_MS);
  await door.turnAway(retryAfterS);
  await ask(TURNED_AWAY_MS);
  return begun;
}

/** What one circuit lets through while nothing but failures come back: until it opens, then one call after each pause. */
export function budgetOf(downForMs: number): number {
  const pauses = breakerPausesMs(USUAL_TIMES);
  let calls = FAILURES_TO_OPEN;
  for (let at = 0, failed = 0; ; failed += 1) {
    at += pauses[Math.min(failed, pauses.length - 1)] ?? downForMs;
    if (at > downForMs) return calls;
    calls += 1;
  }
}

interface Exchange {
  readonly operation: string;
  readonly startedAt: string;
}

interface ExchangePage {
  readonly nodes: readonly Exchange[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** By kind, from the hub's archive: every call is written there before it leaves, also one that is refused. */
async function callsOf(hub: RunningHub, { storeId }: Stall, { startedAt, endedAt }: { startedAt: Date; endedAt: Date }): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  let after: string | null = null;
  for (;;) {
    const { payloads }: { payloads: ExchangePage } = await hub.client.data(
      'query ($filter: PayloadFilter!, $after: String) { payloads(filter: $filter, first: 250, after: $after) { nodes { operation startedAt } pageInfo { hasNextPage endCursor } } }',
      { filter: { storeId, direction: 'OUTBOUND', since: startedAt.toISOString() }, after },
    );
    for (const { operation } of payloads.nodes.filter((call) => new Date(call.startedAt) <= endedAt)) calls.set(operation, (calls.get(operation) ?? 0) + 1);
    if (!payloads.pageInfo.hasNextPage) return calls;
    after = payloads.pageInfo.endCursor;
  }
}

function sumOf(throughputs: readonly Throughput[]): number {
  return throughputs.reduce((sum, { perSecond }) => sum + perSecond, 0);
}

function print({ before, during, calls, turnedAway }: { before: readonly Throughput[]; during: readonly Throughput[]; calls: ReadonlyMap<string, number>; turnedAway: ReadonlyMap<string, number> }): void {
  console.log(`  while ${DOWN} is down:`);
  for (const { name, perSecond } of during) {
    const was = before.find((one) => one.name === name)?.perSecond ?? Number.NaN;
    console.log(`    ${name.padEnd(12)} ${perSecond.toFixed(1)}/s, before ${was.toFixed(1)}/s (${Math.round((100 * perSecond) / was)} %)`);
  }
  console.log(`    calls to ${DOWN} by kind, by the hub's archive: ${[...calls].map(([operation, count]) => `${operation} ${count}`).join(', ')}`);
  console.log(`    of them turned away with 503, counted at its door: ${[...turnedAway].map(([path, count]) => `${path} ${count}`).join(', ') || 'none'}`);
}
