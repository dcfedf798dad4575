import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { SCOPES } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import type { OpenStore } from '../../sync/connector/store-access.js';
import { createIntentStore } from '../../sync/store/intent-store.js';
import { createHepsiburada, createHepsiburadaConnector } from '../index.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { MERCHANT_ID, runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const STEP_MS = 60_000;
const SET = 'mutation ($input: HepsiburadaInventorySetInput!) { hepsiburadaInventorySet(input: $input) { uploads { kind id } preview userErrors { code itemRef field retryable } } }';
const RESULT = `query ($r: [_Any!]!, $kind: HepsiburadaInventoryUploadKind!, $id: ID!) { _entities(representations: $r) { ... on Store { hepsiburada { inventoryUpload(kind: $kind, id: $id) { kind id state applied refused { sku code remoteCode message } } } } } }`;

interface Payload {
  readonly uploads: readonly { readonly kind: string; readonly id: string }[];
  readonly preview: unknown;
  readonly userErrors: readonly object[];
}

describe('how listings are sold and sent on Hepsiburada', () => {
  let database: TestDatabase;
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let subgraph: ReturnType<ReturnType<typeof createSubgraph>['local']>;
  let key = 0;

  beforeAll(async () => {
    database = await openTestDatabase('hepsiburada_inventory');
    hepsiburada = await runSandbox();
    await hepsiburada.settings({ batchDelayMs: STEP_MS, dailyUploadsPerListing: 10_000 });
    await hepsiburada.control('/products', { products: ['A', 'B', 'C'].map((name) => ({ merchantSku: `I-${name}`, price: 100, stock: 20 })) });
    shop = connectStore(hepsiburada.url);
    const open = { store: { name: 'Hepsiburada', marketplace: 'HEPSIBURADA', state: { kind: 'ACTIVE' } }, connector: createHepsiburadaConnector(), context: shop.context } as unknown as OpenStore;
    subgraph = createSubgraph(createHepsiburada({ openOwned: async () => open }, createIntentStore(database.db, systemClock)).subgraph).local();
  });
  beforeEach(() => hepsiburada.advance(STEP_MS));
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
    await database.drop();
  });

  async function ask(query: string, variables: Record<string, unknown>): Promise<Record<string, never>> {
    const { data, errors } = await subgraph.execute({ query, variables, principal: { sellerId: shop.context.store.sellerId, keyId: 'k', scopes: SCOPES }, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return data as Record<string, never>;
  }
  const set = async (items: readonly object[], o: { idempotencyKey?: string; dryRun?: boolean } = {}): Promise<Payload> =>
    (await ask(SET, { input: { storeId: shop.context.store.storeId, items, idempotencyKey: `key-${(key += 1)}`, ...o } }))['hepsiburadaInventorySet'] as unknown as Payload;
  const resultOf = async ({ kind, id }: { kind: string; id: string }): Promise<unknown> => {
    const data = await ask(RESULT, { r: [{ __typename: 'Store', id: shop.context.store.storeId, marketplace: 'HEPSIBURADA' }], kind, id });
    return (data['_entities'] as unknown as { hepsiburada: { inventoryUpload: unknown } }[])[0]?.hepsiburada.inventoryUpload;
  };
  const listing = async (sku: string) => (await hepsiburada.control<{ listings: Record<string, unknown>[] }>(`/listings?merchantSku=${sku}`)).listings[0];
  const uploadsSent = async () => (await hepsiburada.control<{ requests: unknown[] }>('/requests?method=POST&path=-uploads&limit=1000')).requests.length;

  it('travels in uploads of its own, whose results are told item by item, and touches neither price nor stock', async () => {
    const { uploads, userErrors } = await set([
      { sku: 'I-A', maximumPurchasableQuantity: 3, cargoCompanies: ['Aras Kargo', 'Hepsijet'], warehouses: ['Depo', 'Merkez'], dispatchDays: 5 },
      { sku: 'I-B', shippingProfile: 'Yok' },
      { sku: 'I-NONE', claimAddressLabel: 'Depo' },
    ]);
    expect([uploads.map(({ kind }) => kind), userErrors]).toEqual([['INVENTORY', 'SHIPPING_INFO'], []]);
    const [inventory, shipping] = uploads;
    expect(await resultOf(inventory!)).toMatchObject({ state: 'PENDING', refused: [] });
    await hepsiburada.advance(STEP_MS);
    expect(await resultOf(inventory!)).toEqual({
      ...inventory,
      state: 'DONE',
      applied: ['I-A'],
      refused: [
        { sku: 'I-B', code: 'MARKETPLACE_REFUSED', remoteCode: 'ShippingProfileNotFound', message: 'ShippingProfileNotFound' },
        { sku: 'I-NONE', code: 'LISTING_NOT_FOUND', remoteCode: 'ListingNotFound', message: expect.stringContaining('publish it first') },
      ],
    });
    expect(await resultOf(shipping!)).toMatchObject({ state: 'DONE', applied: ['I-A'], refused: [] });
    expect(await listing('I-A')).toMatchObject({ price: 100, availableStock: 20, maximumPurchasableQuantity: 3, cargoCompany1: 'Aras Kargo', cargoCompany2: 'Hepsijet', availableWarehouses: ['Depo', 'Merkez'], dispatchTime: 5 });
  });

  it('is shown by a dry run call by call, and nothing is uploaded', async () => {
    const before = await uploadsSent();
    expect(await set([{ sku: 'I-A', maximumPurchasableQuantity: 1 }, { sku: 'I-B', dispatchDays: 4, shippingAddressLabel: 'Merkez' }], { dryRun: true })).toEqual({
      uploads: [],
      preview: [
        { method: 'POST', path: `/listings/merchantid/${MERCHANT_ID}/inventory-uploads`, body: [{ merchantSku: 'I-A', maximumPurchasableQuantity: 1 }, { merchantSku: 'I-B', shippingAddressLabel: 'Merkez' }] },
        { method: 'POST', path: `/listings/merchantid/${MERCHANT_ID}/shipping-info-uploads`, body: [{ merchantSku: 'I-B', dispatchTime: 4 }] },
      ],
      userErrors: [],
    });
    expect(await uploadsSent()).toBe(before);
  });

  it('is uploaded once for a key, which stands for nothing else', async () => {
    const items = [{ sku: 'I-B', maximumPurchasableQuantity: 7 }];
    const first = await set(items, { idempotencyKey: 'once' });
    const before = await uploadsSent();
    expect((await set(items, { idempotencyKey: 'once' })).uploads).toEqual(first.uploads);
    expect(await set([{ sku: 'I-B', maximumPurchasableQuantity: 8 }], { idempotencyKey: 'once' })).toMatchObject({ uploads: [], userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    expect(await uploadsSent()).toBe(before);
  });

  it('that found no room, or whose answer was lost, may be sent again under its key', async () => {
    for (let most = 1; most <= 5; most += 1) await set([{ sku: 'I-C', maximumPurchasableQuantity: most }]);
    const items = [{ sku: 'I-C', maximumPurchasableQuantity: 9 }];
    expect(await set(items, { idempotencyKey: 'again' })).toMatchObject({ uploads: [], userErrors: [{ code: 'RATE_LIMITED', retryable: true }] });
    await hepsiburada.advance(STEP_MS);
    await hepsiburada.control('/faults', { kind: 'drop-after', times: 1, match: { method: 'POST', path: '/inventory-uploads' } });
    expect(await set(items, { idempotencyKey: 'again' })).toMatchObject({ uploads: [], userErrors: [{ code: 'NETWORK', retryable: true }] });
    expect(await set(items, { idempotencyKey: 'again' })).toMatchObject({ uploads: [{ kind: 'INVENTORY' }], userErrors: [] });
    await hepsiburada.advance(STEP_MS);
    expect(await listing('I-C')).toMatchObject({ maximumPurchasableQuantity: 9, availableStock: 20 });
  });

  it('says of each bad item what is wrong, and uploads the others', async () => {
    const { uploads, userErrors } = await set([{ sku: 'I-A', dispatchDays: -1 }, { sku: 'I-A', maximumPurchasableQuantity: 1 }, { sku: 'I-E', maximumPurchasableQuantity: 0 }, { sku: 'A,B', dispatchDays: 1 }, { sku: 'I-B' }, { sku: 'I-C', cargoCompanies: ['1', '2', '3', '4'] }, { sku: 'I-D', dispatchDays: 2 }, { sku: 'I-D', dispatchDays: 3 }]);
    expect(userErrors).toMatchObject([
      { code: 'INVALID_QUANTITY', field: ['input', 'items', '0', 'dispatchDays'] },
      { code: 'DUPLICATE_SKU', field: ['input', 'items', '1', 'sku'] },
      { code: 'INVALID_QUANTITY', field: ['input', 'items', '2', 'maximumPurchasableQuantity'] },
      { code: 'INVALID_SKU', itemRef: 'A,B' },
      { code: 'NO_ITEMS', itemRef: 'I-B' },
      { code: 'TOO_MANY_ITEMS', itemRef: 'I-C' },
      { code: 'DUPLICATE_SKU', field: ['input', 'items', '7', 'sku'] },
    ]);
    expect(uploads.map(({ kind }) => kind)).toEqual(['SHIPPING_INFO']);
    expect(await set([])).toMatchObject({ uploads: [], userErrors: [{ code: 'NO_ITEMS' }] });
    expect(await set([{ sku: 'I-A', dispatchDays: 1 }], { idempotencyKey: '' })).toMatchObject({ uploads: [], userErrors: [{ code: 'INVALID_IDEMPOTENCY_KEY' }] });
  });

  it('has no result that Hepsiburada does not know, and says so where nobody knows what an upload carried', async () => {
    expect(await resultOf({ kind: 'INVENTORY', id: 'no-such-upload' })).toBeNull();
    const { uploads } = await set([{ sku: 'I-A', maximumPurchasableQuantity: 4 }]);
    await hepsiburada.advance(STEP_MS);
    shop.loseCache();
    expect(await resultOf(uploads[0]!)).toMatchObject({ state: 'DONE', applied: null, refused: [] });
  });
});
