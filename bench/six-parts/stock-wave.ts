import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { groupBy } from '../../platform/group-by.js';
import type { RunningHub } from '../../test/support/running-hub.js';
import type { BenchResult } from '../bench-result.js';
import { processorMs } from '../processor-time.js';
import { measureLedgerAlone } from './ledger-alone.js';
import { carriersOf, handedIn, type Arrival, type Carrier, type PlannedCall, type Quota } from './carriers.js';
import { FIRST_STOCK, insist, refuse, type MarketHall, type Stall } from './market-hall.js';
import { applied } from './steady-work.js';

const WITHIN_MS = 2_000;
const OZON_PAUSE_MS = 31_000;
const FEW = 100;

/**
 * A stock change of some goods on all six, then of all of them: how much of what the quotas allow has left within two
 * seconds, and when the last of it had, beside what the ledger alone takes for it. Then another one at once, to read what waits, for what and until when.
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
  const { onceMs, twiceMs } = await measureLedgerAlone(hall);
  return [
    ...resultsOf(few, ofFew),
    ...resultsOf(hall.skus, ofAll, twiceMs),
    { name: 'the ledger alone, with nothing else going on: each of these listings read and written once', figure: onceMs / 1_000, unit: 's' },
    { name: 'the same, each written twice', figure: twiceMs / 1_000, unit: 's' },
  ];
}

function resultsOf(skus: readonly string[], sent: readonly Sent[], ledgerAloneMs?: number): readonly BenchResult[] {
  const allowed = sum(sent.map((store) => store.allowed));
  const inTime = sum(sent.map((store) => Math.min(store.inTime, store.allowed)));
  const what = `stock change of ${skus.length} SKUs on six marketplaces`;
  return [
    { name: `${what}: of ${allowed} changes that the quotas allow, sent within ${WITHIN_MS / 1_000} s`, figure: (100 * inTime) / allowed, unit: '%', target: { atLeast: 100 } },
    { name: `${what}: until the last of them was sent`, figure: Math.max(...sent.map(({ lastMs }) => lastMs)) / 1_000, unit: 's', target: { atMost: WITHIN_MS / 1_000 }, ...(ledgerAloneMs === undefined ? {} : { baseline: ledgerAloneMs / 1_000 }) },
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
      const carriers = plans.get(storeId) ?? [];
      const came = await arrivals(control, seen[i] ?? 0);
      const pushes = carriers.flatMap((carrier) => handedIn(carrier, came)).toSorted((a, b) => a.at - b.at);
      const [planned, allowed] = [sum(carriers.map((carrier) => carrier.planned)), sum(carriers.map((carrier) => carrier.allowed))];
      const inTime = sum(pushes.filter(({ at }) => at - startedAt <= WITHIN_MS).map(({ items }) => items));
      const lastMs = momentOf(pushes, allowed) - startedAt;
      console.log(
        `    ${name.padEnd(12)} allowed ${allowed} of ${planned} by ${carriers.flatMap(({ quotas }) => quotas).join(', ')}; sent within ${WITHIN_MS / 1_000} s ${inTime}, the last of those allowed after ${lastMs} ms, ${pushes.length} calls in all${planned > allowed ? `; ${planned - allowed} wait for their quota` : ''}`,
      );
      return { allowed, inTime, lastMs };
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

/** When so many items had been sent; Infinity when they never were. Shares of a feed add up to whole items only nearly. */
function momentOf(pushes: readonly { readonly at: number; readonly items: number }[], count: number): number {
  let sent = 0;
  return pushes.find(({ items }) => Math.round((sent += items)) >= count)?.at ?? Infinity;
}

interface StoreCall extends PlannedCall {
  readonly store: { readonly id: string; readonly quotas: readonly Quota[] };
}

/** All of it from the hub's own data: the calls from a dry run, what is left of the quotas they count in from `Store.quotas`. */
async function planOf({ hub }: MarketHall, skus: readonly string[], onHand: number): Promise<Map<string, readonly Carrier[]>> {
  const { stockSet } = await hub.client.data<{ stockSet: { dryRun: { requests: readonly StoreCall[] } } }>(
    'mutation ($input: StockSetInput!) { stockSet(input: $input) { dryRun { requests { store { id quotas { group limit used windowMs } } method path items quotas } } userErrors { code } } }',
    { input: { dryRun: true, items: skus.map((sku) => ({ sku, onHand })) } },
  );
  const byStore = groupBy(stockSet.dryRun.requests, ({ store }) => store.id);
  return new Map([...byStore].map(([storeId, calls]) => [storeId, carriersOf(calls, calls[0]?.store.quotas ?? [], WITHIN_MS)]));
}

interface LoggedArrival extends Arrival {
  readonly id: number;
}

async function arrivals(control: Stall['control'], after: number): Promise<readonly LoggedArrival[]> {
  return (await control.get<{ requests: LoggedArrival[] }>(`/requests?limit=100000&after=${after}`)).requests;
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
