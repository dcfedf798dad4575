import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_STORES, type DemoStore } from '../../hub/demo/demo-stores.js';
import { SANDBOXES, type SandboxName } from '../../hub/sandbox-urls.js';
import { startAmazonSandbox } from '../../subgraphs/amazon/sandbox/index.js';
import { startEbaySandbox } from '../../subgraphs/ebay/sandbox/index.js';
import { startHepsiburadaSandbox } from '../../subgraphs/hepsiburada/sandbox/index.js';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { startOzonSandbox } from '../../subgraphs/ozon/sandbox/index.js';
import { sku as n11Product } from '../../subgraphs/n11/sandbox/testing/running-sandbox.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import { sandboxControl, type SandboxControl } from './sandbox-control.js';
import type { StoreAccountInTest } from './sync-house.js';

type StartSandbox = (o: { port: number; dataDir: string; sellers: never[] }) => Promise<{ readonly url: string; stop(): Promise<void> }>;

const START: Readonly<Record<SandboxName, StartSandbox>> = { trendyol: startTrendyolSandbox, n11: startN11Sandbox, hepsiburada: startHepsiburadaSandbox, ozon: startOzonSandbox, amazon: startAmazonSandbox, ebay: startEbaySandbox };

/** No quotas, and answers as soon as they can come: both have tests of their own. */
const QUICK = { quotaScale: 0, batchDelayMs: 20, approvalDelayMs: 20 };
const QUICK_TOO: Readonly<Partial<Record<SandboxName, object>>> = {
  hepsiburada: { dailyUploadsPerListing: 100_000 },
  ozon: { stockPairWindowMs: 0, priceChangesPerHour: 0, circleOpensAfter: 0 },
  amazon: { publishDelayMs: 20, orderListLagMs: 0 },
};

export interface OpenShop {
  readonly name: SandboxName;
  readonly control: SandboxControl;
  /** What the hub is told to connect it: orders are polled, whatever else the marketplace offers. */
  readonly account: StoreAccountInTest & { readonly currency: string };
  /** What the sandbox's `POST /sellers` takes for this shop. */
  readonly seller: DemoStore['account'];
  /** Puts goods on sale at 100 in the shop's currency, ten of each, under these remote keys. */
  readonly sell: (keys: readonly string[]) => Promise<unknown>;
  /** What buyers see under a remote key; null when nothing is on sale there. */
  readonly shown: (key: string) => Promise<Shown | null>;
}

export interface Shown {
  readonly price: number;
  readonly quantity: number;
}

export interface SixShops {
  readonly of: Readonly<Record<SandboxName, OpenShop>>;
  stop(): Promise<void>;
}

/** A sandbox of each marketplace in this process, each with one shop that has nothing on sale. */
export async function openSixShops(): Promise<SixShops> {
  const dataDir = await mkdtemp(join(tmpdir(), 'six-shops-'));
  const started = await Promise.all(SANDBOXES.map(async (name) => ({ name, sandbox: await START[name]({ port: 0, dataDir: join(dataDir, name), sellers: [] }) })));
  const shops = await Promise.all(started.map(({ name, sandbox }) => openShop(name, sandbox.url)));
  return {
    of: Object.fromEntries(shops.map((shop) => [shop.name, shop])) as Record<SandboxName, OpenShop>,
    async stop() {
      await Promise.all(started.map(({ sandbox }) => sandbox.stop()));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openShop(name: SandboxName, url: string): Promise<OpenShop> {
  const store = DEMO_STORES.find(({ sandbox }) => sandbox === name);
  if (!store) throw new Error(`the demo seller has no store on ${name}`);
  const control = sandboxControl(url);
  await control.put('/settings', { ...QUICK, ...QUICK_TOO[name] });
  await control.post('/sellers', store.account);
  const credentials = Object.fromEntries(Object.entries(store.credentials(url)).filter(([field]) => !field.startsWith('sqs')));
  return { name, control, seller: store.account, ...GOODS[name](control, store.remoteSellerId), account: { marketplace: store.marketplace, remoteSellerId: store.remoteSellerId, currency: store.currency, credentials, baseUrl: `${url}${store.basePath}` } };
}

type Goods = Pick<OpenShop, 'sell' | 'shown'>;
type Row = Readonly<Record<string, unknown>>;

const PRICE = 100;
const STOCK = 10;

/** How each sandbox is told of goods on sale, and asked what it shows. */
const GOODS: Readonly<Record<SandboxName, (control: SandboxControl, seller: string) => Goods>> = {
  trendyol: (control, seller) => ({
    sell: (keys) => control.post('/products', { sellerId: Number(seller), items: keys.map((barcode) => ({ barcode, quantity: STOCK, salePrice: PRICE, listPrice: PRICE })) }),
    shown: async (key) => firstRow(await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${seller}&barcode=${key}`), 'salePrice', 'quantity'),
  }),
  n11: (control, seller) => ({
    sell: (keys) => control.post('/products/bulk', { sellerId: Number(seller), products: keys.map((key) => n11Product(key, { quantity: STOCK, salePrice: PRICE, listPrice: PRICE })) }),
    shown: async (key) => firstRow(await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${seller}&stockCode=${key}`), 'salePrice', 'quantity'),
  }),
  hepsiburada: (control, merchantId) => ({
    sell: (keys) => control.post('/products', { merchantId, products: keys.map((merchantSku) => ({ merchantSku, stock: STOCK, price: PRICE })) }),
    shown: async (key) => firstRow(await control.get<{ listings: readonly Row[] }>(`/listings?merchantId=${merchantId}&merchantSku=${key}`), 'price', 'availableStock'),
  }),
  ozon: (control, clientId) => ({
    sell: (keys) => control.post('/products', { clientId, items: keys.map((offerId) => ({ offerId, stock: STOCK, price: PRICE })) }),
    async shown(key) {
      const { priceMinor, stocks } = await control.get<{ priceMinor: number; stocks: readonly { free: number }[] }>(`/products/${key}?clientId=${clientId}`);
      return { price: priceMinor / 100, quantity: stocks[0]?.free ?? 0 };
    },
  }),
  amazon: (control, sellerId) => ({
    sell: (keys) => control.post('/listings', { sellerId, items: keys.map((sku) => ({ sku, quantity: STOCK, price: PRICE, listPrice: PRICE })) }),
    shown: async (key) => firstRow(await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${sellerId}&sku=${key}`), 'price', 'quantity'),
  }),
  ebay: (control, seller) => ({
    sell: (keys) => control.post('/products', { seller, items: keys.map((sku) => ({ sku, quantity: STOCK, price: PRICE.toFixed(2) })) }),
    async shown(key) {
      const { quantity, offers } = await control.get<{ quantity: number; offers: readonly { isPublished: boolean; price: { value: string } | null }[] }>(`/listings?seller=${seller}&sku=${key}`);
      return offers[0]?.isPublished === true ? { price: Number(offers[0].price?.value), quantity } : null;
    },
  }),
};

function firstRow({ listings }: { readonly listings: readonly Row[] }, price: string, quantity: string): Shown | null {
  const [row] = listings;
  return row ? { price: Number(row[price]), quantity: Number(row[quantity]) } : null;
}
