import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leadFetch, publicClient } from '../../../test/support/public-client.js';
import { keys, runSandbox, sku, type RunningSandbox } from './testing/running-sandbox.js';

type Result<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly status?: number; readonly reason: string };
type Asked<T> = Promise<Result<T>>;
interface Category {
  readonly id: number;
  readonly subCategories: readonly Category[] | null;
}
interface Package {
  readonly shipmentPackageStatus: string;
  readonly orderNumber: string;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
}
interface Task {
  readonly rows: readonly { readonly itemCode: string; readonly status: string }[];
}
interface Client {
  testConnection(): Asked<{ categories: readonly Category[] }>;
  readonly categories: { getAttributes(id: number): Asked<{ categoryAttributes: readonly { isMandatory: boolean }[] }> };
  readonly products: {
    createProduct(skus: readonly object[], options: object): Asked<{ id: string }>;
    updatePriceStock(skus: readonly object[]): Asked<{ id: string }>;
    query(query: object): Asked<{ content: readonly object[] }>;
  };
  readonly tasks: { pageQuery(id: string, kind: string): Asked<Task> };
  readonly orders: { list(query: object): Asked<{ content: readonly Package[] }>; update(body: object): Asked<{ content: readonly { status: string }[] }>; splitPackageByQuantity(body: object): Asked<{ code: number }> };
  readonly returns: { cancelPartialReasonTypes(): Asked<{ items: readonly { id: string }[] }>; cancelPartial(body: object): Asked<{ status: string }>; list(query: object): Asked<{ claimReturns: readonly object[] }> };
}

let sandbox: RunningSandbox;
let restoreFetch: () => void;
let create: (config: object) => Client;
let client: Client;
beforeAll(async () => {
  sandbox = await runSandbox();
  restoreFetch = leadFetch('https://api.n11.com', sandbox.url);
  ({ createN11Client: create } = await publicClient<{ readonly createN11Client: (config: object) => Client }>('@hubcommerce/n11'));
  client = create({ appKey: keys.appkey, appSecret: keys.appsecret, allowProdMutations: true });
});
afterAll(async () => {
  restoreFetch();
  await sandbox.stop();
});

async function told<T>(asked: Asked<T>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(`${result.status ?? ''} ${result.reason}`);
  return result.data;
}

async function taskDone({ id }: { readonly id: string }, kind: string): Promise<Task['rows']> {
  await sandbox.advance(2_000);
  return (await told(client.tasks.pageQuery(id, kind))).rows.map(({ itemCode, status }) => ({ itemCode, status }));
}

describe('a public client of N11, its address led to the sandbox', () => {
  it('reads categories and attributes', async () => {
    const leaf = (category: Category): Category => (category.subCategories?.[0] ? leaf(category.subCategories[0]) : category);
    const { categories } = await told(client.testConnection());
    expect((await told(client.categories.getAttributes(leaf(categories[0]!).id))).categoryAttributes.some(({ isMandatory }) => isMandatory)).toBe(true);
  });

  it('creates a product, changes its price and stock, and reads them', async () => {
    expect(await taskDone(await told(client.products.createProduct([sku('ELB-1')], { validate: false })), 'product-create')).toEqual([{ itemCode: 'ELB-1', status: 'SUCCESS' }]);
    expect(await taskDone(await told(client.products.updatePriceStock([{ stockCode: 'ELB-1', listPrice: 1200, salePrice: 1100.5, quantity: 9, currencyType: 'TL' }])), 'price-stock-update')).toEqual([{ itemCode: 'ELB-1', status: 'SUCCESS' }]);
    expect((await told(client.products.query({ stockCode: 'ELB-1' }))).content).toMatchObject([{ stockCode: 'ELB-1', salePrice: 1100.5, quantity: 9 }]);
  });

  it('reads an order, accepts it, divides it, and cancels a part of it by SOAP', async () => {
    await sandbox.control('/orders', { sellerId: 2000001, lines: [{ stockCode: 'ELB-1', quantity: 3 }] });
    const [created] = (await told(client.orders.list({ status: 'Created', size: 20 }))).content;
    const orderLineId = created!.lines[0]!.orderLineId;
    expect((await told(client.orders.update({ lines: [{ orderLineId }], status: 'Picking' }))).content).toMatchObject([{ status: 'SUCCESS' }]);
    expect(await told(client.orders.splitPackageByQuantity({ splitPackages: [{ packageDetails: [{ orderLineId, quantities: 1 }] }, { packageDetails: [{ orderLineId, quantities: 2 }] }] }))).toMatchObject({ code: 200 });
    const parts = (await told(client.orders.list({ status: 'Picking', size: 20 }))).content;
    expect(parts.map(({ lines }) => lines[0]?.quantity).toSorted()).toEqual([1, 2]);
    const reason = (await told(client.returns.cancelPartialReasonTypes())).items[0]!.id;
    const [whole] = parts.flatMap(({ lines }) => lines).filter(({ quantity }) => quantity === 1);
    expect(await told(client.returns.cancelPartial({ orderItemId: whole!.orderLineId, cancelQuantity: 1, cancelReasonTypeId: reason }))).toMatchObject({ status: 'success' });
    expect((await told(client.orders.list({ status: 'UnSupplied', size: 20 }))).content.map(({ orderNumber }) => orderNumber)).toEqual([created!.orderNumber]);
    expect((await told(client.returns.list({}))).claimReturns).toEqual([]);
  });

  it('is refused with a wrong secret', async () => {
    const stranger = create({ appKey: keys.appkey, appSecret: 'another' });
    expect(await stranger.products.query({ size: 1 })).toMatchObject({ ok: false, status: 401 });
  });
});
