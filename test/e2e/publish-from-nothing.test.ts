import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SANDBOXES, type SandboxName } from '../../hub/sandbox-urls.js';
import type { StoreId } from '../../platform/ids.js';
import { eventually } from '../../subgraphs/sync/testing/lane-suite.js';
import { houseApi, type HouseApi } from '../support/house-api.js';
import { sixConnectors } from '../support/six-connectors.js';
import { openSixShops, type SixShops } from '../support/six-shops.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

/** What somebody looks for who has a jumper to sell. */
const WORDS: Readonly<Record<SandboxName, string>> = { trendyol: 'kazak', n11: 'kazak', hepsiburada: 'kazak', ozon: 'kazak', amazon: 'kazak', ebay: 'pullover' };
const VARIANTS = [
  { sku: 'KZK-NEW-M', barcode: '8690000100011', size: 'M' },
  { sku: 'KZK-NEW-L', barcode: '8690000100028', size: 'L' },
] as const;
const COLOUR = 'Kırmızı';
/** In lira, and what a lira is worth elsewhere. */
const PRICE = 800;
const RATES: Readonly<Record<string, string>> = { RUB: '2.5', EUR: '0.02' };

interface Attribute {
  readonly id: string;
  readonly required: boolean;
  readonly isVariant: boolean;
  readonly allowsCustomValue: boolean;
}
interface Named {
  readonly id: string;
  readonly name: string;
}
interface Written {
  readonly userErrors: readonly unknown[];
}
interface ListingView {
  readonly marketplace: string;
  readonly remoteKey: string;
  readonly content: { readonly state: string; readonly issue: { readonly message: string } | null; readonly published: { readonly presence: string } | null };
}

describe('someone who knows no ids, with a jumper in two sizes that is on sale nowhere', () => {
  let house: SyncHouse;
  let api: HouseApi;
  let shops: SixShops;
  const stores = new Map<SandboxName, StoreId>();
  /** All six work on what they were given at the same time. */
  const operations = new Map<SandboxName, string>();

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    shops = await openSixShops();
    const rates = { currentRate: async ({ from, to }: { from: string; to: string }) => (RATES[to] === undefined ? null : ({ from, to, rate: RATES[to], source: 'TCMB', date: '2026-11-20' } as never)) };
    house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_publish_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: sixConnectors({ settleMs: 500 }), rates });
    api = houseApi(house);
    for (const name of SANDBOXES) stores.set(name, await house.connectStore(shops.of[name].account));
    const { productUpsert } = await api.ask<{ productUpsert: Written }>('catalog', 'mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code message } } }', {
      input: {
        title: 'Balıkçı Yaka Triko Kazak', descriptionHtml: '<p>Yün karışımlı, yumuşak.</p>', language: 'TR', brand: 'Kuzey', images: ['https://example.invalid/1.jpg'],
        translations: [{ language: 'DE', title: 'Rollkragenpullover aus Wolle', descriptionHtml: '<p>Weich.</p>' }],
        variants: VARIANTS.map(({ sku, barcode, size }) => ({ sku, barcode, options: [{ name: 'Renk', value: COLOUR }, { name: 'Beden', value: size }], price: { amount: PRICE.toFixed(2), currency: 'TRY' }, onHand: 7 })),
      },
    });
    expect(productUpsert.userErrors).toEqual([]);
    house.sync.worker.start();
  });
  afterAll(async () => {
    await house.sync.worker.stop();
    await house.db.dropDatabase();
    await house.close();
    await shops.stop();
  });

  const ofStore = async <T>(name: SandboxName, field: string): Promise<T> => (await api.ofStore<{ found: T }>('sync', stores.get(name)!, `found: ${field}`)).found;

  /** A value of the variant's own where the marketplace has it, else the first; what has no list is said in one's own words. */
  async function valueOf(name: SandboxName, categoryId: string, { id, allowsCustomValue }: Attribute, wishes: readonly string[]) {
    const { nodes } = await ofStore<{ nodes: readonly Named[] }>(name, `attributeValues(categoryId: "${categoryId}", attributeId: "${id}", first: 250) { nodes { id name } }`);
    const value = nodes.find((one) => wishes.includes(one.name)) ?? nodes[0];
    return { attributeId: id, ...(value ? { valueId: value.id } : allowsCustomValue ? { customValue: 'Doğal' } : {}) };
  }

  async function mappingsFor(name: SandboxName, categoryId: string) {
    const attributes = (await ofStore<readonly Attribute[]>(name, `categoryAttributes(categoryId: "${categoryId}") { id required isVariant allowsCustomValue }`)).filter(({ required, isVariant }) => required || isVariant);
    const { nodes: brands } = await ofStore<{ nodes: readonly Named[] }>(name, 'brands(name: "Kuzey", first: 1) { nodes { id name } }');
    return Promise.all(VARIANTS.map(async ({ sku, size }) => ({ sku, mapping: { categoryId, brandId: brands[0]?.id ?? null, brandName: 'Kuzey', attributes: await Promise.all(attributes.map((attribute) => valueOf(name, categoryId, attribute, [COLOUR, 'Rot', size]))), vatRatePercent: 20, shipmentTemplate: 'Standart Teslimat' } })));
  }

  const publish = async (input: object) => (await api.ask<{ listingPublish: Written & { operation: { id: string } | null; dryRun: { requests: readonly { body: string }[] } | null } }>('sync', 'mutation ($input: ListingPublishInput!) { listingPublish(input: $input) { operation { id } userErrors { code message } dryRun { requests { method items body } } } }', { input })).listingPublish;
  const listingsOf = async (sku: string) => (await api.ask<{ variant: { listings: readonly ListingView[] } }>('catalog', 'query ($sku: String!) { variant(sku: $sku) { listings { marketplace remoteKey content { state issue { message } published { presence } } } } }', { sku })).variant.listings;

  it.each(SANDBOXES)('finds in the API all that publishing on %s needs', async (name) => {
    const storeId = stores.get(name)!;
    const { nodes } = await ofStore<{ nodes: readonly { id: string; isLeaf: boolean }[] }>(name, `categories(search: "${WORDS[name]}", first: 20) { nodes { id isLeaf } }`);
    const leaf = nodes.find(({ isLeaf }) => isLeaf);
    expect(leaf).toBeDefined();
    const items = await mappingsFor(name, leaf!.id);

    const dry = await publish({ storeId, items, dryRun: true });
    expect(dry.userErrors).toEqual([]);
    expect(dry.dryRun?.requests.length).toBeGreaterThan(0);
    for (const { sku } of VARIANTS) expect(await listingsOf(sku)).not.toContainEqual(expect.objectContaining({ marketplace: shops.of[name].account.marketplace }));

    const { operation, userErrors } = await publish({ storeId, items });
    expect(userErrors).toEqual([]);
    operations.set(name, operation!.id);
  });

  it.each(SANDBOXES)('has both on sale on %s', async (name) => {
    const { state, troubles } = await eventually(async () => (await api.ask<{ operation: { state: string; troubles: readonly unknown[] } }>('sync', 'query ($id: ID!) { operation(id: $id) { state troubles { code message } } }', { id: operations.get(name) })).operation, (now) => now.state === 'DONE' || now.state === 'DONE_WITH_ERRORS');
    expect({ state, troubles }).toEqual({ state: 'DONE', troubles: [] });
  });

  it.each(VARIANTS)('shows the one product on all six in size $size, with price and stock as the hub has them', async ({ sku }) => {
    const listings = await listingsOf(sku);
    expect(listings.map(({ content }) => [content.published?.presence, content.issue])).toEqual(SANDBOXES.map(() => ['LISTED', null]));
    for (const name of SANDBOXES) {
      const { account, shown } = shops.of[name];
      const { remoteKey = '' } = listings.find(({ marketplace }) => marketplace === account.marketplace) ?? {};
      const price = PRICE * Number(RATES[account.currency] ?? 1);
      await eventually(() => shown(remoteKey), (now) => now !== null && Math.abs(now.price - price) < 1 && now.quantity === 7);
    }
  });
});
