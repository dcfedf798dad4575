import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import type { FaultInput } from '../../../platform/sandbox/faults.js';
import type { SandboxUnderTest } from '../../../test/contract/sandbox-under-test.js';
import { eventually } from '../../../test/support/graphql-client.js';
import { houseApi } from '../../../test/support/house-api.js';
import type { SyncHouse } from '../../../test/support/sync-house.js';
import type { AmazonCredentials } from './credentials.js';
import { createAmazonConnector } from './index.js';
import { control } from './testing/contract-sandbox.js';
import { openPolledStore, type PolledStore } from './testing/polled-store.js';

const PATIENCE_MS = 60_000;
const FEED = '/feeds/2021-06-30/feeds/';
const REPORT = '/feeds/2021-06-30/documents/';
const SKUS = Array.from({ length: 120 }, (_, place) => `CONTRACT-${String(place).padStart(3, '0')}`);
const GONE = 'CONTRACT-GONE';

interface Answer {
  readonly status: number | null;
  readonly failure: unknown;
}

interface StoredPrice {
  readonly remoteKey: string;
  readonly price: { readonly state: string; readonly published: { readonly value: { readonly saleMinor: number } } | null; readonly issue: { readonly code: string; readonly message: string } | null };
}

/** More changes than go by patches: one feed carries them. */
describe('a feed of prices while Amazon answers badly', () => {
  let store: PolledStore;
  let house: SyncHouse;
  let sandbox: SandboxUnderTest<AmazonCredentials>;
  let storeId: StoreId;

  beforeAll(async () => {
    const amazon = createAmazonConnector();
    // This Amazon takes any number of feeds.
    store = await openPolledStore([...SKUS, GONE], { ...amazon, quotaGroups: (account) => Object.fromEntries(Object.keys(amazon.quotaGroups(account)).map((name) => [name, []])) });
    ({ house, sandbox, storeId } = store);
    await eventually(() => house.db.collection('listings').countDocuments({ $or: ['price', 'quantity'].map((field) => ({ [`${field}.state`]: { $nin: ['APPLIED', 'VERIFIED', 'REJECTED'] } })) }), (waiting) => waiting === 0, PATIENCE_MS);
  }, 120_000);
  afterEach(() => store.clearFaults());
  afterAll(() => store.close());

  const ask = async <T>(method: string, path: string) => (await control(sandbox.controlUrl, method, path, method === 'GET' ? undefined : {})) as T;
  const listings = () => house.db.collection('listings').find({ storeId }).toArray() as Promise<unknown> as Promise<StoredPrice[]>;
  const shown = async () => new Map((await ask<{ listings: { sku: string; price: number }[] }>('GET', `/listings?sellerId=${sandbox.remoteSellerId}`)).listings.map(({ sku, price }) => [sku, price]));
  const writes = async () => (await ask<{ effects: { requestId: number | null }[] }>('GET', '/effects?what=price&limit=100000')).effects.filter(({ requestId }) => requestId !== null).length;
  const badAnswers = async (operation: string, isBad: (answer: Answer) => boolean) => (await house.archive.findPayloads({ sellerId: house.sellerId, filter: { storeId, operation }, page: { first: 250 } })).items.filter(({ node }) => isBad(node)).length;
  const troubles = async () => (await houseApi(house).ofStore<{ lane: { openAttempts: { error: { errorClass: string; message: string; explanation: { cause: string } } | null }[] } | null }>('sync', storeId, 'lane { openAttempts { error { errorClass message explanation { cause } } } }')).lane?.openAttempts.flatMap(({ error }) => error ?? []) ?? [];
  const setPrices = (skus: readonly string[] = SKUS) => store.setPrices(skus);

  async function untilSold(price: number, skus: readonly string[] = SKUS): Promise<void> {
    const wanted = new Set(skus);
    await eventually(listings, (all) => all.filter(({ remoteKey }) => wanted.has(remoteKey)).every((one) => one.price.published?.value.saleMinor === price * 100 && ['APPLIED', 'VERIFIED'].includes(one.price.state)), PATIENCE_MS);
    const prices = await shown();
    expect(skus.filter((sku) => prices.get(sku) !== price)).toEqual([]);
  }
  const isActive = async () => expect(await store.state()).toEqual({ kind: 'ACTIVE' });

  it.each<[string, string, FaultInput, (answer: Answer) => boolean]>([
    ['HTML for where the feed stands', FEED, { kind: 'html', times: 2 }, ({ status }) => status === 502],
    ['half a JSON for where the feed stands', FEED, { kind: 'truncate', times: 2 }, ({ failure }) => failure !== null],
    ['a storm of 429', FEED, { kind: 'status', status: 429, times: 3 }, ({ status }) => status === 429],
    ['another type for where the feed stands', FEED, { kind: 'status', status: 200, body: { feedId: '1', processingStatus: 7 }, times: 2 }, ({ status }) => status === 200],
    ['a 200 that carries an error', FEED, { kind: 'status', status: 200, body: { errors: [{ code: 'InternalFailure', message: 'We encountered an internal error.' }] }, times: 2 }, ({ status }) => status === 200],
    ['a word nobody knows for where the feed stands', FEED, { kind: 'status', status: 200, body: { feedId: '1', processingStatus: 'SLEEPING' }, times: 2 }, ({ status }) => status === 200],
    ['HTML for the report', REPORT, { kind: 'html', times: 2 }, ({ status }) => status === 502],
    ['half a report', REPORT, { kind: 'truncate', times: 2 }, ({ failure }) => failure !== null],
  ])('has all its prices applied once in the end after %s, which is archived', async (_name, path, input, isBad) => {
    const operation = path === FEED ? 'feeds.read' : 'feeds.readResult';
    const [written, archived] = [await writes(), await badAnswers(operation, isBad)];
    await store.fault({ ...input, match: { method: 'GET', path } });
    const price = await setPrices();
    await untilSold(price);
    expect((await writes()) - written).toBe(SKUS.length);
    expect((await badAnswers(operation, isBad)) - archived).toBeGreaterThanOrEqual(input.times ?? 1);
    await isActive();
  }, 120_000);

  it('has all its prices applied once in the end after Amazon has forgotten the feed', async () => {
    const written = await writes();
    await store.fault({ kind: 'status', status: 404, body: { errors: [{ code: 'NOT_FOUND', message: 'Feed not found.' }] }, match: { method: 'GET', path: FEED }, times: 1 });
    await untilSold(await setPrices());
    expect((await writes()) - written).toBe(SKUS.length);
    await isActive();
  }, 120_000);

  it('has all its prices applied in the end when Amazon gives the feed up as FATAL', async () => {
    await control(sandbox.controlUrl, 'PUT', '/settings', { batchDelayMs: 60_000 });
    const price = await setPrices();
    const open = () => ask<{ feeds: { feedId: string; endedAt: number | null }[] }>('GET', '/feeds?limit=1').then(({ feeds }) => feeds[0]);
    const feed = await eventually(open, (one) => one !== undefined && one.endedAt === null, PATIENCE_MS);
    await control(sandbox.controlUrl, 'PUT', '/settings', { batchDelayMs: 300 });
    await ask('POST', `/feeds/${feed!.feedId}/fail`);
    await untilSold(price);
    await isActive();
  }, 120_000);

  it('applies what it can where Amazon refuses a part of it, and tells which and why', async () => {
    const price = await setPrices([...SKUS, GONE]);
    await untilSold(price);
    const all = await eventually(listings, (found) => found.some(({ remoteKey, price: { state } }) => remoteKey === GONE && state === 'REJECTED'), PATIENCE_MS);
    expect(all.find(({ remoteKey }) => remoteKey === GONE)?.price.issue).toMatchObject({ code: 'LISTING_NOT_FOUND', message: expect.stringMatching(/\S/) });
    await isActive();
  }, 120_000);

  it('holds up no other change while nobody can tell where it stands', async () => {
    await store.fault({ kind: 'status', status: 200, body: { feedId: '1', processingStatus: 'SLEEPING' }, match: { method: 'GET', path: FEED } });
    const slow = await setPrices(SKUS.slice(1));
    const [met] = await eventually(troubles, (all) => all.length > 0, PATIENCE_MS);
    expect(met).toEqual({ errorClass: 'SERVER', message: expect.stringContaining("'SLEEPING'"), explanation: { cause: expect.stringMatching(/\S/) } });
    const quick = await setPrices(SKUS.slice(0, 1));
    await untilSold(quick, SKUS.slice(0, 1));
    await store.clearFaults();
    await untilSold(slow, SKUS.slice(1));
    await isActive();
  }, 180_000);
});
