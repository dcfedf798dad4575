import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SyncOperation } from '../../subgraphs/sync/domain/operation.js';
import type { Variant } from '../../subgraphs/catalog/domain/variant.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

const CALLS = 100;

describe('a hundred calls at once under one idempotency key, in two processes', () => {
  let database: TestDatabase;
  let houses: readonly SyncHouse[];
  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('one_key');
    const options = { mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: {} };
    const first = await openSyncHouse(options);
    await first.addVariants(['ONE-1', 'ONE-2', 'ONE-3']);
    houses = [first, await openSyncHouse({ ...options, sellerId: first.sellerId })];
  }, 60_000);
  afterAll(async () => {
    for (const house of houses) await house.close();
    await database.drop();
  });

  const atOnce = <T>(ask: (house: SyncHouse, place: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: CALLS }, (_, place) => ask(houses[place % houses.length]!, place)));
  const variant = async (sku: string): Promise<Variant> => (await database.db.collection<Variant>('variants').findOne({ sku: sku as Variant['sku'] }))!;
  const operations = (idempotencyKey: string): Promise<number> => database.db.collection<SyncOperation>('operations').countDocuments({ idempotencyKey });

  it('have one effect and are all answered with the same operation', async () => {
    const before = await variant('ONE-1');
    const answers = await atOnce((house) => house.sync.adjustStock(house.principal, { items: [{ sku: 'ONE-1', delta: 3 }], idempotencyKey: 'same' }));
    expect(new Set(answers.map(({ operation }) => operation?._id)).size).toBe(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await variant('ONE-1')).stock.onHand).toBe(before.stock.onHand + 3);
    expect(await operations('same')).toBe(1);
  }, 60_000);

  it('have the effect of one of them when each wants something else, and the others are refused', async () => {
    const before = await variant('ONE-2');
    const answers = await atOnce((house, place) => house.sync.setPrices(house.principal, { items: [{ sku: 'ONE-2', price: { amount: `${200 + place}.00`, currency: 'TRY' } }], idempotencyKey: 'other' }));
    const taken = answers.flatMap(({ operation }, place) => (operation ? [place] : []));
    expect(taken).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array.from({ length: CALLS - 1 }, () => 'IDEMPOTENCY_KEY_REUSED'));
    const after = await variant('ONE-2');
    expect([after.price.saleMinor, after.priceRevision]).toEqual([(200 + taken[0]!) * 100, before.priceRevision + 1]);
    expect(await operations('other')).toBe(1);
  }, 60_000);
});
