import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicClient } from '../../../test/support/public-client.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

type Result<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly status?: number; readonly reason: string };
type Asked<T> = Promise<Result<T>>;
interface Category {
  readonly id: number;
  readonly subCategories: readonly Category[];
}
interface Package {
  readonly shipmentPackageId: number;
  readonly cargoTrackingNumber: number;
  readonly lines: readonly { readonly lineId: number; readonly barcode: string; readonly quantity: number }[];
}
interface Batch {
  readonly batchRequestId: string;
}
interface Client {
  testConnection(): Asked<readonly Category[]>;
  readonly reference: { getCategoryAttributes(id: number): Asked<{ categoryAttributes: readonly { required: boolean }[] }>; getBrands(page: object): Asked<{ brands: readonly { id: number }[] }> };
  readonly products: { filterApprovedProducts(page: object): Asked<{ content: readonly { variants: readonly { barcode: string }[] }[] }>; getBatchRequestResult(id: string): Asked<{ items: readonly { status: string }[] }> };
  readonly inventory: { updatePriceAndInventory(items: readonly object[]): Asked<Batch> };
  readonly orders: {
    getShipmentPackagesV2(query: object): Asked<{ content: readonly Package[] }>;
    streamPackages(query: object): AsyncIterable<Package>;
    updatePackageStatus(id: number, body: object): Asked<unknown>;
    cancelUnsupplied(id: number, body: object): Asked<unknown>;
  };
  readonly labels: { createCommonLabel(tracking: string, options: object): Asked<unknown>; getCommonLabel(tracking: string): Asked<{ data: readonly { label: string }[] }> };
  readonly webhooks: { createWebhook(body: object): Asked<{ id: string }>; getWebhooks(): Asked<readonly { id: string }[]> };
}

let shop: TestShop;
let client: Client;
beforeAll(async () => {
  shop = await startTestShop();
  await shop.seed([{ barcode: 'A', quantity: 10, salePrice: 100, listPrice: 120 }, { barcode: 'B', quantity: 10, salePrice: 100, listPrice: 120 }]);
  const { createTrendyolClient } = await publicClient<{ readonly createTrendyolClient: (config: object) => Client }>('@hubcommerce/trendyol');
  client = createTrendyolClient({ sellerId: String(SELLER.sellerId), apiKey: SELLER.apiKey, apiSecret: SELLER.apiSecret, gatewayBase: shop.url.replace(/\/integration$/, '') });
});
afterAll(() => shop.stop());

async function told<T>(asked: Asked<T>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(`${result.status ?? ''} ${result.reason}`);
  return result.data;
}

async function sold(lines: readonly object[]): Promise<Package> {
  await shop.control('POST', '/orders', { sellerId: SELLER.sellerId, lines });
  const { content } = await told(client.orders.getShipmentPackagesV2({ status: 'Created', size: 50 }));
  return content[0]!;
}

describe('a public client of Trendyol, given nothing but the address of the sandbox', () => {
  it('reads categories, attributes, brands and what is on sale', async () => {
    const leaf = (category: Category): Category => (category.subCategories[0] ? leaf(category.subCategories[0]) : category);
    const categories = await told(client.testConnection());
    expect((await told(client.reference.getCategoryAttributes(leaf(categories[0]!).id))).categoryAttributes.some(({ required }) => required)).toBe(true);
    expect((await told(client.reference.getBrands({ page: 0, size: 1000 }))).brands).toHaveLength(1000);
    const { content } = await told(client.products.filterApprovedProducts({ page: 0, size: 10 }));
    expect(content.flatMap(({ variants }) => variants.map(({ barcode }) => barcode)).toSorted()).toEqual(['A', 'B']);
  });

  it('changes price and stock, and is refused the same body again', async () => {
    const items = [{ barcode: 'A', quantity: 7, salePrice: 99.9, listPrice: 129.9 }];
    const { batchRequestId } = await told(client.inventory.updatePriceAndInventory(items));
    await shop.advance(5_000);
    expect((await told(client.products.getBatchRequestResult(batchRequestId))).items.map(({ status }) => status)).toEqual(['SUCCESS']);
    expect(await client.inventory.updatePriceAndInventory(items)).toMatchObject({ ok: false, status: 400 });
  });

  it('reads an order from list and stream, picks, invoices and labels it', async () => {
    const { shipmentPackageId, cargoTrackingNumber, lines } = await sold([{ barcode: 'A', quantity: 2 }]);
    const streamed: number[] = [];
    for await (const one of client.orders.streamPackages({ size: 50 })) streamed.push(one.shipmentPackageId);
    expect(streamed).toContain(shipmentPackageId);
    const all = lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    await told(client.orders.updatePackageStatus(shipmentPackageId, { status: 'Picking', lines: all, params: {} }));
    await told(client.orders.updatePackageStatus(shipmentPackageId, { status: 'Invoiced', lines: all, params: { invoiceNumber: 'ABC2026000000001' } }));
    await shop.advance(1_000);
    expect((await told(client.orders.getShipmentPackagesV2({ status: 'Invoiced', size: 50 }))).content.map((one) => one.shipmentPackageId)).toEqual([shipmentPackageId]);
    await told(client.labels.createCommonLabel(String(cargoTrackingNumber), { body: { format: 'ZPL' } }));
    expect((await told(client.labels.getCommonLabel(String(cargoTrackingNumber)))).data[0]?.label).toMatch(/^\^XA/);
  });

  it('cancels what it cannot supply', async () => {
    const { shipmentPackageId, lines } = await sold([{ barcode: 'B', quantity: 1 }]);
    await told(client.orders.cancelUnsupplied(shipmentPackageId, { lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })), reasonId: 500 }));
    await shop.advance(1_000);
    expect((await told(client.orders.getShipmentPackagesV2({ status: 'UnSupplied', size: 50 }))).content.flatMap((one) => one.lines.map(({ barcode }) => barcode))).toEqual(['B']);
  });

  it('registers a webhook', async () => {
    const { id } = await told(client.webhooks.createWebhook({ url: 'https://shop.example.invalid/hook', authenticationType: 'API_KEY', apiKey: '0123456789abcdef', subscribedStatuses: ['CREATED'] }));
    expect((await told(client.webhooks.getWebhooks())).map((one) => one.id)).toContain(id);
  });
});
