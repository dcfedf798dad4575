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
