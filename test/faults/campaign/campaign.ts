import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxName } from '../../../hub/sandbox-urls.js';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import { graphqlClient } from '../../support/graphql-client.js';
import { openApi, type Api } from './api.js';
import { openBook, type Book } from './book.js';
import type { Fault } from './faults/fault.js';
import { openShops } from './open-shops.js';
import { openWork, type OpenWork } from './open-work.js';
import { measureRecoveries, type Recovery } from './recovery.js';
import { n11Shop } from './shops/n11-shop.js';
import type { Shop } from './shops/shop.js';
import { trendyolShop } from './shops/trendyol-shop.js';
import { setStage, type Stage } from './stage.js';
import { strikeAll, type Struck } from './strike.js';
import { judge, type Verdict } from './verdict.js';
import { runWorkload } from './workload.js';

export interface Plan {
  readonly seed: number;
  readonly marketplaces: readonly SandboxName[];
  readonly trendyolStores: number;
  readonly goods: number;
  readonly clients: number;
  readonly stepMs: number;
  readonly hands: number;
  readonly pauseMs: readonly [number, number];
  /** What strikes: each once, or until `minutes` are over, drawn anew. */
  readonly faults: readonly Fault[];
  readonly minutes: number | null;
  readonly restWithinMs: number;
  /** Whether a recovery that takes too long breaks a promise: not where other work shares the machine. */
  readonly judgesTimes: boolean;
  readonly say: (text: string) => void;
  /** Where the book is kept; it and the hub's logs stay there when something was violated. */
  readonly outDir: string;
}

export interface Outcome {
  readonly seed: number;
  readonly struck: readonly Struck[];
  readonly operations: Readonly<Record<string, number>>;
  readonly recoveries: readonly Recovery[];
  readonly restAfterMs: number;
  readonly judgesTimes: boolean;
  readonly verdicts: readonly Verdict[];
  readonly logs: string;
}

const SCARCE = 4;
const SCARCE_ON_HAND = 5;
const ON_HAND = 600;

/** Throws the reason of `stopping` when that comes first; whatever happens, no process stays behind. */
export async function runCampaign(plan: Plan, stopping: AbortSignal): Promise<Outcome> {
  const stage = await setStage(plan);
  const stopped = new Promise<never>((_, reject) => stopping.addEventListener('abort', () => reject(stopping.reason as Error), { once: true }));
  try {
    return await Promise.race([play(plan, stage), stopped]);
  } finally {
    await stage.stop();
  }
}

async function play(plan: Plan, stage: Stage): Promise<Outcome> {
  const { seed, say } = plan;
  const shops = shopsOf(plan, stage);
  const goods = Array.from({ length: plan.goods }, (_, i) => `FLT-${String(i).padStart(3, '0')}`);
  const scarce = Array.from({ length: SCARCE }, (_, i) => `RARE-${i}`);
  const all = [...goods.map((sku) => ({ sku, onHand: ON_HAND })), ...scarce.map((sku) => ({ sku, onHand: SCARCE_ON_HAND }))];
  const book = openBook(join(plan.outDir, `book-${seed}.jsonl`), all);
  const giveUp = new AbortController();
  const api = openApi({ url: stage.url, key: stage.key, book, giveUp: giveUp.signal });
  const client = graphqlClient({ url: stage.url, key: stage.key });
  try {
    for (const name of stage.marketplaces) await stage.control(name).put('/settings', { quotaScale: 0 });
    const storeIds = await openShops(stage, client, { shops, goods: all });
    await untilRest({ stage, book, withinMs: plan.restWithinMs });
    say(`${shops.length} shops with ${all.length} goods each are open`);

    const recoveries = await measureRecoveries({ stage, api, book, shops, goods });
    for (const { what, tookMs } of recoveries) say(`${what}: ${tookMs} ms`);

    const striking = strikeAll({ scene: { stage, shops }, book, seed, pauseMs: plan.pauseMs, next: faultsOf(plan), hands: plan.hands });
    void striking.finally(() => setTimeout(() => giveUp.abort(), plan.restWithinMs).unref());
    const steps = await runWorkload({ stage, api, book, shops, storeIds, seed, goods, scarce, clients: plan.clients, stepMs: plan.stepMs }, striking);
    const struck = await striking;
    say(`${steps} steps and ${struck.length} faults later`);

    await askForOrders(api, stage, storeIds, seed);
    const rest = await untilRest({ stage, book, withinMs: plan.restWithinMs });
    say(Object.keys(rest.left).length === 0 ? `at rest after ${rest.tookMs} ms` : `not at rest: ${JSON.stringify(rest.left)}`);
    const verdicts = await judge({ db: stage.ledger.db, book, shops, storeIds, left: rest.left });
    return { seed, struck, operations: operationsOf(book, steps), recoveries, restAfterMs: rest.tookMs, judgesTimes: plan.judgesTimes, verdicts, logs: await stage.logs() };
  } finally {
    giveUp.abort();
    book.close();
    await client.close();
  }
}

function shopsOf({ marketplaces, trendyolStores }: Plan, stage: Stage): readonly Shop[] {
  return marketplaces.flatMap((name) => {
    const control = stage.control(name);
    if (name === 'trendyol') return Array.from({ length: trendyolStores }, (_, place) => trendyolShop(control, place + 1));
    if (name === 'n11') return [n11Shop(control)];
    throw new Error(`the campaign opens no shop on ${name} yet`);
  });
}

/** Each fault once in the order given; or, for some minutes, all of them in drawn orders, one after the other. */
function faultsOf({ faults, minutes, seed }: Plan): () => Fault | null {
  const draw = drawsFrom(seed);
  const endsAt = minutes === null ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  let waiting: Fault[] = minutes === null ? [...faults] : [];
  return () => {
    if (Date.now() >= endsAt) return null;
    if (waiting.length === 0 && minutes !== null) waiting = shuffled(faults, draw);
    return waiting.shift() ?? null;
  };
}

function shuffled<T>(list: readonly T[], draw: () => number): T[] {
  return list.map((one) => ({ one, at: draw() })).toSorted((a, b) => a.at - b.at).map(({ one }) => one);
}

/** Orders whose webhook found nobody come with the next poll; asking for it now spares the campaign minutes of waiting. */
async function askForOrders(api: Api, stage: Stage, storeIds: ReadonlyMap<string, string>, seed: number): Promise<void> {
  await stage.untilServing();
  for (const storeId of storeIds.values()) await api.mutate('syncRun', { storeId, kind: 'ORDERS', idempotencyKey: `faults-${seed}-orders-${storeId}` });
}

/** Until the ledger has nothing left to do, twice in a row; gives up after `withinMs`. */
async function untilRest({ stage, book, withinMs }: { stage: Stage; book: Book; withinMs: number }): Promise<{ tookMs: number; left: OpenWork }> {
  const startedAt = performance.now();
  let calm = 0;
  for (;;) {
    const left = await openWork(stage.ledger.db, book);
    calm = Object.keys(left).length === 0 ? calm + 1 : 0;
    const tookMs = Math.round(performance.now() - startedAt);
    if (calm === 2 || tookMs > withinMs) return { tookMs, left };
    await pause(300);
  }
}

function operationsOf(book: Book, steps: number): Record<string, number> {
  const changed = book.changes + book.orders.length + book.actions.length;
  return { operations: changed, 'of which prices and stocks changed': book.changes, 'orders placed': book.orders.length, 'order actions': book.actions.length, 'steps of clients and buyers': steps, 'calls acknowledged': book.acknowledged.length, 'purchases refused': book.refusedPurchases, 'calls repeated': book.repeats };
}
