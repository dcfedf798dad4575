import { join } from 'node:path';
import { groupBy } from '../../../platform/group-by.js';
import { graphqlClient, type GraphQLClient } from '../../support/graphql-client.js';
import { openBook, type Book } from '../campaign/book.js';
import { openShops } from '../campaign/open-shops.js';
import { shopsOn } from '../campaign/shops/index.js';
import type { Stage } from '../campaign/stage.js';
import { onStage } from '../on-stage.js';
import { untilRest } from '../until-rest.js';
import type { Verdict } from '../verdict.js';
import { judge } from './judge.js';
import { skuOf, type Plan } from './plan.js';
import { holdTrials } from './trials.js';
import { openWitness } from './witness.js';

export interface Outcome {
  readonly seed: number;
  readonly trials: number;
  readonly buyers: number;
  /** How many trials ended with so many orders, by that number: on so many marketplaces the one unit was sold. */
  readonly trialsByOrders: readonly (readonly [number, number])[];
  readonly orders: number;
  readonly ordersByShop: Readonly<Record<string, number>>;
  readonly refusedPurchases: number;
  readonly tookMs: number;
  readonly restAfterMs: number;
  readonly verdicts: readonly Verdict[];
  readonly logs: string;
}

/**
 * A whole hub with a second worker, and the one unit there is of everything on sale on every marketplace at once. Each piece of news comes
 * twice and late, and every store's orders are read every ten seconds besides, so that several processes hear of one order at a time.
 */
export function runLastUnit(plan: Plan, stopping: AbortSignal): Promise<Outcome> {
  return onStage(plan, stopping, (stage) => play(plan, stage));
}

const UNITS = 1;
const NEWS = { copies: 2, delayMs: 200, isForged: false };
/** The least a seller can choose. */
const POLL_EVERY_SECONDS = 10;

async function play(plan: Plan, stage: Stage): Promise<Outcome> {
  const goods = Array.from({ length: plan.trials }, (_, trial) => ({ sku: skuOf(trial), onHand: UNITS }));
  const shops = shopsOn(plan.marketplaces, (name) => stage.control(name), 0);
  const book = openBook(join(plan.outDir, `last-unit-${plan.seed}.jsonl`), goods);
  const client = graphqlClient({ url: stage.url, key: stage.key });
  const witness = openWitness(stage.ledger.db);
  try {
    await stage.startWorker('second worker');
    const storeIds = await openShops(stage, client, { shops, goods, isOnSaleIn: () => true });
    const rest = { stage, book, nameOf: new Map([...storeIds].map(([name, storeId]) => [storeId, name])), restWithinMs: plan.restWithinMs, say: plan.say };
    await untilRest(rest);
    plan.say(`${goods.length} single goods are on sale in ${shops.length} shops`);
    for (const storeId of storeIds.values()) await readOrdersOften(client, storeId);
    stage.post.setDelivery(NEWS);

    const startedAt = performance.now();
    await holdTrials({ plan, shops, book, onBegun: (sku) => witness.begun(sku) });
    const tookMs = Math.round(performance.now() - startedAt);
    plan.say(`${plan.trials * plan.buyers} buyers later: ${book.orders.length} orders`);

    const { left, tookMs: restAfterMs } = await untilRest(rest);
    plan.say(Object.keys(left).length === 0 ? `at rest after ${restAfterMs} ms` : `not at rest: ${JSON.stringify(left)}`);
    const verdicts = await judge({ client, book, shops, storeIds, left, testimony: await witness.end() });
    return { seed: plan.seed, trials: plan.trials, buyers: plan.buyers, ...countsOf(book, plan), tookMs, restAfterMs, verdicts, logs: await stage.logs() };
  } finally {
    await witness.end().catch(() => undefined);
    book.close();
    await client.close();
  }
}

async function readOrdersOften(client: GraphQLClient, storeId: string): Promise<void> {
  const { scheduleSet } = await client.data<{ scheduleSet: { userErrors: readonly unknown[] } }>('mutation ($input: ScheduleSetInput!) { scheduleSet(input: $input) { userErrors { code message } } }', { input: { storeId, kind: 'ORDERS', intervalSeconds: POLL_EVERY_SECONDS } });
  if (scheduleSet.userErrors.length > 0) throw new Error(`the schedule was refused: ${JSON.stringify(scheduleSet.userErrors)}`);
}

function countsOf({ orders, refusedPurchases }: Book, { trials }: Plan): Pick<Outcome, 'orders' | 'ordersByShop' | 'refusedPurchases' | 'trialsByOrders'> {
  const bySku = groupBy(orders, ({ sku }) => sku);
  const byCount = groupBy(Array.from({ length: trials }, (_, trial) => bySku.get(skuOf(trial))?.length ?? 0), (count) => count);
  return {
    orders: orders.length,
    ordersByShop: Object.fromEntries([...groupBy(orders, ({ shop }) => shop)].map(([shop, placed]) => [shop, placed.length])),
    refusedPurchases,
    trialsByOrders: [...byCount].map(([count, found]): [number, number] => [count, found.length]).toSorted(([one], [other]) => one - other),
  };
}
