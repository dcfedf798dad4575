import type { SyncOperation } from '../subgraphs/sync/domain/operation.js';
import type { BenchResult } from './bench-result.js';
import { askOneByOne, atRest, listingsOf, openFloor, type Floor } from './resilience-parts/floor.js';
import { openTaster, type Taster } from './resilience-parts/taster.js';

const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 1_000);
const ROUNDS = 3;
const LATENCY_MS = 50;

/**
 * So many operations, one of the goods each, again and again: every second time the marketplace refuses each call as a whole that
 * has one of them in it. How much later the others are applied, by the mean of their times and by the last of them.
 */
export async function benchPoison(): Promise<readonly BenchResult[]> {
  let taster: Taster | undefined;
  const floor = await openFloor({ marketplace: 'TRENDYOL', stores: 1, goodsPerStore: OPERATIONS, latencyMs: LATENCY_MS, through: async (url) => (taster = await openTaster(url, { latencyMs: LATENCY_MS })) });
  if (!taster) throw new Error('nobody stands before the marketplace');
  try {
    await floor.startWorker();
    const skus = floor.stores.flatMap((store) => store.skus);
    const poison = skus[Math.floor(skus.length / 2)] ?? '';
    const [clean, poisoned]: [Took[], Took[]] = [[], []];
    await round(floor, skus, poison);
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      clean.push(await round(floor, skus, poison));
      taster.expect(poison);
      poisoned.push(await round(floor, skus, poison));
      taster.expect(null);
    }
    print({ clean, poisoned, refused: taster.refused() });
    return [
      { name: `one poison operation among ${OPERATIONS}: mean time of the others until applied`, figure: median(poisoned.map(({ meanMs }) => meanMs)), unit: 'ms', baseline: median(clean.map(({ meanMs }) => meanMs)), target: { atMost: 1.05 * median(clean.map(({ meanMs }) => meanMs)) } },
      { name: 'until the last of the others was applied', figure: median(poisoned.map(({ lastMs }) => lastMs)), unit: 'ms', baseline: median(clean.map(({ lastMs }) => lastMs)), target: { atMost: 1.05 * median(clean.map(({ lastMs }) => lastMs)) } },
    ];
  } finally {
    await floor.close();
    await taster.close();
  }
}

/** Of the operations but one, by the ledger's own times. */
interface Took {
  readonly meanMs: number;
  readonly lastMs: number;
}

let onHand = 100;

async function round({ house }: Floor, skus: readonly string[], poison: string): Promise<Took> {
  const startedAt = Date.now();
  const operations = await askOneByOne(house, skus, { onHand: (onHand += 1) });
  await atRest(house);
  const askedAt = new Map(operations.map(({ _id, createdAt }: SyncOperation) => [_id, createdAt.getTime()]));
  const others = (await listingsOf(house, skus)).filter(({ sku }) => sku !== poison).map(({ quantity: { appliedAt, desired } }) => ({ appliedAt: appliedAt?.getTime() ?? Number.NaN, askedAt: askedAt.get(desired.operationId!) ?? Number.NaN }));
  return {
    meanMs: others.reduce((sum, one) => sum + one.appliedAt - one.askedAt, 0) / others.length,
    lastMs: Math.max(...others.map(({ appliedAt }) => appliedAt)) - startedAt,
  };
}

function print({ clean, poisoned, refused }: { clean: readonly Took[]; poisoned: readonly Took[]; refused: number }): void {
  const show = (rounds: readonly Took[]) => rounds.map(({ meanMs, lastMs }) => `${meanMs.toFixed(0)}/${lastMs}`).join(', ');
  console.log(`  mean/last in ms, without: ${show(clean)}; with the poison: ${show(poisoned)}; ${refused} calls refused`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
