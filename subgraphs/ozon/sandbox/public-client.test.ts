import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicClient } from '../../../test/support/public-client.js';
import { API_KEY, CLIENT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

interface Client {
  request(path: string, body: object): Promise<never>;
}

let sandbox: RunningSandbox;
let create: (apiKey: string) => Client;
let client: Client;
beforeAll(async () => {
  sandbox = await runSandbox();
  const { OzonClient } = await publicClient<{ OzonClient: new (options: object) => Client }>('artefactby-ozon-seller-api');
  create = (apiKey) => new OzonClient({ clientId: CLIENT_ID, apiKey, baseUrl: sandbox.url });
  client = create(API_KEY);
  await sandbox.sell('CUP');
});
afterAll(() => sandbox.stop());

const ask = <T>(path: string, body: object = {}): Promise<T> => client.request(path, body);

describe('a public client of Ozon, given nothing but the address of the sandbox', () => {
  it('publishes a card with what the category requires', async () => {
    const category = { description_category_id: 17027904, type_id: 93244, language: 'RU' };
    const required = (await ask<{ result: { id: number; is_required: boolean; dictionary_id: number }[] }>('/v1/description-category/attribute', category)).result.filter((one) => one.is_required);
    const attributes = await Promise.all(required.map(async ({ id, dictionary_id }) => {
      if (dictionary_id === 0) return { id, complex_id: 0, values: [{ value: 'Чашка' }] };
      const [first] = (await ask<{ result: { id: number; value: string }[] }>('/v1/description-category/attribute/values', { ...category, attribute_id: id, limit: 1, last_value_id: 0 })).result;
      return { id, complex_id: 0, values: [{ dictionary_value_id: first?.id, value: first?.value }] };
    }));
    const card = { offer_id: 'NEW', name: 'Чашка', ...category, price: '1000', old_price: '1500', currency_code: 'RUB', vat: '0', depth: 100, width: 100, height: 100, dimension_unit: 'mm', weight: 300, weight_unit: 'g', images: ['https://images.example.invalid/1.jpg'], attributes };
    const { result } = await ask<{ result: { task_id: number } }>('/v3/product/import', { items: [card] });
    await sandbox.advance(60_000);
    expect(await ask('/v1/product/import/info', { task_id: result.task_id })).toMatchObject({ result: { items: [{ offer_id: 'NEW', status: 'imported', errors: [] }] } });
    expect((await ask<{ items: { offer_id: string }[] }>('/v3/product/info/list', { offer_id: ['NEW'] })).items.map((one) => one.offer_id)).toEqual(['NEW']);
  });

  it('changes price and stock, and reads them', async () => {
    const { warehouses } = await ask<{ warehouses: { warehouse_id: number }[] }>('/v2/warehouse/list', { limit: 100 });
    expect(await ask('/v1/product/import/prices', { prices: [{ offer_id: 'CUP', price: '900', old_price: '1500', currency_code: 'RUB' }] })).toMatchObject({ result: [{ updated: true, errors: [] }] });
    expect(await ask('/v2/products/stocks', { stocks: [{ offer_id: 'CUP', stock: 8, warehouse_id: warehouses[0]?.warehouse_id }] })).toMatchObject({ result: [{ updated: true, errors: [] }] });
    const filter = { offer_id: ['CUP'], visibility: 'ALL' };
    expect(Number((await ask<{ items: { price: { price: number } }[] }>('/v5/product/info/prices', { cursor: '', limit: 100, filter })).items[0]?.price.price)).toBe(900);
    expect((await ask<{ items: { stocks: { present: number }[] }[] }>('/v4/product/info/stocks', { cursor: '', limit: 100, filter })).items[0]?.stocks[0]?.present).toBe(8);
  });

  it('reads a posting, packs it and cancels another', async () => {
    const [kept, dropped] = [await sandbox.order({ CUP: 2 }), await sandbox.order({ CUP: 1 })];
    const { result } = await ask<{ result: { products: { sku: number; quantity: number }[] } }>('/v3/posting/fbs/get', { posting_number: kept.postingNumber });
    await ask('/v4/posting/fbs/ship', { posting_number: kept.postingNumber, packages: [{ products: result.products.map(({ sku, quantity }) => ({ product_id: sku, quantity })) }] });
    expect(await ask('/v2/posting/fbs/cancel', { posting_number: dropped.postingNumber, cancel_reason_id: 352 })).toMatchObject({ result: true });
    const day = 86_400_000;
    const filter = { since: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() };
    const { postings } = await ask<{ postings: { posting_number: string; status: string }[] }>('/v4/posting/fbs/list', { filter, limit: 100, sort_dir: 'ASC', cursor: '' });
    expect(Object.fromEntries(postings.map((one) => [one.posting_number, one.status]))).toEqual({ [kept.postingNumber]: 'awaiting_deliver', [dropped.postingNumber]: 'cancelled' });
  });

  it('is refused with a wrong key, and by methods that Ozon has switched off', async () => {
    await expect(create('another').request('/v3/product/list', { filter: {}, limit: 1, last_id: '' })).rejects.toMatchObject({ status: 403 });
    await expect(client.request('/v3/posting/fbs/list', {})).rejects.toMatchObject({ status: 404 });
  });
});
