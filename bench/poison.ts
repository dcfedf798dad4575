import type { Attempt } from '../subgraphs/sync/domain/attempt.js';
import type { SyncOperation } from '../subgraphs/sync/domain/operation.js';
import type { BenchResult } from './bench-result.js';
import { askOneByOne, atRest, listingsOf, openFloor, until, type Floor } from './resilience-parts/floor.js';
import { openTaster, type Taster } from './resilience-parts/taster.js';

const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 1_000);
/** An odd number: the pair in the middle is the figure. */
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 3);
/** Well below what two processors bear, so that what is measured is the waiting for one another and not for a processor. */
const PER_SECOND = 50;
const MOST_DELAY = 1.05;
const LATENCY_MS = 50;
const TOLD_WITHIN_MS = 300_000;

/**
 * So many operations, one of the goods each, again and again: every second time the marketplace refuses each call as a whole that
 * has one of them in it. How much later the others are applied, by the mean of their times and by the last of them. A time with
 * and one without are a pair, now the one first and now the other: on a machine in use only neighbours can be compared.
 * Asked first at a steady pace, then all at once, where more of them wait and share the call that is refused.
 */
export async function benchPoison(): Promise<readonly BenchResult[]> {
  let taster: Taster | undefined;
  const floor = await openFloor({ marketplace: 'TRENDYOL', stores: 1, goodsPerStore: OPERATIONS, latencyMs: LATENCY_MS, through: async (url) => (taster = await openTaster(url, { latencyMs: LATENCY_MS })) });
  if (!taster) throw new Error('nobody stands before the marketplace');
  try {
    await floor.startWorker();
    await round(floor, Infinity);
    const steady = await inPairs(floor, taster, PER_SECOND);
    const atOnce = await inPairs(floor, taster, Infinity);
    return [
      resultOf(`one poison operation among ${OPERATIONS}, ${PER_SECOND} a second: mean time of the others until applied`, steady, ({ meanMs }) => meanMs),
      resultOf('until the last of the others was applied', steady, ({ lastMs }) => lastMs),
      resultOf('the same asked for all at once: mean time', atOnce, ({ meanMs }) => meanMs),
      resultOf('until the last', atOnce, ({ lastMs }) => lastMs),
    ];
  } finally {
    await floor.close();
    await taster.close();
  }
}

async function inPairs(floor: Floor, taster: Taster, perSecond: number): Promise<readonly Pair[]> {
  const poison = skusOf(floor)[Math.floor(OPERATIONS / 2)] ?? '';
  const refusedBefore = taster.refused();
  const pairs: Pair[] = [];
  for (let turn = 0; turn < PAIRS; turn += 1) {
    const took = new Map<boolean, Took>();
    for (const isPoisoned of turn % 2 === 0 ? [false, true] : [true, false]) {
      taster.expect(isPoisoned ? poison : null);
      took.set(isPoisoned, await round(floor, perSecond, poison));
    }
    taster.expect(null);
    pairs.push({ clean: took.get(false)!, poisoned: took.get(true)! });
  }
  print(pairs, taster.refused() - refusedBefore);
  return pairs;
}

/** Of the operations but one, by the ledger's own times. */
interface Took {
  readonly meanMs: number;
  readonly lastMs: number;
  /** Those that were in a call that was refused, and how long each waited from the first such call until the one that went through. */
  readonly heldUp: { readonly count: number; readonly meanMs: number };
  /** Calls that met something else than a refusal: then the round says little. */
  readonly troubles: number;
}

interface Pair {
  readonly clean: Took;
  readonly poisoned: Took;
}

/** The pair whose ratio is in the middle. */
function resultOf(name: string, pairs: readonly Pair[], of: (took: Took) => number): BenchResult {
  const middle = pairs.toSorted((a, b) => of(a.poisoned) / of(a.clean) - of(b.poisoned) / of(b.clean))[Math.floor(pairs.length / 2)];
  if (!middle) throw new Error('nothing was measured');
  return { name, figure: of(middle.poisoned), unit: 'ms', baseline: of(middle.clean), target: { atMost: MOST_DELAY * of(middle.clean) } };
}

let onHand = 100;

function skusOf({ stores }: Floor): readonly string[] {
  return stores.flatMap(({ skus }) => skus);
}

async function round(floor: Floor, perSecond: number, poison?: string): Promise<Took> {
  const { house } = floor;
  const skus = skusOf(floor);
  const startedAt = Date.now();
  const operations = await askOneByOne(house, skus, { onHand: (onHand += 1), perSecond });
  const askedAt = new Map(operations.map(({ _id, createdAt }: SyncOperation) => [_id, createdAt.getTime()]));
  // An operation is answered once it is written down, which may be before its listing is told.
  await until(async () => (await listingsOf(house, skus)).every(({ quantity: { desired } }) => desired.operationId !== null && askedAt.has(desired.operationId)), TOLD_WITHIN_MS);
  await atRest(house);
  const troubles = await house.db.collection<Attempt>('attempts').countDocuments({ preparedAt: { $gte: new Date(startedAt) }, 'error.errorClass': { $nin: [null, 'VALIDATION'] } });
  const others = (await listingsOf(house, skus)).filter(({ sku }) => sku !== poison).map(({ quantity: { appliedAt, desired } }) => ({ appliedAt: appliedAt?.getTime() ?? Number.NaN, askedAt: askedAt.get(desired.operationId!) ?? Number.NaN }));
  return {
    heldUp: await heldUp(house, new Date(startedAt)),
    meanMs: others.reduce((sum, one) => sum + one.appliedAt - one.askedAt, 0) / others.length,
    troubles,
    lastMs: Math.max(...others.map(({ appliedAt }) => appliedAt)) - startedAt,
  };
}

async function heldUp({ db }: Floor['house'], from: Date): Promise<Took['heldUp']> {
  const attempts = await db.collection<Attempt>('attempts').find({ kind: 'OFFERS', sentAt: { $gte: from } }).sort({ sentAt: 1 }).toArray();
  const refusedAt = new Map<string, number>();
  const waitedMs: number[] = [];
  for (const { state, items, sentAt } of attempts) {
    const sentAtMs = sentAt?.getTime() ?? Number.NaN;
    for (const { listingId } of items) {
      const since = refusedAt.get(listingId);
      if (state === 'REFUSED') refusedAt.set(listingId, since ?? sentAtMs);
      else if (since !== undefined) waitedMs.push(sentAtMs - since);
      if (state !== 'REFUSED') refusedAt.delete(listingId);
    }
  }
  return { count: waitedMs.length, meanMs: waitedMs.reduce((sum, ms) => sum + ms, 0) / Math.max(1, waitedMs.length) };
}

function print(pairs: readonly Pair[], refused: number): void {
  const show = ({ meanMs, lastMs, heldUp: { count, meanMs: each }, troubles }: Took) => `${meanMs.toFixed(0)}/${lastMs}${count > 0 ? `, ${count} held up for ${each.toFixed(0)} each by a refusal` : ''}${troubles > 0 ? ` (${troubles} calls in other trouble)` : ''}`;
  const told = pairs.map(({ clean, poisoned }) => `${show(clean)} and ${show(poisoned)} (${(poisoned.meanMs / clean.meanMs).toFixed(3)}×)`);
  console.log(`  mean/last in ms, without and with the poison: ${told.join(', ')}; ${refused} calls refused`);
}
