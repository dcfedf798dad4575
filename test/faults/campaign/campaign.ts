import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SandboxName } from '../../../hub/sandbox-urls.js';
import { groupBy } from '../../../platform/group-by.js';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import { graphqlClient } from '../../support/graphql-client.js';
import { onStage } from '../on-stage.js';
import { untilRest } from '../until-rest.js';
import type { Verdict } from '../verdict.js';
import { openApi, type Api } from './api.js';
import { goodsOf, isOnSaleIn, planAssortment } from './assortment.js';
import { openBook, type Book } from './book.js';
import type { Fault } from './faults/fault.js';
import { openShops } from './open-shops.js';
import { measureLags, type Lag } from './lags.js';
import { measureRecoveries, type Recovery } from './recovery.js';
import { shopsOn } from './shops/index.js';
import type { Stage } from './stage.js';
import { strikeAll, unmetOf, type Struck } from './strike.js';
import { judge } from './verdict.js';
import { runWorkload } from './workload.js';

export interface Plan {
  readonly seed: number;
  readonly marketplaces: readonly SandboxName[];
  readonly furtherOnTrendyol: number;
  /** How many there are on the marketplaces that take many calls only, and on all. */
  readonly goods: { readonly wide: number; readonly everywhere: number };
  readonly clients: number;
  readonly itemsAtMost: number;
  readonly stepMs: number;
  readonly hands: number;
  readonly pauseMs: readonly [number, number];
  /** What strikes: each once, or until `minutes` are over, drawn anew. */
  readonly faults: readonly Fault[];
  readonly minutes: number | null;
  /** How to have the same done again. */
  readonly command: string;
  /** Without `minutes`: so long after the start of this process no further fault strikes. A slow machine meets fewer, not more time. */
  readonly noFaultAfterMs: number;
  readonly restWithinMs: number;
  /** Whether a recovery that takes too long breaks a promise: not where other work shares the machine. */
  readonly judgesTimes: boolean;
  /** A fault that nothing has met yet is kept up for so long. */
  readonly metWithinMs: number;
  /** Whether every kind that struck must have been met: not where each strikes once, and for a moment. */
  readonly judgesFaults: boolean;
  readonly say: (text: string) => void;
  /** Where the book is kept; it and the hub's logs stay there when something was violated. */
  readonly outDir: string;
}

export interface Outcome {
  readonly seed: number;
  readonly startedAt: string;
  readonly tookMs: number;
  /** How to have the same done again. */
  readonly command: string;
  readonly processors: number;
  readonly struck: readonly Struck[];
  readonly operations: Readonly<Record<string, number>>;
  readonly recoveries: readonly Recovery[];
  readonly lags: readonly Lag[];
  readonly restAfterMs: number;
  readonly judgesTimes: boolean;
  /** The kinds that struck and did not do what they are for, and why. */
  readonly unmet: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Processes that ended without being told to. */
  readonly endings: readonly string[];
  readonly logs: string;
}

/** As many strike however slow the machine is. */
const LEAST_FAULTS = 5;

/** Throws the reason of `stopping` when that comes first. */
export function runCampaign(plan: Plan, stopping: AbortSignal): Promise<Outcome> {
  return onStage(plan, stopping, (stage) => play(plan, stage));
}

async function play(plan: Plan, stage: Stage): Promise<Outcome> {
  const { seed, say, restWithinMs } = plan;
  const startedAt = new Date();
  const shops = shopsOn(plan.marketplaces, (name) => stage.control(name), plan.furtherOnTrendyol);
  const assortment = planAssortment(plan.goods);
  const book = openBook(join(plan.outDir, `book-${seed}.jsonl`), goodsOf(assortment));
  const giveUp = new AbortController();
  const api = openApi({ url: stage.url, key: stage.key, book, giveUp: giveUp.signal });
  const client = graphqlClient({ url: stage.url, key: stage.key });
  try {
    for (const fault of plan.faults) await fault.prepare?.({ stage, draw: drawsFrom(seed) });
    const storeIds = await openShops(stage, client, { shops, goods: goodsOf(assortment), isOnSaleIn: (shop, sku) => isOnSaleIn(shop, sku, assortment) });
    const nameOf = new Map([...storeIds].map(([name, storeId]) => [storeId, name]));
    await untilRest({ stage, book, nameOf, restWithinMs, say });
    say(`${shops.length} shops on ${plan.marketplaces.length} marketplaces are open, with ${goodsOf(assortment).length} goods, ${assortment.everywhere.length + assortment.scarce.length} of them everywhere`);

    const recoveries = plan.judgesTimes ? await measureRecoveries({ stage, api, book, shops, goods: assortment.wide }) : [];
    for (const { what, tookMs } of recoveries) say(`${what}: ${tookMs} ms`);

    const striking = strikeAll({ scene: { stage, shops, repeats: () => book.repeats, metWithinMs: plan.metWithinMs }, book, seed, pauseMs: plan.pauseMs, next: faultsOf(plan), hands: plan.hands });
    const noLongerAsked = (): void => void setTimeout(() => giveUp.abort(), plan.restWithinMs).unref();
    striking.then(noLongerAsked, () => giveUp.abort());
    const steps = await runWorkload({ stage, api, book, shops, storeIds, seed, assortment, clients: plan.clients, itemsAtMost: plan.itemsAtMost, stepMs: plan.stepMs }, striking);
    const struck = await striking;
    say(`${steps} steps and ${struck.length} faults later`);

    await askForOrders(api, stage, storeIds, seed);
    const rest = await untilRest({ stage, book, nameOf, restWithinMs, say });
    say(Object.keys(rest.left).length === 0 ? `at rest after ${rest.tookMs} ms` : `not at rest: ${JSON.stringify(rest.left)}`);
    const verdicts = await judge({ db: stage.ledger.db, book, shops, storeIds, assortment, left: rest.left, forged: stage.post.forged() });
    const lags = await measureLags(stage.ledger.db, book, nameOf);
    const run = { startedAt: startedAt.toISOString(), tookMs: Date.now() - startedAt.getTime(), command: plan.command, processors: availableParallelism() };
    return { seed, ...run, struck, operations: operationsOf(book, steps), recoveries, lags, restAfterMs: rest.tookMs, judgesTimes: plan.judgesTimes, unmet: plan.judgesFaults ? unmetOf(struck) : [], verdicts, endings: stage.mongo.endings, logs: await stage.logs() };
  } catch (error) {
    writeFileSync(join(plan.outDir, `report-${seed}.log`), await stage.logs());
    throw error;
  } finally {
    giveUp.abort();
    book.close();
    await client.close();
  }
}

/** Each fault once in the order given, as far as the time goes; or, for some minutes, all of them in drawn orders, one after the other. */
function faultsOf({ faults, minutes, seed, noFaultAfterMs }: Plan): () => Fault | null {
  const draw = drawsFrom(seed);
  const endsAt = minutes === null ? performance.timeOrigin + noFaultAfterMs : Date.now() + minutes * 60_000;
  let waiting: Fault[] = minutes === null ? [...faults] : [];
  let still = minutes === null ? LEAST_FAULTS : 0;
  return () => {
    still -= 1;
    if (still < 0 && Date.now() >= endsAt) return null;
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

function operationsOf(book: Book, steps: number): Record<string, number> {
  const changed = Object.values(book.changes).reduce((sum, count) => sum + count, 0);
  const actions = groupBy(book.actions, ({ kind }) => kind);
  return {
    'operations acknowledged': book.acknowledged.length,
    'values they changed, orders placed and asked about': changed + book.orders.length + book.actions.length,
    ...Object.fromEntries(Object.entries(book.changes).map(([mutation, count]) => [`of which ${mutation}`, count])),
    'of which orders placed': book.orders.length,
    ...Object.fromEntries([...actions].map(([kind, asked]) => [`of which ${kind}`, asked.length])),
    'steps of clients and buyers': steps, 'purchases refused': book.refusedPurchases, 'calls repeated by clients': book.repeats,
  };
}
