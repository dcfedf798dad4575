import { describe, expect, it } from '@jest/globals';
import { claims } from './claims.js';
import { catalogue, valuesIn } from './catalogue.js';
import { createOzonConnector } from './index.js';
import { offers } from './offers.js';
import { orders } from './orders.js';
import { contextOver, scriptedHttp } from './testing/contexts.js';

const known = { price: null, quantity: null };
const WAREHOUSES = { '/v2/warehouse/list': () => ({ warehouses: [{ warehouse_id: '22000000000001', name: 'Склад', status: 'created' }], cursor: '', has_next: false }) };
const STOCKS = '/v2/products/stocks';
const LIST = '/v4/posting/fbs/list';
const since = new Date('2026-11-20T00:00:00Z');

const posting = (number: string, change: object = {}): object => ({
  posting_number: number, order_number: number.replace(/-\d+$/, ''), order_id: 3_000_000_001, parent_posting_number: '', status: 'awaiting_packaging', substatus: 'posting_created', in_process_at: '2026-11-20T08:00:11Z', shipment_date: '2026-11-21T10:00:00Z', delivering_date: null, tracking_number: '',
  products: [{ sku: 150_000_001, offer_id: 'A', name: 'Футболка', quantity: 2, price: { amount: '1290.00', currency: 'RUB' } }], ...change,
});

describe("Ozon's answers gone strange", () => {
  it.each<[string, object]>([
    ['an exhausted quota', { code: 8, message: 'You have reached request rate limit per second' }],
    ['an inner error', { code: 13, message: 'Internal error' }],
  ])('to the list of warehouses, such as %s, hold up no stock of a shop whose warehouse was known before', async (_name, trouble) => {
    const first = contextOver({ http: scriptedHttp({ ...WAREHOUSES, [STOCKS]: () => ({ result: [] }) }) });
    await offers.push(first, [{ remoteKey: 'A', quantity: 1, known }]);
    const troubled = scriptedHttp({ '/v2/warehouse/list': () => trouble, [STOCKS]: () => ({ result: [] }) });
    await offers.push({ ...contextOver({ http: troubled }), store: first.store }, [{ remoteKey: 'A', quantity: 2, known }]);
    expect(JSON.parse(String(troubled.asked.find(({ path }) => path === STOCKS)?.body))).toMatchObject({ stocks: [{ stock: 2, warehouse_id: 22_000_000_000_001 }] });
    await expect(offers.push(contextOver({ http: troubled }), [{ remoteKey: 'A', quantity: 2, known }])).rejects.toThrow();
  });

  it.each<[string, object, object]>([
    ['an exhausted quota', { code: 8, message: 'You have reached request rate limit per second' }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 1_000 }],
    ['refused credentials', { code: 16, message: 'Invalid Api-Key, please check the key and try again' }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
    ['an inner error', { code: 13, message: 'Internal error' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a bad parameter', { code: 3, message: 'Request validation error' }, { errorClass: 'VALIDATION', outcome: 'REFUSED' }],
    ['an exhausted quota with its number as text', { code: '8', message: 'You have reached request rate limit per second' }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 1_000 }],
    ['refused credentials one level down', { error: { code: 16, message: 'Invalid Api-Key' } }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
    ['an error without a number', { error: { code: 'ERROR_UNKNOWN', message: 'something went wrong' } }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['an open circle', { code: 2, message: 'Circle is open' }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 180_000 }],
  ])('tell %s inside a 200 by its class', async (_name, body, expected) => {
    const context = contextOver({ http: scriptedHttp({ ...WAREHOUSES, [STOCKS]: () => body }) });
    await expect(offers.push(context, [{ remoteKey: 'A', quantity: 1, known }])).rejects.toMatchObject(expected);
  });

  it('wait minutes for an open circle, whatever its status', async () => {
    for (const status of [400, 429, 500]) {
      const context = contextOver({ http: scriptedHttp({ '/v1/roles': () => ({ code: 2, message: 'Circle is open' }) }, { status }) });
      await expect(createOzonConnector().checkAccount(context)).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', retryAfterMs: 180_000 });
    }
  });

  it.each(['Invalid Api-Key, please check the key and try again', 'Api-key is deactivated, use another one or generate a new one', 'Api-Key is restricted to specific IP addresses', 'Offer not signed'])('are AUTHENTICATION for a 403 that says: %s', async (message) => {
    const context = contextOver({ http: scriptedHttp({ '/v1/roles': () => ({ code: 7, message }) }, { status: 403 }) });
    await expect(createOzonConnector().checkAccount(context)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', message: expect.stringContaining(message) });
  });

  it.each([['7', 7_000], ['0', 1_000], ['soon', 1_000], ['-5', 1_000], ['999999999999999999', 600_000]])('that ask to wait %s s are believed for minutes at most', async (asked, retryAfterMs) => {
    const context = contextOver({ http: scriptedHttp({ '/v1/roles': () => ({ code: 8, message: 'You have reached request rate limit per second' }) }, { status: 429, headers: { 'retry-after': asked } }) });
    await expect(createOzonConnector().checkAccount(context)).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', retryAfterMs });
  });

  it('are not the key’s fault where a page in HTML stands before the API', async () => {
    const context = contextOver({ http: scriptedHttp({ '/v1/roles': () => '\n<!DOCTYPE html><title>403 Forbidden</title>' }, { status: 403 }) });
    await expect(createOzonConnector().checkAccount(context)).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
  });

  it('leave an item in doubt that is not answered, or answered twice and differently', async () => {
    const row = (offer_id: string, updated: boolean) => ({ offer_id, product_id: 1, warehouse_id: 22_000_000_000_001, updated, errors: [] });
    const context = contextOver({ http: scriptedHttp({ ...WAREHOUSES, [STOCKS]: () => ({ result: [row('A', true), row('B', true), row('B', false), row('C', true), row('C', true)] }) }) });
    const outcome = await offers.push(context, ['A', 'B', 'C', 'D'].map((remoteKey) => ({ remoteKey, quantity: 1, known })));
    expect(outcome.kind === 'SETTLED' && outcome.results.map(({ remoteKey }) => remoteKey)).toEqual(['A', 'C']);
  });

  it('read numbers written as text, and text written as numbers', async () => {
    const http = scriptedHttp({
      ...WAREHOUSES,
      '/v3/product/info/list': () => ({ items: [{ id: '900000001', offer_id: 'A', sku: '150000001', currency_code: 'RUB', price: 1290.5, old_price: '1690.0000', statuses: { status: 'price_sent' } }] }),
      '/v2/product/info/stocks-by-warehouse/fbs': () => ({ products: [{ offer_id: 'A', warehouse_id: '22000000000001', present: '12', reserved: '2' }], has_next: false, cursor: '' }),
    });
    expect(await offers.read(contextOver({ http }), ['A'])).toEqual([{ remoteKey: 'A', price: { saleMinor: 129_050, listMinor: 169_000, currency: 'RUB' }, quantity: 10, onSale: true, remoteIds: { productId: '900000001', sku: '150000001' } }]);
  });

  it('read a card whose describing fields have changed their type; with a price that has, that card is told apart', async () => {
    const card = (change: object) => ({ id: 900_000_001, offer_id: 'A', sku: 150_000_001, currency_code: 'RUB', price: '1290.00', old_price: '', statuses: { status: 'price_sent' }, ...change });
    const read = (change: object) => offers.read(contextOver({ http: scriptedHttp({ ...WAREHOUSES, '/v3/product/info/list': () => ({ items: [card(change), card({ offer_id: 'B' })] }), '/v2/product/info/stocks-by-warehouse/fbs': () => ({ products: [], has_next: false, cursor: '' }) }) }), ['A', 'B']);
    expect(await read({ statuses: 'fine', errors: { none: true }, price_indexes: 7, model_info: [], name: 12 })).toMatchObject([{ remoteKey: 'A', price: { saleMinor: 129_000 } }, { remoteKey: 'B' }]);
    expect(await read({ price: { amount: '1290.00' } })).toMatchObject([{ remoteKey: 'B', price: { saleMinor: 129_000 } }, { remoteKey: 'A', price: null, unreadable: "'price' cannot be read" }]);
  });

  it('leave a quantity unsaid, not zero, where the list of stocks goes in circles', async () => {
    const http = scriptedHttp({
      ...WAREHOUSES,
      '/v3/product/info/list': () => ({ items: ['A', 'B'].map((offer_id) => ({ id: 1, offer_id, sku: 1, currency_code: 'RUB', price: '1290.00', old_price: '' })) }),
      '/v2/product/info/stocks-by-warehouse/fbs': () => ({ products: [{ offer_id: 'A', warehouse_id: 22_000_000_000_001, present: 3, reserved: 0 }], has_next: true, cursor: 'same' }),
    });
    expect((await offers.read(contextOver({ http }), ['A', 'B'])).map(({ remoteKey, quantity }) => [remoteKey, quantity])).toEqual([['A', 3], ['B', null]]);
  });

  it('set a posting aside whose field has changed its type, and read the others', async () => {
    const http = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1'), posting('2-0001-1', { products: 'none' }), posting('3-0001-1')], cursor: '', has_next: false }) });
    const page = await orders.changedSince(contextOver({ http }), since, null);
    expect(page.items.map(({ remoteOrderId }) => remoteOrderId)).toEqual(['1-0001', '3-0001']);
    expect(page.unreadable).toEqual([{ reason: expect.stringMatching(/cannot be read/), text: expect.stringContaining('2-0001-1') }]);
  });

  it.each<[string, object]>([
    ['is no amount, instead of taking it for free', { amount: 'договорная', currency: 'RUB' }],
    ['is in a currency nobody keeps here, instead of taking tenge for roubles', { amount: '9990.00', currency: 'KZT' }],
  ])('set a posting aside whose price %s', async (_name, price) => {
    const broken = posting('2-0001-1', { products: [{ sku: 1, offer_id: 'A', quantity: 1, price }] });
    const page = await orders.changedSince(contextOver({ http: scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1'), broken], cursor: '', has_next: false }) }) }), since, null);
    expect([page.items.length, page.unreadable?.length]).toEqual([1, 1]);
  });

  it.each<[string, unknown, number]>([
    ['the v4 way', { product_id: 150_000_001, old_price: 1_690, price: 1_290, payout: 0, commission: { amount: 0, percent: 0, currency: 'RUB' } }, 40_000],
    ['the v3 way, numbers as text', { product_id: '150000001', old_price: '1690.00', price: '1290.0000', commission_amount: '1.234', commissions_currency_code: 'RUB', customer_price: '1190' }, 40_000],
    ['with a crossed-out price below the price', { product_id: 150_000_001, old_price: 1_000 }, 0],
    ['without one', { product_id: 150_000_001, old_price: 0 }, 0],
    ['for another product', { product_id: 9, old_price: 1_690 }, 0],
    ['in another shape', 'soon', 0],
    ['with another type of field', { product_id: 150_000_001, old_price: { amount: 1_690 }, actions: 'none' }, 0],
    ["in a currency that is not the order's", { product_id: 150_000_001, old_price: 20, currency_code: 'USD' }, 0],
  ])('read discounts told %s, and leave the price what it is', async (_name, product, unitDiscountMinor) => {
    const http = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1', { financial_data: { cluster_from: '', products: [product] } })], cursor: '', has_next: false }) });
    const { items, unreadable } = await orders.changedSince(contextOver({ http }), since, null);
    expect(unreadable).toEqual([]);
    expect(items[0]?.packages[0]?.lines).toMatchObject([{ unitPriceMinor: 129_000 + unitDiscountMinor, unitDiscountMinor }]);
  });

  it('keep a status nobody knows beside UNKNOWN', async () => {
    const http = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1', { status: 'teleported' })], cursor: '', has_next: false }) });
    expect((await orders.changedSince(contextOver({ http }), since, null)).items[0]?.packages).toMatchObject([{ status: 'UNKNOWN', remoteStatus: 'teleported' }]);
  });

  it('end a list of postings whose cursor stands still or goes in circles', async () => {
    const none = () => ({ postings: [], cursor: '', has_next: false });
    const standing = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1')], cursor: 'same', has_next: true }), '/v3/posting/fbo/list': none, '/v4/posting/fbs/unfulfilled/list': none });
    const context = contextOver({ http: standing });
    let pages = 0;
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false, pages += 1) cursor = (await orders.changedSince(context, since, cursor)).next;
    expect(pages).toBe(4);

    const circling = scriptedHttp({
      ...WAREHOUSES,
      '/v3/product/list': ({ last_id }) => ({ result: { items: [{ offer_id: 'A' }, { offer_id: 'B' }], total: 10, last_id: last_id === 'one' ? 'two' : 'one' } }),
      '/v3/product/info/list': () => ({ items: [] }),
    });
    const reading = contextOver({ http: circling });
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) cursor = (await offers.list(reading, cursor)).next;
    expect(circling.asked.filter(({ path }) => path === '/v3/product/list')).toHaveLength(5);
  });

  it('that are no tree of categories are not kept as an empty one', async () => {
    let nodes: object[] = [{ id: 17_027_904, title: 'Одежда' }];
    const context = contextOver({ http: scriptedHttp({ '/v1/description-category/tree': () => ({ result: nodes }) }) });
    await expect(catalogue.categories(context)).rejects.toMatchObject({ errorClass: 'SERVER' });
    nodes = [{ description_category_id: 1, category_name: 'Одежда', children: [{ type_id: 2, type_name: 'Футболка' }] }];
    expect(await catalogue.categories(context)).toMatchObject([{ name: 'Одежда', children: [{ name: 'Футболка' }] }]);
  });

  it('end a dictionary and a list of returns that do not move on', async () => {
    const http = scriptedHttp({
      '/v1/description-category/attribute': () => ({ result: [{ id: 85, name: 'Бренд', dictionary_id: 900_085 }] }),
      '/v1/description-category/attribute/values': () => ({ result: [{ id: 5, value: 'Anka' }], has_next: true }),
      '/v1/returns/list': () => ({ returns: [{ id: 7, order_number: '1-0001', type: 'ClientReturn', visual: { status: { sys_name: 'Brandnew' }, change_moment: '2026-11-20T08:00:11Z' } }], has_next: true }),
    });
    const context = contextOver({ http });
    expect(await valuesIn(context, { categoryId: '1:2', attributeId: '85', cursor: '5', language: 'TR' })).toMatchObject({ next: null });
    for (const last_id of [7, 9, 8, 0]) {
      const wishes = contextOver({ http: scriptedHttp({ '/v2/conditional-cancellation/list': () => ({ result: Array.from({ length: 500 }, () => ({ cancellation_id: 7, posting_number: '' })), last_id }) }) });
      expect((await claims.list(wishes, since, 'cancel:7:200')).next).toBeNull();
      expect((await claims.list(wishes, since, 'cancel:7:3')).next).toBe(last_id === 7 || last_id === 0 ? null : `cancel:${last_id}:4`);
    }
    expect(await claims.list(context, since, '7')).toMatchObject({ next: 'rfbs:0', items: [{ state: 'UNKNOWN', status: 'Brandnew' }] });
    const row = { return_id: 7, order_number: '1-0001', created_at: '2026-11-20T08:00:11Z', state: { state: 'Brandnew', group_state: 'Arbitration' } };
    for (const returns of [Array.from({ length: 500 }, () => row), row, null]) {
      const rfbs = contextOver({ http: scriptedHttp({ '/v2/returns/rfbs/list': () => ({ returns }) }) });
      expect((await claims.list(rfbs, since, 'rfbs:7')).next).toBe('cancel:0');
      if (returns) expect((await claims.list(rfbs, since, 'rfbs:7')).items[0]).toMatchObject({ remoteClaimId: 'rfbs-7', state: 'DISPUTED', status: 'Brandnew' });
    }
  });

  it('find a posting that waits to be packed and was never shown as changed', async () => {
    const none = () => ({ postings: [], cursor: '', has_next: false });
    const http = scriptedHttp({ [LIST]: none, '/v3/posting/fbo/list': none, '/v4/posting/fbs/unfulfilled/list': () => ({ postings: [posting('9-0001-1')], cursor: '', has_next: false }) });
    const context = contextOver({ http });
    const found: string[] = [];
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page = await orders.changedSince(context, since, cursor);
      found.push(...page.items.map(({ remoteOrderId }) => remoteOrderId));
      cursor = page.next;
    }
    expect(found).toEqual(['9-0001']);
  });

  it('tell a posting once that a page shows twice', async () => {
    const http = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1'), posting('1-0001-1')], cursor: '', has_next: false }) });
    const { items } = await orders.changedSince(contextOver({ http }), since, null);
    expect(items).toHaveLength(1);
    expect(new Set(items[0]?.packages.map(({ remoteRevision }) => remoteRevision)).size).toBe(1);
  });

  it('never let an older reading of a posting overtake a newer one', async () => {
    let now = new Date('2026-11-20T10:00:00Z');
    let status = 'awaiting_packaging';
    const http = scriptedHttp({ [LIST]: () => ({ postings: [posting('1-0001-1', { status })], cursor: '', has_next: false }) });
    const context = contextOver({ http, now: () => now });
    const revision = async () => (await orders.changedSince(context, since, null)).items[0]!.packages[0]!.remoteRevision;
    const first = await revision();
    now = new Date('2026-11-20T10:00:05Z');
    expect(await revision()).toBe(first);
    status = 'awaiting_deliver';
    const moved = await revision();
    expect(moved).toBeGreaterThan(first);
    // Asked for earlier, answered later, with the old state.
    [now, status] = [new Date('2026-11-20T10:00:02Z'), 'awaiting_packaging'];
    expect(await revision()).toBeLessThan(moved);
    [now, status] = [new Date('2026-11-20T10:00:09Z'), 'awaiting_deliver'];
    expect(await revision()).toBe(moved);
  });
});
