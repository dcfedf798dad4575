import type { SellerId, StoreId } from '../../platform/ids.js';
import type { ContentMapping } from '../../subgraphs/sync/connector/contract.js';
import type { StoreAccess } from '../../subgraphs/sync/connector/store-access.js';
import type { SandboxName, SandboxUrls } from '../sandbox-urls.js';
import { BUYER_SHARES, DEMO_STORES, type DemoStore } from './demo-stores.js';
import { generateProducts, type DemoProduct, type DemoVariant } from './generate-products.js';
import { hubApi, sandboxControl, type HubApi } from './hub-api.js';
import { createContentMapper, type ContentMapper } from './map-content.js';
import { toShopifyCsv } from './shopify-csv.js';

export const DEMO_SELLER = 'sel_demo' as SellerId;

/** Every how-many-eth product has texts for abroad: those that the stores there sell. */
const SOLD_ABROAD = 8;
const ITEMS_PER_PUBLISH = 1_000;
/** What the demo's products are priced in. */
const CURRENCY = 'TRY';
const RATE_KNOWN_WITHIN_MS = 60_000;
const PUBLISHED_WITHIN_MS = 120_000;

export interface FillDemoOptions {
  readonly url: string;
  readonly key: string;
  readonly sandboxes: SandboxUrls;
  /** Where it sells. */
  readonly marketplaces: readonly SandboxName[];
  readonly access: Pick<StoreAccess, 'open'>;
  readonly products: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** Makes the demo seller over the public API: stores, products, listings. Filling again changes nothing. */
export async function fillDemo(o: FillDemoOptions): Promise<void> {
  const hub = hubApi(o);
  const products = generateProducts({ seed: o.seed, products: o.products, variantsAtLeast: o.products * 4 });
  const variants = products.reduce((count, product) => count + product.variants.length, 0);
  o.say(`demo seller: ${products.length} products, ${variants} variants, seed ${o.seed}`);
  await importProducts(hub, products);
  await translate(hub, products);
  const fillStore = async (store: DemoStore): Promise<void> => {
    await sandboxControl(o.sandboxes[store.sandbox], '/sellers', store.account);
    if (store.queue !== undefined) await sandboxControl(o.sandboxes[store.sandbox], '/queues', store.queue);
    const storeId = await connect(hub, store, o.sandboxes);
    await untilRateKnown(hub, store.currency);
    const { connector, context } = await o.access.open(storeId);
    if (connector.catalogue === undefined) return;
    const mapper = createContentMapper(connector.catalogue, context);
    const sold = products.filter((_, index) => index % store.everyNth === 0);
    const listed = await publish({ hub, storeId, mapper, assortment: `${o.seed}-${o.products}`, products: sold });
    if (isFirstOnItsMarketplace(store)) await addMappings({ hub, marketplace: store.marketplace, mapper, products: sold });
    o.say(`demo seller: ${listed} listings on ${store.name}`);
  };
  await Promise.all(DEMO_STORES.filter(({ sandbox }) => o.marketplaces.includes(sandbox)).map(fillStore));
}

/** Lets buyers come to the sandboxes' shops. */
export async function startBuyers(sandboxes: SandboxUrls, { marketplaces, perMinute, seed }: { marketplaces: readonly SandboxName[]; perMinute: number; seed: number }): Promise<void> {
  for (const name of marketplaces) await sandboxControl(sandboxes[name], '/buyers', { perMinute: perMinute * BUYER_SHARES[name], seed });
}

async function importProducts(hub: HubApi, products: readonly DemoProduct[]): Promise<void> {
  const { productsImport } = await hub.ask<{ productsImport: { userErrors: readonly { message: string }[] } }>(
    'mutation ($input: ProductsImportInput!) { productsImport(input: $input) { userErrors { message } } }',
    { input: { csv: toShopifyCsv(products), currency: CURRENCY } },
  );
  refuse(productsImport.userErrors);
}

/** The texts of what is also sold abroad. */
async function translate(hub: HubApi, products: readonly DemoProduct[]): Promise<void> {
  for (const { code, translations } of products.filter((_, index) => index % SOLD_ABROAD === 0)) {
    const { productUpsert } = await hub.ask<{ productUpsert: Payload }>('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { message } } }', { input: { handle: code.toLowerCase(), translations } });
    refuse(productUpsert.userErrors);
  }
}

async function connect(hub: HubApi, store: DemoStore, sandboxes: SandboxUrls): Promise<StoreId> {
  const { name, marketplace, remoteSellerId, currency, sandbox, basePath } = store;
  const baseUrl = sandboxes[sandbox] + basePath;
  const credentials = store.credentials(sandboxes[sandbox]);
  const { storeConnect } = await hub.ask<{ storeConnect: { store: { id: StoreId } | null; userErrors: readonly { message: string }[] } }>(
    'mutation ($input: StoreConnectInput!) { storeConnect(input: $input) { store { id } userErrors { message } } }',
    { input: { name, marketplace, remoteSellerId, credentials, baseUrl, currency } },
  );
  refuse(storeConnect.userErrors);
  if (storeConnect.store === null) throw new Error(`${name} was not connected`);
  if (store.webhookByHand !== undefined) await registerWebhook(hub, { storeId: storeConnect.store.id, sandboxUrl: sandboxes[sandbox], account: store.webhookByHand });
  return storeConnect.store.id;
}

/** As a seller would: what the hub shows is handed to the marketplace. */
async function registerWebhook(hub: HubApi, { storeId, sandboxUrl, account }: { storeId: StoreId; sandboxUrl: string; account: Readonly<Record<string, string>> }): Promise<void> {
  const { store } = await hub.ask<{ store: { webhook: { setup: { address: string; secret: string } | null } } | null }>('query ($id: ID!) { store(id: $id) { webhook { setup { address secret } } } }', { id: storeId });
  const setup = store?.webhook.setup;
  if (setup) await sandboxControl(sandboxUrl, '/webhooks', { ...account, url: setup.address, password: setup.secret }, 'PUT');
}

interface PublishOptions {
  readonly hub: HubApi;
  readonly storeId: StoreId;
  readonly mapper: ContentMapper;
  readonly products: readonly DemoProduct[];
  /** Names what is published, so that another assortment is another request. */
  readonly assortment: string;
}

async function publish({ hub, storeId, mapper, products, assortment }: PublishOptions): Promise<number> {
  const items = await mapItems(mapper, products);
  const operations: string[] = [];
  for (let start = 0; start < items.length; start += ITEMS_PER_PUBLISH) {
    const { listingPublish } = await hub.ask<{ listingPublish: { operation: { id: string } | null; userErrors: readonly { message: string }[] } }>(
      'mutation ($input: ListingPublishInput!) { listingPublish(input: $input) { operation { id } userErrors { message } } }',
      { input: { storeId, items: items.slice(start, start + ITEMS_PER_PUBLISH), idempotencyKey: `demo-${storeId}-${assortment}-${start}` } },
    );
    refuse(listingPublish.userErrors);
    if (listingPublish.operation !== null) operations.push(listingPublish.operation.id);
  }
  for (const id of operations) await untilFinished(hub, id);
  return items.length;
}

async function mapItems(mapper: ContentMapper, products: readonly DemoProduct[]): Promise<{ sku: string; mapping: ContentMapping }[]> {
  const items: { sku: string; mapping: ContentMapping }[] = [];
  for (const { product, variant } of products.flatMap((one) => one.variants.map((variant): { product: DemoProduct; variant: DemoVariant } => ({ product: one, variant })))) {
    const mapping = await mapper.map(product, variant);
    if (mapping !== null) items.push({ sku: variant.sku, mapping });
  }
  return items;
}

function isFirstOnItsMarketplace(store: DemoStore): boolean {
  return DEMO_STORES.find(({ marketplace }) => marketplace === store.marketplace) === store;
}

/** How the seller's types of product are called on a marketplace; those that are there already stay as they are. */
async function addMappings({ hub, marketplace, mapper, products }: { hub: HubApi; marketplace: string; mapper: ContentMapper; products: readonly DemoProduct[] }): Promise<void> {
  for (const kind of new Set(products.map((product) => product.kind))) {
    const known = await hub.ask<{ categoryMapping: object | null }>('query ($marketplace: Marketplace!, $kind: String!) { categoryMapping(marketplace: $marketplace, productType: $kind) { categoryId } }', { marketplace, kind });
    const mapping = known.categoryMapping === null ? await mapper.mapType(kind, products.filter((product) => product.kind === kind)) : null;
    if (mapping === null) continue;
    const { categoryMappingUpsert } = await hub.ask<{ categoryMappingUpsert: Payload }>('mutation ($input: CategoryMappingUpsertInput!) { categoryMappingUpsert(input: $input) { userErrors { message } } }', { input: { marketplace, ...mapping } });
    refuse(categoryMappingUpsert.userErrors);
  }
}

/** The worker reads the banks as soon as it runs; without a rate a store in another currency would be refused everything at first. */
async function untilRateKnown(hub: HubApi, currency: string): Promise<void> {
  const giveUpAtMs = Date.now() + RATE_KNOWN_WITHIN_MS;
  while (currency !== CURRENCY && Date.now() < giveUpAtMs) {
    const { exchangeRate } = await hub.ask<{ exchangeRate: object | null }>('query ($from: String!, $to: String!) { exchangeRate(from: $from, to: $to) { rate } }', { from: CURRENCY, to: currency });
    if (exchangeRate !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function untilFinished(hub: HubApi, id: string): Promise<void> {
  const giveUpAtMs = Date.now() + PUBLISHED_WITHIN_MS;
  while (Date.now() < giveUpAtMs) {
    const { operation } = await hub.ask<{ operation: { state: string } | null }>('query ($id: ID!) { operation(id: $id) { state } }', { id });
    if (operation?.state === 'DONE' || operation?.state === 'DONE_WITH_ERRORS') return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

interface Payload {
  readonly userErrors: readonly { readonly message: string }[];
}

function refuse(userErrors: readonly { readonly message: string }[]): void {
  if (userErrors.length > 0) throw new Error(`the demo seller was refused: ${userErrors.slice(0, 3).map(({ message }) => message).join('; ')}${userErrors.length > 3 ? ` and ${userErrors.length - 3} more` : ''}`);
}
