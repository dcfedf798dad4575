import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSyncHouse, type SyncHouse } from '../../../test/support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../../../test/support/test-redis.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { createEbayConnector } from './index.js';

const { username: remoteSellerId, ...KEYS } = SELLER;

describe('an eBay account that is connected for a site', () => {
  let sandbox: RunningSandbox;
  let house: SyncHouse;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    sandbox = await startSandbox();
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_ebay_site_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { EBAY: createEbayConnector() } });
    expect(await connect({ marketplaceId: 'EBAY_AT' }, { name: 'eBay Österreich', currency: 'EUR' })).toMatchObject({ userErrors: [] });
  });
  afterAll(async () => {
    await house.db.dropDatabase();
    await house.close();
    await sandbox.stop();
  });

  const connect = (credentials: object, part: { name?: string; currency?: string } = {}) => house.stores.connectStore({ sellerId: house.sellerId, marketplace: 'EBAY', name: 'eBay', remoteSellerId, baseUrl: sandbox.url, credentials: { ...KEYS, ...credentials }, ...part });
  const kept = () => house.db.collection('stores').find({}, { projection: { outbox: 0, outboxPending: 0 } }).toArray();

  it.each([
    ['another site in another currency', { marketplaceId: 'EBAY_US' }, { currency: 'USD' }],
    ['another site in the same currency', { marketplaceId: 'EBAY_FR' }, {}],
    ['no site, which means EBAY_DE', {}, {}],
  ])('is not connected for %s: the refusal names the site it has, and the store stays as it is', async (_, credentials, part) => {
    const before = await kept();
    expect(await connect(credentials, part)).toMatchObject({ store: null, userErrors: [{ code: 'ACCOUNT_ON_ANOTHER_SITE', field: ['input', 'credentials', 'marketplaceId'], message: expect.stringMatching(/'eBay Österreich' \(sto_\w+\) for EBAY_AT/) }] });
    expect(await kept()).toEqual(before);
  });

  it('takes new credentials for its site', async () => {
    const [before] = await kept();
    const { store, userErrors } = await connect({ marketplaceId: 'EBAY_AT', alertEmail: 'alerts@example.invalid' });
    expect([store?._id, userErrors]).toEqual([before?._id, []]);
    expect(house.stores.openCredentials(store!)).toMatchObject({ marketplaceId: 'EBAY_AT', alertEmail: 'alerts@example.invalid' });
  });
});
