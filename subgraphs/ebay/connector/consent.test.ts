import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { openSyncHouse, type SyncHouse } from '../../../test/support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../../../test/support/test-redis.js';
import { eventually } from '../../sync/testing/lane-suite.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { scriptedContext } from '../testing/scripted-context.js';
import { credentialsSchema } from './credentials.js';
import { createEbayConnector } from './index.js';

const DAY_MS = 86_400_000;
const SKU = 'KUPA-1';

describe("the end of the seller's consent", () => {
  const givenAt = Date.parse('2026-06-01T00:00:00Z');
  const endsAt = new Date(givenAt + 47_304_000_000);

  function foreseen(days: number, given: Record<string, string> = { consentGivenOn: '2026-06-01' }) {
    const { context } = scriptedContext(() => ({ status: 500 }), new Date(givenAt + days * DAY_MS));
    const credentials = credentialsSchema.parse({ clientId: 'c', clientSecret: 's', refreshToken: 'r', ...given });
    return createEbayConnector().foreseeTrouble!({ ...context, store: { ...context.store, credentials } });
  }

  it('is foreseen thirty days before, in the same words each time, and told of once it has come', async () => {
    expect(await foreseen(517)).toEqual([]);
    const warned = await foreseen(518);
    expect(warned).toEqual([{ code: 'AUTHORISATION_ENDS_SOON', message: expect.stringMatching(/consent ends on 2027-11-30: .*refresh token/), dueAt: endsAt }]);
    expect(await foreseen(540)).toEqual(warned);
    expect(await foreseen(548)).toEqual([{ ...warned[0], message: expect.stringContaining('ended on 2027-11-30') }]);
  });

  it('is not known where the credentials do not say when it was given', async () => {
    expect(await foreseen(10_000, {})).toEqual([]);
  });
});

describe('a consent that the seller takes back', () => {
  let house: SyncHouse;
  let sandbox: RunningSandbox;
  let storeId: StoreId;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    sandbox = await startSandbox();
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: SKU, quantity: 10 }] });
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_ebay_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { EBAY: createEbayConnector() } });
    storeId = await connect(SELLER.refreshToken);
    await house.addVariants([SKU]);
    await house.adoptListings(storeId, [SKU]);
    house.sync.worker.start();
  });
  afterAll(async () => {
    await house.sync.worker.stop();
    await house.db.dropDatabase();
    await house.close();
    await sandbox.stop();
  });

  const connect = (refreshToken: string) => house.connectStore({ marketplace: 'EBAY', baseUrl: sandbox.url, remoteSellerId: SELLER.username, currency: 'EUR', credentials: { clientId: SELLER.clientId, clientSecret: SELLER.clientSecret, refreshToken } });
  const storeState = async () => (await house.stores.findStores([storeId]))[0]!.state;
  const quantityThere = async () => (await sandbox.control<{ quantity: number }>('GET', `/listings?seller=${SELLER.username}&sku=${SKU}`)).quantity;

  async function setStock(onHand: number): Promise<void> {
    const { userErrors } = await house.sync.setStock(house.principal, { items: [{ sku: SKU, onHand }] });
    expect(userErrors).toEqual([]);
  }

  it('pauses the store with the reason; a new one resumes it, and what was wanted meanwhile is sent', async () => {
    await setStock(7);
    await eventually(quantityThere, (quantity) => quantity === 7);
    await sandbox.control('POST', `/sellers/${SELLER.username}/revoke`);
    await setStock(4);
    expect(await eventually(storeState, ({ kind }) => kind === 'PAUSED')).toMatchObject({ kind: 'PAUSED', code: 'AUTHENTICATION', message: expect.stringMatching(/refresh token|invalid_grant/) });
    expect(await quantityThere()).toBe(7);
    await expect(connect(SELLER.refreshToken)).rejects.toThrow(/CREDENTIALS_REFUSED/);
    await sandbox.control('POST', '/sellers', { ...SELLER, refreshToken: 'v^1.1#the-second-consent' });
    expect(await connect('v^1.1#the-second-consent')).toBe(storeId);
    expect(await storeState()).toEqual({ kind: 'ACTIVE' });
    await eventually(quantityThere, (quantity) => quantity === 4);
  });
});
