import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { groupBy } from '../../platform/group-by.js';
import type { RunningHub } from '../../test/support/running-hub.js';
import type { BenchResult } from '../bench-result.js';
import { processorMs } from '../processor-time.js';
import { FIRST_STOCK, insist, refuse, type MarketHall, type Stall } from './market-hall.js';
import { applied } from './steady-work.js';

const WITHIN_MS = 2_000;
const OZON_PAUSE_MS = 31_000;
const FEW = 100;

/**
 * A stock change of some goods on all six, then of all of them: how much of what the quotas allow has left within two
 * seconds, and when the last of it had. Then another one at once, to read what waits, for what and until when.
 */
export async function measureStockWave(hall: MarketHall): Promise<readonly BenchResult[]> {
  const few = hall.skus.slice(0, FEW);
  await untilOzonTakesAnother(hall);
  const ofFew = await measureWave(hall, few, FIRST_STOCK + 1);
  await untilOzonTakesAnother(hall);
  const ofAll = await measureWave(hall, hall.skus, FIRST_STOCK + 2);
  console.log(`  another change of ${few.length} of them, straight after; what waits ${WITHIN_MS / 1_000} s later:`);
  await setStock(hall, few, FIRST_STOCK + 3);
  await pause(WITHIN_MS);
  await printWaits(hall);
  return [...resultsOf(few, ofFew), ...resultsOf(hall.skus, ofAll)];
}

function resultsOf(skus: readonly string[], sent: readonly Sent[]): readonly BenchResult[] {
  const allowed = sum(sent.map((store) => store.allowed));
  const inTime = sum(sent.map((store) => Math.min(store.inTime, store.allowed)));
  const what = `stock change of ${skus.length} SKUs on six marketplaces`;
  return [
    { name: `${what}: of ${allowed} changes that the quotas allow, sent within ${WITHIN_MS / 1_000} s`, figure: (100 * inTime) / allowed, unit: '%', target: { atLeast: 100 } },
    { name: `${what}: until the last of them was sent`, figure: Math.max(...sent.map(({ lastMs }) => lastMs)) / 1_000, unit: 's', target: { atMost: WITHIN_MS / 1_000 } },
  ];
}

/** Ozon takes one quantity of a product in half a minute, and the goods have just been stocked. */
async function untilOzonTakesAnother({ stalls }: MarketHall): Promise<void> {
  const ozon = stalls.find(({ name }) => name === 'ozon');
  const last = ozon && (await arrivals(ozon.control, 0)).findLast(({ path }) => path === '/v2/products/stocks');
  await pause(Math.max(0, (last?.at ?? 0) + OZON_PAUSE_MS - Date.now()));
}

/** Processor time that each kind of process has used so far. */
function processorTimes({ processes }: MarketHall): Promise<{ name: string; ms: number }[]> {
  return Promise.all(Object.entries(processes).map(async ([name, pids]) => ({ name, ms: await processorMs(pids) })));
}

interface Sent {
  readonly allowed: number;
  readonly inTime: number;
  readonly lastMs: number;
}

async function measureWave(hall: MarketHall, skus: readonly string[], onHand: number): Promise<Sent[]> {
  const plans = await planOf(hall, skus, onHand);
  const seen = await Promise.all(hall.stalls.map(async ({ control }) => (await arrivals(control, 0)).at(-1)?.id ?? 0));
  const usedBefore = await processorTimes(hall);
  const startedAt = Date.now();
  const operation = await setStock(hall, skus, onHand);
  const acknowledgedMs = Date.now() - startedAt;
  await applied(hall.hub, operation);
  const restMs = Date.now() - startedAt;
  const usedAfter = await processorTimes(hall);
  const used = usedAfter.map(({ name, ms }, i) => `${name} ${((ms - (usedBefore[i]?.ms ?? 0)) / 1_000).toFixed(1)} s`);
  console.log(`  a stock change of ${skus.length} SKUs, acknowledged after ${acknowledgedMs} ms, all of it settled after ${(restMs / 1_000).toFixed(1)} s; processor time until then, on ${availableParallelism()} processors: ${used.join(', ')}`);
  return Promise.all(
    hall.stalls.map(async ({ name, storeId, control }, i) => {
      const plan = plans.get(storeId) ?? NOTHING;
      const pushes = (await arrivals(control, seen[i] ?? 0)).filter((request) => isPush(plan, request));
      const sentBy = (ms: number): number => sum(pushes.filter(({ at }) => at - startedAt <= ms).map((request) => itemsIn(request, plan, pushes.length)));
      const lastMs = Math.max(...pushes.map(({ at }) => at - startedAt));
      const waits = plan.planned - plan.allowed;
      console.log(`    ${name.padEnd(12)} allowed ${plan.allowed} of ${plan.planned} by ${plan.quotas.join(', ')}; sent within ${WITHIN_MS / 1_000} s ${sentBy(WITHIN_MS)}, the last after ${lastMs} ms in ${pushes.length} calls${waits > 0 ? `; ${waits} wait for their quota` : ''}`);
      return { allowed: plan.allowed, inTime: sentBy(WITHIN_MS), lastMs };
    }),
  );
}

async function setStock({ hub }: MarketHall, skus: readonly string[], onHand: number): Promise<string> {
  const { stockSet } = await insist<{ stockSet: { operation: { id: string } | null; userErrors: readonly { message: string }[] } }>(
    hub,
    'mutation ($input: StockSetInput!) { stockSet(input: $input) { operation { id } userErrors { code message } } }',
    { items: skus.map((sku) => ({ sku, onHand })) },
  );
  refuse(stockSet);
  if (!stockSet.operation) throw new Error('nothing was begun');
  return stockSet.operation.id;
}

/** Which calls a store's change takes, and how many of its items the quotas let go within the time. */
interface Plan {
  readonly path: string;
  readonly method: string;
  readonly planned: number;
  readonly allowed: number;
  readonly quotas: readonly string[];
}

const NOTHING: Plan = { path: '', method: '', planned: 0, allowed: 0, quotas: [] };

interface PlannedCall {
  readonly store: { readonly id: string; readonly quotas: readonly Quota[] };
  readonly method: string;
  readonly path: string;
  readonly items: number;
  readonly quotas: readonly string[];
}

interface Quota {
  readonly group: string;
  readonly limit: number;
  readonly used: number;
  readonly windowMs: number;
}

/** All of it from the hub's own data: the calls from a dry run, what is left of the quotas they count in from `Store.quotas`. */
async function planOf({ hub }: MarketHall, skus: readonly string[], onHand: number): Promise<Map<string, Plan>> {
  const { stockSet } = await hub.client.data<{ stockSet: { dryRun: { requests: readonly PlannedCall[] } } }>(
    'mutation ($input: StockSetInput!) { stockSet(input: $input) { dryRun { requests { store { id quotas { group limit used windowMs } } method path items quotas } } userErrors { code } } }',
    { input: { dryRun: true, items: skus.map((sku) => ({ sku, onHand })) } },
  );
  const byStore = groupBy(stockSet.dryRun.requests, ({ store }) => store.id);
  return new Map([...byStore].map(([storeId, calls]) => [storeId, toPlan(calls)]));
}

/** Where a marketplace takes several kinds of call for one change (Amazon's feeds), the last hands it in and the tightest limits it. */
function toPlan(calls: readonly PlannedCall[]): Plan {
  const last = calls.at(-1);
  if (!last) return NOTHING;
  const steps = [...groupBy(calls, ({ path }) => path).values()];
  return {
    path: last.path,
    method: last.method,
    planned: Math.max(...steps.map((step) => sum(step.map(({ items }) => items)))),
    allowed: Math.min(...steps.map(allowedOf)),
    quotas: [...new Set(calls.flatMap(({ quotas }) => quotas))],
  };
}

function allowedOf(calls: readonly PlannedCall[]): number {
  const left = new Map((calls[0]?.store.quotas ?? []).map(({ group, limit, used, windowMs }) => [group, limit - used + limit * Math.floor(WITHIN_MS / windowMs)]));
  let allowed = 0;
  for (const { items, quotas } of calls) {
    if (quotas.some((group) => (left.get(group) ?? 0) < 1)) break;
    for (const group of quotas) left.set(group, (left.get(group) ?? 0) - 1);
    allowed += items;
  }
  return allowed;
}

interface Arrival {
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly itemCount: number | null;
}

async function arrivals(control: Stall['control'], after: number): Promise<readonly Arrival[]> {
  return (await control.get<{ requests: Arrival[] }>(`/requests?limit=100000&after=${after}`)).requests;
}

function isPush({ method, path }: Plan, request: Arrival): boolean {
  const [, end = path] = path.split('{sellerId}');
  return request.method === method && request.path.endsWith(end) && (request.status ?? 500) < 300;
}

/** Amazon's feed only names a document that was uploaded before: its share is of what was planned. */
function itemsIn({ itemCount }: Arrival, { planned }: Plan, calls: number): number {
  return itemCount !== null && itemCount > 1 ? itemCount : planned / calls;
}

interface Waits {
  readonly store: { readonly lane: { readonly waits: readonly { readonly code: string | null; readonly quotaGroup: string | null; readonly listings: number; readonly until: string }[] } | null };
}

async function printWaits({ hub, stalls }: { hub: RunningHub; stalls: readonly Stall[] }): Promise<void> {
  for (const { name, storeId } of stalls) {
    const { store } = await hub.client.data<Waits>('query ($id: ID!) { store(id: $id) { lane { waits { code quotaGroup listings until } } } }', { id: storeId });
    const waits = store.lane?.waits ?? [];
    const said = waits.map(({ code, quotaGroup, listings, until }) => `${listings} until ${until.slice(11, 19)} (${quotaGroup === null ? (code ?? 'no reason given') : `quota ${quotaGroup}`})`);
    console.log(`    ${name.padEnd(12)} ${said.join(', ') || 'nothing'}`);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
