import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfferChange } from '../../sync/connector/contract.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import type { OzonContext } from './client.js';
import { createOzonConnector } from './index.js';
import { offers } from './offers.js';
import { checkOffer } from './prices.js';
import { contextOver, httpTo } from './testing/contexts.js';

const known = { price: null, quantity: null };
const rub = (saleMinor: number, listMinor = saleMinor) => ({ saleMinor, listMinor, currency: 'RUB' as const });

describe('offers on Ozon', () => {
  let sandbox: RunningSandbox;
  let context: OzonContext;
  const http: ReturnType<typeof httpTo>[] = [];

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell(...['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => `OFFER-${name}`));
    http.push(httpTo(sandbox.url));
    context = contextOver({ http: http[0]! });
  });
  afterAll(async () => {
    for (const one of http) await one.close();
    await sandbox.stop();
  });

  const push = (...changes: Omit<OfferChange, 'known'>[]) => offers.push(context, changes.map((change) => ({ ...change, known })));
  const readOne = async (key: string) => (await offers.read(context, [key]))[0];
  const countCalls = async (path: string) => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${path}&limit=100000`)).requests.length;

  it('says price and stock in one call each and one result per item', async () => {
    expect(await push({ remoteKey: 'OFFER-A', price: rub(150_000, 200_000), quantity: 9 })).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'OFFER-A', ok: true, remoteIds: { productId: expect.any(String) } }] });
    expect(await readOne('OFFER-A')).toMatchObject({ price: rub(150_000, 200_000), quantity: 9 });
    expect([await countCalls('/v1/product/import/prices'), await countCalls('/v2/products/stocks')]).toEqual([1, 1]);
  });

  it('says 1,000 prices in one call, and one result per item', async () => {
    const { pricesPerPush = 0 } = createOzonConnector().limits;
    const keys = ['OFFER-A', 'OFFER-B', ...Array.from({ length: pricesPerPush - 2 }, (_, i) => `NO-SUCH-KEY-${i}`)];
    const before = await countCalls('/v1/product/import/prices');
    const outcome = await push(...keys.map((remoteKey) => ({ remoteKey, price: rub(123_400) })));
    const results = outcome.kind === 'SETTLED' ? outcome.results : [];
    expect([results.length, await countCalls('/v1/product/import/prices')]).toEqual([1_000, before + 1]);
    expect(results.filter(({ ok }) => ok).map(({ remoteKey }) => remoteKey)).toEqual(['OFFER-A', 'OFFER-B']);
    expect((await readOne('OFFER-B'))?.price).toEqual(rub(123_400));
  });

  it('asks for its warehouse once, however many calls set out side by side', async () => {
    const fresh = contextOver({ http: http[0]! });
    const before = await countCalls('/v2/warehouse/list');
    await sandbox.advance(60_000);
    const outcomes = await Promise.all(['OFFER-A', 'OFFER-B'].map((remoteKey) => offers.push(fresh, [{ remoteKey, quantity: 2, known }])));
    expect(outcomes).toMatchObject([{ results: [{ ok: true }] }, { results: [{ ok: true }] }]);
    expect(await countCalls('/v2/warehouse/list')).toBe(before + 1);
  });

  it('shows in a dry run the calls it makes, one for stock and one for prices', async () => {
    const { warehouses } = (await sandbox.post<{ warehouses: { warehouse_id: number }[] }>('/v2/warehouse/list', { limit: 10, cursor: '' })).json;
    const named = contextOver({ http: http[0]!, credentials: { warehouseId: String(warehouses[0]!.warehouse_id) } });
    const sent: object[] = [];
    const listening = { ...named, http: { send: (request: Parameters<typeof named.http.send>[0]) => (sent.push({ method: request.method, path: request.path, body: request.body, quotaGroup: request.quotaGroup }), named.http.send(request)) } };
    const changes = [{ remoteKey: 'OFFER-A', price: rub(150_000), quantity: 4, known }, { remoteKey: 'OFFER-B', quantity: 5, known }, { remoteKey: 'OFFER-C', price: { ...rub(150_000), currency: 'USD' as const }, known }];
    const shown = offers.previewAll!(named.store, changes);
    await offers.push(listening, changes);
    expect(shown.map(({ items: _items, ...request }) => request)).toEqual(sent);
    expect(shown.map(({ items }) => items)).toEqual([2, 1]);
    expect(offers.previewAll!(context.store, changes)[0]?.body).toContain('"warehouse_id":"{warehouseId}"');
  });

  it('takes a crossed-out price away when there is no discount any more', async () => {
    await push({ remoteKey: 'OFFER-B', price: rub(150_000, 200_000) });
    await push({ remoteKey: 'OFFER-B', price: rub(160_000) });
    expect((await readOne('OFFER-B'))?.price).toEqual(rub(160_000));
  });

  it('wants a stock that came within 30 s of the last one sent later, and refuses nothing', async () => {
    await push({ remoteKey: 'OFFER-C', quantity: 5 });
    expect(await push({ remoteKey: 'OFFER-C', quantity: 4, price: rub(111_100) })).toMatchObject({
      kind: 'SETTLED',
      results: [{ remoteKey: 'OFFER-C', ok: false, fields: ['quantity'], retryAfterMs: 30_000, issue: { code: 'STOCK_CHANGES_TOO_OFTEN', remoteCode: 'TOO_MANY_REQUESTS', retryable: true } }],
    });
    expect(await readOne('OFFER-C')).toMatchObject({ quantity: 5, price: rub(111_100) });
    await sandbox.advance(30_000);
    expect(await push({ remoteKey: 'OFFER-C', quantity: 4 })).toMatchObject({ results: [{ ok: true }] });
  });

  it("refuses a price that is not in the shop's currency by itself, and says the stock", async () => {
    const before = await countCalls('/v1/product/import/prices');
    expect(await push({ remoteKey: 'OFFER-D', quantity: 3, price: { saleMinor: 1_000, listMinor: 1_000, currency: 'USD' } })).toMatchObject({ results: [{ ok: false, fields: ['price'], issue: { code: 'CURRENCY_REFUSED' } }] });
    expect([await countCalls('/v1/product/import/prices'), (await readOne('OFFER-D'))?.quantity]).toEqual([before, 3]);
  });

  it('leaves the whole in doubt when stock was said and the answer about the price was lost', async () => {
    await sandbox.control('POST', '/faults', { kind: 'drop-after', match: { path: '/v1/product/import/prices' }, times: 1 });
    await expect(push({ remoteKey: 'OFFER-E', quantity: 8, price: rub(99_900) })).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    expect(await readOne('OFFER-E')).toMatchObject({ quantity: 8, price: rub(99_900) });
  });

  it('is in doubt too when stock was said and the price refused for the quota', async () => {
    await sandbox.control('POST', '/faults', { kind: 'status', status: 429, body: { code: 8, message: 'You have reached request rate limit per second' }, match: { path: '/v1/product/import/prices' }, times: 1 });
    await expect(push({ remoteKey: 'OFFER-F', quantity: 8, price: rub(99_900) })).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', outcome: 'UNKNOWN' });
    expect((await readOne('OFFER-F'))?.quantity).toBe(8);
  });

  it('reads units reserved by orders as not for sale', async () => {
    await sandbox.order({ 'OFFER-G': 2 });
    expect((await readOne('OFFER-G'))?.quantity).toBe(48);
  });
});

describe("Ozon's rules of prices", () => {
  const refusal = (saleMinor: number, listMinor: number, currency: 'RUB' | 'USD' | 'TRY' = 'RUB') => checkOffer({ remoteKey: 'A', price: { saleMinor, listMinor, currency }, known }, new Date())?.code ?? null;

  it.each<[string, number, number, string | null]>([
    ['20 RUB above 400 RUB', 40_000, 42_000, 'DISCOUNT_REFUSED'],
    ['20.01 RUB above 400 RUB', 40_000, 42_001, null],
    ['5 % of a list price of 2,000 RUB', 190_000, 200_000, 'DISCOUNT_REFUSED'],
    ['a little more than 5 %', 189_900, 200_000, null],
    ['500 RUB above 10,001 RUB', 1_000_100, 1_050_100, 'DISCOUNT_REFUSED'],
    ['500.01 RUB above 10,001 RUB', 1_000_100, 1_050_101, null],
    ['a discount of 90 %', 10_000, 100_000, 'DISCOUNT_REFUSED'],
  ])('answer a gap of %s', (_name, sale, list, expected) => {
    expect(refusal(sale, list)).toBe(expected);
  });

  it('know no roubles in a shop that sells in dollars, and no lira at all', () => {
    expect([refusal(1_000, 1_100, 'USD'), refusal(1_000, 1_040, 'USD'), refusal(1_000, 1_000, 'TRY')]).toEqual([null, 'DISCOUNT_REFUSED', 'CURRENCY_REFUSED']);
  });
});
