import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SANDBOXES } from '../../hub/sandbox-urls.js';
import { SCOPES } from '../../platform/principal.js';
import type { Variant } from '../../subgraphs/catalog/domain/variant.js';
import type { SyncOperation } from '../../subgraphs/sync/domain/operation.js';
import { graphqlClient, type GraphQLClient } from '../support/graphql-client.js';
import { startHubProcess, type HubProcess } from '../support/hub-process.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

const CALLS = 100;
const KEY = 'hub_one-key-for-all-gateways';
/** Nobody asks them anything here. */
const NOT_STARTED = ['stores', 'catalog', 'orders', 'automation', 'analytics', ...SANDBOXES];

interface Answered {
  readonly operation: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

/** Two gateways, each before a sync subgraph of its own, as docker-compose.yml runs them, on one database and one Redis. */
describe('a hundred calls at once under one idempotency key, over HTTP to two gateways', () => {
  const running: HubProcess[] = [];
  let database: TestDatabase;
  let house: SyncHouse;
  let gateways: readonly GraphQLClient[] = [];

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('one_key');
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: {} });
    await house.addVariants(['ONE-1', 'ONE-2', 'ONE-3']);
    await house.stores.createKey({ sellerId: house.sellerId, name: 'one', scopes: SCOPES, key: KEY });
    const env = {
      NODE_ENV: 'production',
      PORT: '0',
      MONGODB_URL: database.url,
      MONGODB_DATABASE: database.name,
      REDIS_URL: testRedisUrl(),
      HUB_SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
      HUB_PROOF_SECRET: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'warn',
    };
    const start = async (name: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> => {
      const started = await startHubProcess({ name, args, env: { ...env, ...more }, ready: /ready at (http:\S+)/ });
      running.push(started);
      return started.announced;
    };
    const urls = await Promise.all(
      [1, 2].map(async (place) => {
        const sync = await start(`sync ${place}`, ['subgraph', 'sync']);
        return start(`gateway ${place}`, ['gateway'], { HUB_SUBGRAPH_URLS: [`sync=${sync}`, ...NOT_STARTED.map((name) => `${name}=http://127.0.0.1:9/graphql`)].join(',') });
      }),
    );
    gateways = urls.map((url) => graphqlClient({ url, key: KEY }));
  }, 300_000);
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close();
    await Promise.all(running.map((one) => one.terminate()));
    await house.close();
    await database.drop();
  }, 60_000);

  async function ask(gateway: GraphQLClient, mutation: 'stockAdjust' | 'priceSet', input: object): Promise<Answered> {
    const type = mutation === 'stockAdjust' ? 'StockAdjustInput' : 'PriceSetInput';
    const data = await gateway.data<Record<string, Answered>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { operation { id } userErrors { code } } }`, { input });
    return data[mutation]!;
  }

  const atOnce = (asking: (gateway: GraphQLClient, place: number) => Promise<Answered>): Promise<Answered[]> => Promise.all(Array.from({ length: CALLS }, (_, place) => asking(gateways[place % gateways.length]!, place)));
  const idsOf = (answers: readonly Answered[]) => [...new Set(answers.map(({ operation }) => operation?.id))];
  const codesOf = (answers: readonly Answered[]) => answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
  const priceOf = (place: number) => ({ amount: `${200 + place}.00`, currency: 'TRY' });
  const variant = async (sku: string): Promise<Variant> => (await database.db.collection<Variant>('variants').findOne({ sku: sku as Variant['sku'] }))!;
  const operations = (idempotencyKey: string): Promise<number> => database.db.collection<SyncOperation>('operations').countDocuments({ idempotencyKey });

  it('have one effect and are all answered with the same operation', async () => {
    const before = await variant('ONE-1');
    const answers = await atOnce((gateway) => ask(gateway, 'stockAdjust', { items: [{ sku: 'ONE-1', delta: 3 }], idempotencyKey: 'same' }));
    expect(idsOf(answers)).toEqual([expect.stringMatching(/^opr_/)]);
    expect(codesOf(answers)).toEqual([]);
    expect((await variant('ONE-1')).stock.onHand).toBe(before.stock.onHand + 3);
    expect(await operations('same')).toBe(1);
  }, 120_000);

  it('have the effect of one of them when each wants something else, and the others are refused', async () => {
    const before = await variant('ONE-2');
    const answers = await atOnce((gateway, place) => ask(gateway, 'priceSet', { items: [{ sku: 'ONE-2', price: priceOf(place) }], idempotencyKey: 'other' }));
    const taken = answers.flatMap(({ operation }, place) => (operation ? [place] : []));
    expect(taken).toHaveLength(1);
    expect(codesOf(answers)).toEqual(Array.from({ length: CALLS - 1 }, () => 'IDEMPOTENCY_KEY_REUSED'));
    const after = await variant('ONE-2');
    expect([after.price.saleMinor, after.priceRevision]).toEqual([(200 + taken[0]!) * 100, before.priceRevision + 1]);
    expect(await operations('other')).toBe(1);
  }, 120_000);

  it('are refused without an effect when the key was used for something else at the other gateway', async () => {
    const first = await ask(gateways[0]!, 'priceSet', { items: [{ sku: 'ONE-3', price: priceOf(0) }], idempotencyKey: 'used' });
    const answers = await atOnce((_, place) => ask(gateways[1]!, 'priceSet', { items: [{ sku: 'ONE-3', price: priceOf(place) }], idempotencyKey: 'used' }));
    expect(idsOf(answers.slice(0, 1))).toEqual([first.operation?.id]);
    expect(idsOf(answers.slice(1))).toEqual([undefined]);
    expect(codesOf(answers)).toEqual(Array.from({ length: CALLS - 1 }, () => 'IDEMPOTENCY_KEY_REUSED'));
    expect((await variant('ONE-3')).price.saleMinor).toBe(20_000);
  }, 120_000);
});
