import { randomBytes, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createConnectors } from '../../hub/marketplaces.js';
import type { StoreId } from '../../platform/ids.js';
import { drawsFrom } from '../../platform/seeded-draws.js';
import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import { startContractSandbox } from '../../subgraphs/ebay/testing/running-sandbox.js';
import type { Connector } from '../../subgraphs/sync/connector/contract.js';
import type { SandboxUnderTest } from '../contract/sandbox-under-test.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { testRedisUrl } from '../support/test-redis.js';
import { openDoor, reserveDoor } from '../support/webhook-door.js';
import { forgeriesOf } from './forgeries.js';
import { type MarketplaceCall, trueCall } from './marketplace-call.js';
import { ebayCall, hepsiburadaCall, ozonCall, trendyolCall } from './marketplaces.js';
import { callRaw, type RawCall } from './raw-call.js';

const seed = Number(process.env['HUB_TEST_SEED'] ?? randomInt(2 ** 31));
const AT_ONCE = 8;
/** As many as `waysOf` knows; each forgery travels in one of them. */
const WAYS = 6;
/** Letters, digits, `_` and `-`, as the hub makes them. */
const newSecret = (): string => randomBytes(32).toString('base64url');

const CREDENTIALS: Partial<Record<Marketplace, unknown>> = {
  TRENDYOL: { apiKey: 'key', apiSecret: 'secret' },
  HEPSIBURADA: { serviceKey: 'key', integrator: 'hub_dev' },
  OZON: { apiKey: 'key' },
  N11: { appKey: 'key', appSecret: 'secret' },
  AMAZON: { clientId: 'id', clientSecret: 'secret', refreshToken: 'token' },
};

let house: SyncHouse;
let ebay: SandboxUnderTest<unknown>;
let door: FastifyInstance;
let port: number;

beforeAll(async () => {
  const reserved = await reserveDoor();
  ({ port } = reserved);
  ebay = await startContractSandbox();
  // Nobody but eBay is asked anything here: the stores are taken as they are.
  const connectors = Object.fromEntries(Object.entries(createConnectors()).map(([name, connector]) => [name, { ...(connector as Connector), checkAccount: async () => undefined }]));
  house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_forged_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors, publicUrl: reserved.url });
  door = await openDoor(port, house.sync.webhookRoutes);
}, 60_000);

afterAll(async () => {
  await door.close();
  await ebay.stop();
  await house.db.dropDatabase();
  await house.close();
}, 60_000);

async function connect(marketplace: Marketplace, secret: string | null): Promise<StoreId> {
  const account = marketplace === 'EBAY' ? { baseUrl: ebay.baseUrl, credentials: ebay.credentials } : { baseUrl: 'http://127.0.0.1:1', credentials: CREDENTIALS[marketplace] };
  const storeId = await house.connectStore({ marketplace, remoteSellerId: String(randomInt(10_000_000)), currency: marketplace === 'OZON' ? 'RUB' : marketplace === 'EBAY' ? 'EUR' : 'TRY', ...account });
  if (secret !== null) await house.stores.recordWebhook({ storeId, kind: 'ACTIVE', remoteId: 'hook-1', secret });
  return storeId;
}

/** What the intake has kept; what the hub itself asked marketplaces is beside the point. */
const stored = async (storeIds: readonly StoreId[]) => ({
  inbox: await house.db.collection('inbox').countDocuments({ storeId: { $in: [...storeIds] } }),
  payloads: await house.db.collection('payloads').countDocuments({ storeId: { $in: [...storeIds] }, direction: 'INBOUND' }),
});

async function statusesOf(calls: readonly RawCall[]): Promise<number[]> {
  const statuses: number[] = [];
  for (let from = 0; from < calls.length; from += AT_ONCE) statuses.push(...(await Promise.all(calls.slice(from, from + AT_ONCE).map((call) => callRaw(port, call)))));
  return statuses;
}

/** How one and the same call may travel. */
function waysOf(call: RawCall): RawCall[] {
  const renamed = (rename: (name: string) => string): RawCall => ({ ...call, headers: call.headers.map(([name, value]) => [rename(name), value] as const) });
  return [
    call,
    renamed((name) => name.toLowerCase()),
    renamed((name) => name.toUpperCase()),
    { ...call, chunkBytes: 7 },
    { ...call, chunkBytes: Math.max(1, call.body.length) },
    { ...call, headers: [...call.headers].reverse() },
  ];
}

/** The ways in which a true call may come. */
function variantsOf(call: RawCall): RawCall[] {
  return [
    ...waysOf(call),
    { ...call, headers: call.headers.map(([name, value]) => [name, Buffer.concat([Buffer.from('  '), value, Buffer.from(' ')])] as const) },
    { ...call, headers: [...call.headers, ['X-More', Buffer.from('1')], ['User-Agent', Buffer.from('somebody')]] },
    { ...call, target: `${call.target}?attempt=2` },
  ];
}

describe.each([
  ['Trendyol', async (secret: string, other: string): Promise<MarketplaceCall> => trendyolCall(secret, other)],
  ['Hepsiburada', async (secret: string, other: string): Promise<MarketplaceCall> => hepsiburadaCall(secret, other)],
  ['Ozon', async (secret: string, other: string): Promise<MarketplaceCall> => ozonCall(secret, other)],
  ['eBay', async (secret: string, other: string): Promise<MarketplaceCall> => ebayCall(await ebay.webhookCall!(secret), other)],
])('a call that says it comes from %s', (_name, callOf) => {
  let of: MarketplaceCall;
  let stores: StoreId[];
  beforeAll(async () => {
    const [secret, otherSecret] = [newSecret(), newSecret()];
    of = await callOf(secret, otherSecret);
    stores = [await connect(of.marketplace, secret), await connect(of.marketplace, otherSecret)];
  }, 60_000);

  it('is refused and stored nowhere in each of two hundred forgeries', async () => {
    const [storeId = '', otherStoreId = ''] = stores;
    const forgeries = forgeriesOf({ of, storeId, otherStoreId, draw: drawsFrom(seed) });
    const statuses = await statusesOf(forgeries.map(({ call }, i) => waysOf(call)[i % WAYS] ?? call));
    const taken = forgeries.map(({ name }, i) => ({ seed, name, status: statuses[i] ?? 0 })).filter(({ status }) => status < 400 || status > 499);
    expect(taken).toEqual([]);
    // The others the server itself does not take for a request, or for one of this address.
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(200);
    expect(await stored(stores)).toEqual({ inbox: 0, payloads: 0 });
  }, 120_000);

  it('is taken in every way it may truly come, and counts as what it says', async () => {
    const variants = variantsOf(trueCall(of, stores[0] ?? ''));
    const statuses = await statusesOf(variants);
    expect(statuses.map((status, i) => ({ i, isTaken: status >= 200 && status < 300 }))).toEqual(variants.map((_, i) => ({ i, isTaken: true })));
    // The last one has another address, so it is other news.
    expect((await stored(stores)).inbox).toBe(2);
  }, 60_000);
});

describe.each(['N11', 'AMAZON'] as const)('a call that says it comes from %s, which makes none', (marketplace) => {
  it('is refused and stored nowhere', async () => {
    const storeId = await connect(marketplace, null);
    const calls = ['', '/orders', '/secret'].flatMap((path) => [marketplace === 'N11' ? 'n11' : 'az', marketplace].map((segment): RawCall => trueCall({ ...trendyolCall('secret', 'other'), segment, path }, storeId)));
    expect(await statusesOf(calls)).toEqual(calls.map(() => 404));
    expect(await stored([storeId])).toEqual({ inbox: 0, payloads: 0 });
  });
});
