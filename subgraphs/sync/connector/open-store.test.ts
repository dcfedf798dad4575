import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { createQuotaKeeper, type QuotaKeeper } from '../../../platform/quota/quota-keeper.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { createPaperMarketplace } from '../testing/paper-marketplace.js';
import type { Connector, StoreAccount } from './contract.js';
import { targetOf } from './open-store.js';

describe('whose quotas the calls of a store use up', () => {
  const day = { name: 'day', limit: 3, windowMs: 3_600_000, source: 'test' };
  const paper = createPaperMarketplace().connector;
  const counting = (quotaAccount?: Connector['quotaAccount']): Connector => ({ ...paper, quotaGroups: () => ({ read: [day] }), ...(quotaAccount && { quotaAccount }) });
  let redis: RedisClient;
  let quotas: QuotaKeeper;
  beforeAll(async () => {
    redis = await connectTestRedis();
    quotas = createQuotaKeeper({ redis });
  });
  afterAll(() => redis.close());

  function accountOf(connector: Connector, { remoteSellerId, baseUrl = 'https://api.example.invalid' }: { remoteSellerId: string; baseUrl?: string }): string {
    const store: StoreAccount<unknown> = { storeId: newId('store'), sellerId: newId('seller'), baseUrl, currency: 'EUR', remoteSellerId, credentials: {} };
    return targetOf({ ...store, _id: store.storeId, marketplace: 'EBAY' }, connector, store).quotaAccount;
  }
  const isGranted = async (account: string): Promise<boolean> => (await quotas.take(account, [day])).granted;

  it('is its seller account, unless the marketplace counts otherwise', async () => {
    const connector = counting();
    const [one, other] = [accountOf(connector, { remoteSellerId: 'one' }), accountOf(connector, { remoteSellerId: 'other' })];
    expect([await isGranted(one), await isGranted(one), await isGranted(one), await isGranted(one), await isGranted(other)]).toEqual([true, true, true, false, true]);
  });

  it('is an account shared by stores that the marketplace counts together, at the same address', async () => {
    const connector = counting(() => 'app-7');
    const [one, other] = [accountOf(connector, { remoteSellerId: 'one' }), accountOf(connector, { remoteSellerId: 'other' })];
    const elsewhere = accountOf(connector, { remoteSellerId: 'one', baseUrl: 'https://sandbox.example.invalid' });
    expect([await isGranted(one), await isGranted(other), await isGranted(one), await isGranted(other), await isGranted(elsewhere)]).toEqual([true, true, true, false, true]);
  });
});

describe('what the archive must not keep of a store', () => {
  const credentials = { clientSecret: 'a-long-secret', marketplaceId: 'A33AVAJ2PDY3EV', pin: '1234', since: new Date(0) };
  const store = { _id: 'sto_1' as never, sellerId: 'sel_1' as never, marketplace: 'AMAZON', baseUrl: 'http://sandbox', remoteSellerId: 'A1' } as const;
  const account: StoreAccount<unknown> = { storeId: store._id, sellerId: store.sellerId, baseUrl: store.baseUrl, currency: 'TRY', remoteSellerId: store.remoteSellerId, credentials };
  const secretsWith = (change: Partial<Connector>) => targetOf(store, { quotaGroups: () => ({}), ...change } as Connector, account).secrets;

  it('is every text of the credentials that is not too short to tell', () => {
    expect(secretsWith({})).toEqual(['a-long-secret', 'A33AVAJ2PDY3EV']);
  });

  it('is not what the connector calls no secret', () => {
    expect(secretsWith({ openCredentials: ['marketplaceId'] })).toEqual(['a-long-secret']);
  });
});
