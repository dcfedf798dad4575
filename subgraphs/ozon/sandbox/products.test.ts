import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

interface ItemErrors {
  readonly result: readonly { readonly offer_id: string; readonly updated: boolean; readonly errors: readonly { readonly code: string }[] }[];
}
interface TaskItems {
  readonly result: { readonly items: readonly { readonly offer_id: string; readonly status: string; readonly errors: readonly { readonly code: string }[] }[] };
}

const item = (offerId: string, change: object = {}): object => ({
  offer_id: offerId, name: 'Футболка', description_category_id: 17_027_904, type_id: 93_244, price: '1290.00', old_price: '1690.00', currency_code: 'RUB', vat: '0.2', barcode: '', depth: 300, width: 200, height: 30, dimension_unit: 'mm', weight: 220, weight_unit: 'g', primary_image: 'https://img.example.invalid/a.jpg', images: [],
  attributes: [
    { id: 85, complex_id: 0, values: [{ dictionary_value_id: 850_001 }] },
    { id: 9_048, complex_id: 0, values: [{ value: offerId }] },
    { id: 10_096, complex_id: 0, values: [{ dictionary_value_id: 100_960_001 }] },
    { id: 4_295, complex_id: 0, values: [{ dictionary_value_id: 42_950_003 }] },
    { id: 9_163, complex_id: 0, values: [{ dictionary_value_id: 91_630_001 }] },
  ],
  ...change,
});

describe("the sandbox's cards", () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runSandbox();
  });
  afterAll(() => sandbox.stop());

  const begin = async (...items: readonly object[]): Promise<number> => (await sandbox.post<{ result: { task_id: number } }>('/v3/product/import', { items })).json.result.task_id;
  const task = async (taskId: number) => (await sandbox.post<TaskItems>('/v1/product/import/info', { task_id: taskId })).json.result.items;
  const importNow = async (...items: readonly object[]) => {
    const taskId = await begin(...items);
    await sandbox.advance(300);
    return task(taskId);
  };
  const statusOf = async (offerId: string): Promise<string | undefined> => (await sandbox.post<{ items: { statuses: { status: string } }[] }>('/v3/product/info/list', { offer_id: [offerId] })).json.items[0]?.statuses.status;

  it('are worked off after the answer, then wait for the moderators', async () => {
    const taskId = await begin(item('NEW-1'));
    expect(await task(taskId)).toMatchObject([{ status: 'pending' }]);
    await sandbox.advance(300);
    expect(await task(taskId)).toMatchObject([{ status: 'imported', errors: [] }]);
    expect(await statusOf('NEW-1')).toBe('moderating');
    expect((await sandbox.post<ItemErrors>('/v2/products/stocks', { stocks: [{ offer_id: 'NEW-1', stock: 1, warehouse_id: 22_000_030_000_011 }] })).json.result[0]).toMatchObject({ updated: false, errors: [{ code: 'product_is_not_created' }] });
    await sandbox.advance(3_000);
    expect(await statusOf('NEW-1')).toBe('price_sent');
  });

  it('survive a restart with their tasks, their moderation and their stock', async () => {
    const taskId = await begin(item('NEW-2'));
    await sandbox.sell('STOCKED');
    await sandbox.restart();
    expect(await task(taskId)).toMatchObject([{ status: 'pending' }]);
    await sandbox.advance(300);
    await sandbox.restart();
    await sandbox.advance(3_000);
    expect(await statusOf('NEW-2')).toBe('price_sent');
    expect(await sandbox.control('GET', '/products/STOCKED')).toMatchObject({ stocks: [{ free: 50 }] });
  });

  it('sent again unchanged are skipped', async () => {
    await importNow(item('SAME'));
    expect(await importNow(item('SAME'))).toMatchObject([{ status: 'skipped' }]);
    expect(await importNow(item('SAME', { name: 'Футболка новая' }))).toMatchObject([{ status: 'imported' }]);
  });

  it.each<[string, object, string]>([
    ['a density nobody believes', { weight: 900_000 }, 'Incorrect_density'],
    ['no size', { depth: 0 }, 'invalid_dimensions'],
    ["another currency than the cabinet's", { currency_code: 'USD' }, 'invalid_currency'],
    ['a discount of 1 RUB', { price: '300.00', old_price: '301.00' }, 'discount_for_low_price_is_too_small'],
    ['a discount of 95 %', { price: '50.00', old_price: '1000.00' }, 'discount_too_big'],
    ['a pair of category and type there is not', { type_id: 93_600 }, 'invalid_category'],
    ['a VAT rate there is not', { vat: '0.18' }, 'invalid_vat'],
    ['a required attribute missing', { attributes: [] }, 'REQUIRED_ATTRIBUTE_IS_EMPTY'],
    ['no image', { primary_image: '', images: [] }, 'no_images'],
  ])('with %s fail by themselves', async (name, change, code) => {
    const [bad, good] = await importNow(item(`BAD-${name}`.slice(0, 50), change), item(`GOOD-${name}`.slice(0, 50)));
    expect([bad?.status, bad?.errors[0]?.code, good?.status]).toEqual(['failed', code, 'imported']);
  });

  it('above the limit of the day fail', async () => {
    await sandbox.control('PUT', '/settings', { dailyCreateLimit: 0 });
    expect(await importNow(item('TOO-MANY'))).toMatchObject([{ status: 'failed', errors: [{ code: 'item_limit_exceeded' }] }]);
    await sandbox.control('PUT', '/settings', { dailyCreateLimit: 10_000 });
  });

  it('take ten prices an hour', async () => {
    await sandbox.sell('PRICED');
    const price = async (amount: string) => (await sandbox.post<ItemErrors>('/v1/product/import/prices', { prices: [{ offer_id: 'PRICED', price: amount, old_price: '0' }] })).json.result[0];
    for (let change = 0; change < 10; change += 1) expect((await price(`${1_000 + change}.00`))?.updated).toBe(true);
    expect(await price('1100.00')).toMatchObject({ updated: false, errors: [{ code: 'TOO_MANY_REQUESTS' }] });
    await sandbox.advance(3_600_000);
    expect((await price('1100.00'))?.updated).toBe(true);
  });

  it('keep units that orders reserve out of what the seller says, and give them up when they leave', async () => {
    await sandbox.sell('RESERVED');
    const placed = await sandbox.order({ RESERVED: 3 });
    const stocks = async () => (await sandbox.control<{ stocks: { free: number; reserved: number }[] }>('GET', '/products/RESERVED')).stocks[0];
    expect(await stocks()).toMatchObject({ free: 47, reserved: 3 });
    const warehouseId = (await sandbox.post<{ warehouses: { warehouse_id: number }[] }>('/v2/warehouse/list', { limit: 10 })).json.warehouses[0]!.warehouse_id;
    await sandbox.post('/v2/products/stocks', { stocks: [{ offer_id: 'RESERVED', stock: 10, warehouse_id: warehouseId }] });
    expect(await stocks()).toMatchObject({ free: 10, reserved: 3 });
    await sandbox.post('/v4/posting/fbs/ship', { posting_number: placed.postingNumber, packages: [{ products: [{ product_id: placed.products[0]!.sku, quantity: 3 }] }] });
    await sandbox.control('POST', `/orders/${placed.orderNumber}/ship`);
    expect(await stocks()).toMatchObject({ free: 10, reserved: 0 });
  });

  it('are listed page by page, each once', async () => {
    const seen: string[] = [];
    let lastId = '';
    do {
      const { json } = await sandbox.post<{ result: { items: { offer_id: string }[]; last_id: string; total: number } }>('/v3/product/list', { filter: { visibility: 'ALL' }, last_id: lastId, limit: 5 });
      seen.push(...json.result.items.map(({ offer_id }) => offer_id));
      lastId = json.result.last_id;
    } while (lastId !== '');
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
