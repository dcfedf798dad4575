import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_STORES, type DemoStore } from '../../hub/demo/demo-stores.js';
import { SANDBOXES, type SandboxName } from '../../hub/sandbox-urls.js';
import { startCbrSandbox } from '../../subgraphs/automation/feeds/cbr/sandbox/index.js';
import { startTcmbSandbox } from '../../subgraphs/automation/feeds/tcmb/sandbox/index.js';
import { sku as n11Product } from '../../subgraphs/n11/sandbox/testing/running-sandbox.js';
import { startRunningHub, type RunningHub } from '../../test/support/running-hub.js';
import { sandboxControl, type SandboxControl } from '../../test/support/sandbox-control.js';
import { startChildServer, type ChildServer } from '../child-server.js';
import { openDoor, type Door } from './door.js';

/** A store of the seller on one marketplace, reached through a door that counts and can be shut. */
export interface Stall {
  readonly name: SandboxName;
  readonly storeId: string;
  readonly control: SandboxControl;
  readonly door: Door;
}

/** A whole hub as `npm start` runs it, and the six marketplaces, each a process of its own; the same goods on sale on all of them. */
export interface MarketHall {
  readonly hub: RunningHub;
  readonly stalls: readonly Stall[];
  readonly skus: readonly string[];
  /** Who takes processor time, by what it is for. */
  readonly processes: Readonly<Record<'database' | 'worker' | 'API' | 'Redis' | 'marketplaces', readonly number[]>>;
  close(): Promise<void>;
}

const VARIANTS_PER_PRODUCT = 100;
const ITEMS_PER_PUBLISH = 500;
const REST_WITHIN_MS = 300_000;
const PRICE = 499.9;
const TRIES = 5;
export const FIRST_STOCK = 10;

export async function openMarketHall({ goods, latencyMs }: { goods: number; latencyMs: number }): Promise<MarketHall> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-six-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const one of closing.toReversed()) await one();
  };
  try {
    const banks = { HUB_TCMB_URL: await startTcmbSandbox({ port: 0, dataDir: join(dir, 'tcmb') }), HUB_CBR_URL: await startCbrSandbox({ port: 0, dataDir: join(dir, 'cbr') }) };
    closing.push(() => Promise.all(Object.values(banks).map((bank) => bank.stop())));
    const sandboxes = await startSandboxes(dir);
    closing.push(() => Promise.all(sandboxes.map(({ server }) => server.stop())));
    const hub = await startRunningHub({ env: { HUB_DEMO: 'off', LOG_LEVEL: 'warn', HUB_TCMB_URL: banks.HUB_TCMB_URL.url, HUB_CBR_URL: banks.HUB_CBR_URL.url } });
    closing.push(() => hub.stop());
    const skus = Array.from({ length: goods }, (_, i) => `WAVE-${String(i).padStart(5, '0')}`);
    await addGoods(hub, skus);
    const stalls = await Promise.all(
      sandboxes.map(async ({ name, server }): Promise<Stall> => {
        const door = await openDoor(server.url);
        closing.push(() => door.close());
        return openStall(hub, { name, server, door, skus, latencyMs });
      }),
    );
    for (const stall of stalls) await adopt(hub, stall, skus);
    await atRest(hub);
    return { hub, stalls, skus, processes: await processesOf(hub, sandboxes), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function processesOf(hub: RunningHub, sandboxes: readonly { readonly server: ChildServer }[]): Promise<MarketHall['processes']> {
  const child = async (name: string) => [await hub.pidOf(name)];
  return { database: await child('mongo'), worker: await child('worker'), API: [hub.servingPid], Redis: await child('redis'), marketplaces: sandboxes.map(({ server }) => server.pid) };
}

async function startSandboxes(dir: string): Promise<{ name: SandboxName; server: ChildServer }[]> {
  return Promise.all(SANDBOXES.map(async (name) => ({ name, server: await startChildServer(`../subgraphs/${name}/sandbox/main.js`, ['--port', '0', '--data', join(dir, name), '--seed', '1']) })));
}

async function addGoods(hub: RunningHub, skus: readonly string[]): Promise<void> {
  for (let from = 0; from < skus.length; from += VARIANTS_PER_PRODUCT) {
    const variants = skus.slice(from, from + VARIANTS_PER_PRODUCT).map((sku) => ({ sku, barcode: sku, options: [{ name: 'Beden', value: sku }], price: { amount: PRICE.toFixed(2), currency: 'TRY' }, onHand: FIRST_STOCK }));
    const { productUpsert } = await hub.client.data<{ productUpsert: Payload }>('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code message } } }', { input: { title: `Kazak ${from}`, variants } });
    refuse(productUpsert);
  }
}

interface StallPlan {
  readonly name: SandboxName;
  readonly server: ChildServer;
  readonly door: Door;
  readonly skus: readonly string[];
  readonly latencyMs: number;
}

async function openStall(hub: RunningHub, { name, server, door, skus, latencyMs }: StallPlan): Promise<Stall> {
  const plan = DEMO_STORES.find(({ sandbox }) => sandbox === name);
  if (!plan) throw new Error(`no store is known on ${name}`);
  const control = sandboxControl(server.url);
  await control.post('/sellers', plan.account);
  if (plan.queue) await control.post('/queues', plan.queue);
  await stock(control, plan, skus);
  const storeId = await connect(hub, plan, door);
  await control.put('/settings', { latencyMs });
  return { name, storeId, control, door };
}

/** The goods are on sale there already; from here on the hub knows. */
async function adopt(hub: RunningHub, { storeId }: Stall, skus: readonly string[]): Promise<void> {
  for (let from = 0; from < skus.length; from += ITEMS_PER_PUBLISH) {
    const items = skus.slice(from, from + ITEMS_PER_PUBLISH).map((sku) => ({ sku }));
    const { listingPublish } = await insist<{ listingPublish: Payload }>(hub, 'mutation ($input: ListingPublishInput!) { listingPublish(input: $input) { userErrors { code message } } }', { storeId, isOnSale: true, items });
    refuse(listingPublish);
  }
}

async function connect(hub: RunningHub, { name, marketplace, remoteSellerId, currency, credentials, basePath }: DemoStore, door: Door): Promise<string> {
  const input = { name, marketplace, remoteSellerId, currency, credentials: credentials(door.url), baseUrl: door.url + basePath };
  const { storeConnect } = await hub.client.data<{ storeConnect: Payload & { store: { id: string } | null } }>('mutation ($input: StoreConnectInput!) { storeConnect(input: $input) { store { id } userErrors { code message } } }', { input });
  refuse(storeConnect);
  if (!storeConnect.store) throw new Error(`${name} was not connected`);
  return storeConnect.store.id;
}

/** The goods as each marketplace's sandbox takes them: on sale already, with the stock and price the hub has. */
async function stock(control: SandboxControl, { sandbox, account }: DemoStore, skus: readonly string[]): Promise<void> {
  const each = <T>(toItem: (sku: string) => T): T[] => skus.map(toItem);
  switch (sandbox) {
    case 'trendyol':
      await control.post('/products', { sellerId: account['sellerId'], items: each((barcode) => ({ barcode, quantity: FIRST_STOCK, salePrice: PRICE, listPrice: PRICE })) });
      return;
    case 'n11':
      await control.post('/products/bulk', { sellerId: account['sellerId'], products: each((code) => n11Product(code)) });
      return;
    case 'hepsiburada':
      await control.post('/products', { merchantId: account['merchantId'], products: each((merchantSku) => ({ merchantSku, price: PRICE, stock: FIRST_STOCK })) });
      return;
    case 'ozon':
      await control.post('/products', { clientId: account['clientId'], items: each((offerId) => ({ offerId, stock: FIRST_STOCK })) });
      return;
    case 'amazon':
      await control.post('/listings', { sellerId: account['sellerId'], items: each((sku) => ({ sku, quantity: FIRST_STOCK, price: PRICE, listPrice: PRICE })) });
      return;
    case 'ebay':
      await control.post('/products', { seller: account['username'], items: each((sku) => ({ sku, quantity: FIRST_STOCK })) });
  }
}

interface ListingCount {
  readonly listings: { readonly nodes: readonly { readonly id: string }[] };
}

/** Nothing waits to be sent or settled any more. */
async function atRest(hub: RunningHub): Promise<void> {
  const giveUpAt = Date.now() + REST_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const { listings } = await hub.client.data<ListingCount>('{ listings(first: 1, filter: { states: [QUEUED, SENT, ACCEPTED, UNKNOWN] }) { nodes { id } } }');
    if (listings.nodes.length === 0) return;
    await pause(2_000);
  }
  throw new Error(`the stores did not come to rest within ${REST_WITHIN_MS} ms`);
}

/** A mutation under a key of its own, asked again when a slow machine makes the gateway give up on it: it is done once. */
export async function insist<T>(hub: RunningHub, mutation: string, input: object): Promise<T> {
  const keyed = { ...input, idempotencyKey: randomUUID() };
  for (let left = TRIES; ; left -= 1) {
    const { data, errors } = await hub.client.ask<T>(mutation, { input: keyed });
    if (data !== null && errors.length === 0) return data;
    if (left === 0 || errors.some(({ extensions }) => extensions?.['code'] !== 'SUBGRAPH_TIMEOUT')) throw new Error(`the answer has errors: ${JSON.stringify(errors)}`);
  }
}

interface Payload {
  readonly userErrors: readonly { readonly message: string }[];
}

export function refuse({ userErrors }: Payload): void {
  if (userErrors.length > 0) throw new Error(`refused: ${JSON.stringify(userErrors.slice(0, 3))}`);
}
