import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import type { FaultInput } from '../../../platform/sandbox/faults.js';
import type { SandboxUnderTest } from '../../../test/contract/sandbox-under-test.js';
import type { SyncHouse } from '../../../test/support/sync-house.js';
import { eventually } from '../../sync/testing/lane-suite.js';
import type { AmazonCredentials } from './credentials.js';
import { control } from './testing/contract-sandbox.js';
import { openPolledStore, type PolledStore } from './testing/polled-store.js';

const SKU = 'CONTRACT-000';

/** The only listing there is, as far as this asks. */
interface StoredListing {
  readonly price: { readonly published: { readonly value: { readonly saleMinor: number } } | null; readonly sent: unknown };
}

describe('a store while Amazon answers badly', () => {
  let store: PolledStore;
  let house: SyncHouse;
  let sandbox: SandboxUnderTest<AmazonCredentials>;
  let storeId: StoreId;

  beforeAll(async () => {
    store = await openPolledStore([SKU]);
    ({ house, sandbox, storeId } = store);
  });
  afterEach(() => store.clearFaults());
  afterAll(() => store.close());

  const listing = async () => (await house.db.collection('listings').findOne({ storeId })) as unknown as StoredListing;
  const setPrice = () => store.setPrices([SKU]);

  async function untilSold(price: number): Promise<void> {
    await eventually(listing, (one) => one.price.published?.value.saleMinor === price * 100 && one.price.sent === null);
    const { listings } = (await control(sandbox.controlUrl, 'GET', `/listings?sellerId=${sandbox.remoteSellerId}&sku=${SKU}`, undefined)) as { listings: { price: number }[] };
    expect(listings[0]?.price).toBe(price);
  }
  async function archived(status: number | null): Promise<number> {
    const { items } = await house.archive.findPayloads({ sellerId: house.sellerId, filter: { storeId, operation: 'offers.push' }, page: { first: 250 } });
    return items.filter(({ node }) => node.status === status).length;
  }

  it.each<[string, FaultInput, number | null]>([
    ['one 429 after the other', { kind: 'status', status: 429, times: 2 }, 429],
    ['an error inside Amazon', { kind: 'status', status: 500, times: 1 }, 500],
    ["a proxy's HTML page", { kind: 'html', times: 1 }, 502],
    ["a firewall's HTML page under 403", { kind: 'html', status: 403, times: 1 }, 403],
    ['a quota that is spent, told under 200', { kind: 'status', status: 200, body: { errors: [{ code: 'QuotaExceeded', message: 'You exceeded your quota for the requested resource.' }] }, times: 1 }, 200],
    ['half an answer', { kind: 'truncate', times: 1 }, null],
    ['no answer to what was done', { kind: 'drop-after', times: 1 }, null],
  ])('has its change applied once in the end after %s, and the answer archived', async (_name, input, status) => {
    const before = await archived(status);
    const sentAlready = status === 200 ? 1 : 0;
    await store.fault({ ...input, match: { method: 'PATCH', path: `/items/${sandbox.remoteSellerId}/${SKU}` } });
    await untilSold(await setPrice());
    expect(await archived(status)).toBe(before + (input.times ?? 1) + sentAlready);
    expect(await store.state()).toEqual({ kind: 'ACTIVE' });
  });

  it('replaces a token that was revoked without a word', async () => {
    await control(sandbox.controlUrl, 'POST', `/sellers/${sandbox.remoteSellerId}/revoke-tokens`, {});
    await untilSold(await setPrice());
    expect(await store.state()).toEqual({ kind: 'ACTIVE' });
  });

  it.each<[string, FaultInput]>([
    ["a firewall's HTML page under 403", { kind: 'html', status: 403, times: 1 }],
    ['half an answer', { kind: 'truncate', times: 1 }],
    ['HTML under 200', { kind: 'html', status: 200, times: 1 }],
    ['a 429', { kind: 'status', status: 429, times: 1 }],
  ])('goes on after %s where its token should have come from', async (_name, input) => {
    await store.fault({ ...input, match: { path: '/auth/o2/token' } });
    await control(sandbox.controlUrl, 'POST', `/sellers/${sandbox.remoteSellerId}/revoke-tokens`, {});
    await untilSold(await setPrice());
    expect(await store.state()).toEqual({ kind: 'ACTIVE' });
  });

  it('is paused with the reason when the authorisation is withdrawn, and goes on once it is resumed', async () => {
    await store.fault({ kind: 'status', status: 400, body: { error: 'invalid_grant', error_description: 'The request has an invalid grant parameter : refresh_token' }, match: { path: '/auth/o2/token' } });
    await control(sandbox.controlUrl, 'POST', `/sellers/${sandbox.remoteSellerId}/revoke-tokens`, {});
    const price = await setPrice();
    expect(await eventually(store.state, (state) => state?.kind === 'PAUSED')).toMatchObject({ kind: 'PAUSED', code: 'AUTHENTICATION', message: expect.stringContaining('invalid grant') });
    expect((await listing()).price.published?.value.saleMinor).not.toBe(price * 100);
    await store.clearFaults();
    await house.stores.resumeStore({ sellerId: house.sellerId, storeId });
    await untilSold(price);
  });
});
