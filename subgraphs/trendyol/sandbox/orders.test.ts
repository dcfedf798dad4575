import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ShipmentPackage } from './packages/package.js';
import { SHIRTS, testOrders } from './test-orders.js';
import { startTestShop, type TestShop } from './test-shop.js';

const DAY_MS = 86_400_000;

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed(SHIRTS);
});
afterEach(() => shop.stop());

interface Stream {
  readonly content: ShipmentPackage[];
  readonly size: number;
  readonly hasMore: boolean;
  readonly nextCursor: string;
}
interface List {
  readonly content: ShipmentPackage[];
  readonly totalElements: number;
}

const stream = (query = '') => shop.api<Stream>('GET', `/order/sellers/:id/orders/stream${query}`);
const list = (query = '') => shop.api<List>('GET', `/order/sellers/:id/v2/orders${query}`);
const { buy, packagesOf, setStatus, stockOf } = testOrders(() => shop);

describe('a purchase', () => {
  it('lowers the stock and makes a package with all its amounts', async () => {
    const placed = await buy([{ barcode: 'RED-M', quantity: 2, sellerDiscount: 10 }, { barcode: 'RED-L', quantity: 1 }]);
    expect(placed).toMatchObject({ status: 'Created', createdBy: 'order-creation', originPackageIds: null, packageGrossAmount: 250, packageSellerDiscount: 20, packageTotalDiscount: 20, packageTotalPrice: 230 });
    expect(placed.lines[0]).toMatchObject({ barcode: 'RED-M', quantity: 2, lineGrossAmount: 100, lineUnitPrice: 90, orderLineItemStatusName: 'Created' });
    expect(placed.lines[0]!.discountDetails).toHaveLength(2);
    expect(placed.customerEmail).toMatch(/@example\.invalid$/);
    expect([await stockOf('RED-M'), await stockOf('RED-L')]).toEqual([8, 9]);
  });

  it('is refused when stock is short, and then changes nothing', async () => {
    await expect(buy([{ barcode: 'RED-L', quantity: 1 }, { barcode: 'RED-M', quantity: 11 }])).rejects.toThrow('409');
    await expect(buy([{ barcode: 'GREEN', quantity: 1 }])).rejects.toThrow('409');
    expect([await stockOf('RED-M'), await stockOf('RED-L')]).toEqual([10, 10]);
    expect((await stream()).body.content).toEqual([]);
  });

  it('has a tracking number that is a JSON number, sometimes beyond 2^53', async () => {
    const texts: string[] = [];
    for (let order = 0; order < 5; order += 1) {
      const { orderNumber } = await buy([{ barcode: 'RED-M', quantity: 1 }]);
      texts.push((await list(`?orderNumber=${orderNumber}`)).text);
    }
    const numbers = texts.map((text) => BigInt(/"cargoTrackingNumber":(\d+)/.exec(text)![1]!));
    expect(numbers.some((number) => number > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
  });

  it('may wait for its payment', async () => {
    const { orderNumber, status } = await buy([{ barcode: 'RED-M', quantity: 1 }], { awaiting: true });
    expect([status, await stockOf('RED-M')]).toEqual(['Awaiting', 9]);
    await shop.control('POST', `/orders/${orderNumber}/confirm`);
    expect(await packagesOf(orderNumber)).toMatchObject([{ status: 'Created' }]);
  });
});

describe('the order stream', () => {
  it('gives packages by last change, newest first, page by page', async () => {
    const placed: number[] = [];
    for (let order = 0; order < 5; order += 1) {
      placed.unshift((await buy([{ barcode: 'RED-M', quantity: 1 }])).shipmentPackageId);
      await shop.advance(10);
    }
    const first = (await stream('?size=2')).body;
    const second = (await stream(`?size=2&nextCursor=${first.nextCursor}`)).body;
    const third = (await stream(`?size=2&nextCursor=${second.nextCursor}`)).body;
    expect([first, second, third].flatMap(({ content }) => content.map(({ shipmentPackageId }) => shipmentPackageId))).toEqual(placed);
    expect([first.hasMore, second.hasMore, third.hasMore, third.nextCursor]).toEqual([true, true, false, '']);
  });

  it('filters by status and by window', async () => {
    const one = await buy();
    await buy([{ barcode: 'RED-L', quantity: 1 }]);
    await setStatus(one, 'Picking');
    await shop.advance(1);
    expect((await stream('?packageItemStatuses=Picking,Invoiced')).body.content).toMatchObject([{ shipmentPackageId: one.shipmentPackageId }]);
    const later = one.orderDate + DAY_MS;
    expect((await stream(`?lastModifiedStartDate=${later}&lastModifiedEndDate=${later + DAY_MS}`)).body.content).toEqual([]);
  });

  it('refuses changed filters under a cursor, a foreign cursor and too wide windows', async () => {
    for (let order = 0; order < 3; order += 1) await buy([{ barcode: 'RED-M', quantity: 1 }]);
    const { nextCursor } = (await stream('?size=1')).body;
    const { now } = await shop.control<{ now: number }>('GET', '/clock');
    const refused = [`?size=1&nextCursor=${nextCursor}&packageItemStatuses=Created`, '?nextCursor=abc', `?lastModifiedStartDate=${now - 15 * DAY_MS}&lastModifiedEndDate=${now}`, '?size=201', '?packageItemStatuses=Sold', `?lastModifiedStartDate=${now - 100 * DAY_MS}`];
    for (const query of refused) expect([query, (await stream(query)).status]).toEqual([query, 400]);
    expect((await stream(`?size=2&nextCursor=${nextCursor}`)).status).toBe(200);
  });

  it('keeps the filters of the first page when later pages leave them out', async () => {
    const picked = [];
    for (let order = 0; order < 3; order += 1) picked.push(await buy([{ barcode: 'RED-M', quantity: 1 }]));
    for (const one of picked.slice(0, 2)) await setStatus(one, 'Picking');
    await shop.advance(1);
    const first = (await stream('?size=1&packageItemStatuses=Picking')).body;
    const second = (await stream(`?size=50&nextCursor=${first.nextCursor}`)).body;
    expect([...first.content, ...second.content].map(({ status }) => status)).toEqual(['Picking', 'Picking']);
  });
});

describe('the order list', () => {
  it('looks up orders by number and packages by id', async () => {
    const one = await buy();
    await buy();
    expect((await list(`?orderNumber=${one.orderNumber}`)).body).toMatchObject({ totalElements: 1, content: [{ shipmentPackageId: one.shipmentPackageId }] });
    expect((await list(`?shipmentPackageIds=${one.shipmentPackageId}`)).body.totalElements).toBe(1);
  });

  it('shows the last week unless a window of at most two weeks is given', async () => {
    const one = await buy();
    await shop.advance(8 * DAY_MS);
    expect((await list()).body.totalElements).toBe(0);
    expect((await list(`?startDate=${one.orderDate - 1}&endDate=${one.orderDate + DAY_MS}`)).body.totalElements).toBe(1);
    expect((await list(`?startDate=${one.orderDate}&endDate=${one.orderDate + 15 * DAY_MS}`)).status).toBe(400);
    await shop.advance(25 * DAY_MS);
    expect((await list(`?orderNumber=${one.orderNumber}`)).body.totalElements).toBe(0);
  });

  it('reaches 10,000 packages and no further', async () => {
    expect((await list('?size=200&page=49')).status).toBe(200);
    expect((await list('?size=200&page=50')).status).toBe(429);
    expect((await list('?size=201')).status).toBe(400);
    expect((await list(`?shipmentPackageIds=${Array.from({ length: 51 }, (_, id) => id + 1).join(',')}`)).status).toBe(400);
  });

  it('orders by creation or by change, either way', async () => {
    const one = await buy([{ barcode: 'RED-M', quantity: 1 }]);
    await shop.advance(10);
    const two = await buy([{ barcode: 'RED-M', quantity: 1 }]);
    await shop.advance(10);
    await setStatus(one, 'Picking');
    const ids = async (query: string) => (await list(query)).body.content.map(({ shipmentPackageId }) => shipmentPackageId);
    expect(await ids('?orderByField=PackageLastModifiedDate&orderByDirection=DESC')).toEqual([one.shipmentPackageId, two.shipmentPackageId]);
    expect(await ids('?orderByField=CreatedDate&orderByDirection=DESC')).toEqual([two.shipmentPackageId, one.shipmentPackageId]);
    expect(await ids('?orderByField=CreatedDate&orderByDirection=ASC')).toEqual([one.shipmentPackageId, two.shipmentPackageId]);
  });
});

describe('random buyers', () => {
  it('order at the rate asked for, the same for the same seed, and go on after a restart', async () => {
    expect(await shop.control('POST', '/buyers', { perMinute: 60, seed: 7 })).toEqual({ perMinute: 60, seed: 7 });
    await shop.advance(5_000);
    const before = (await list()).body.totalElements;
    await shop.restart();
    await shop.advance(10_000);
    expect(before).toBeGreaterThan(0);
    expect((await list()).body.totalElements).toBeGreaterThan(before);
    await shop.control('POST', '/buyers', { perMinute: 0 });
    const { pending } = await shop.control<{ pending: unknown[] }>('GET', '/clock');
    await shop.advance(60_000);
    expect(pending.length).toBeLessThanOrEqual(1);
    expect((await shop.control<{ pending: unknown[] }>('GET', '/clock')).pending).toEqual([]);
  });
});
