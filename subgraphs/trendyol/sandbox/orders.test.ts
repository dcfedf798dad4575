import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ShipmentPackage } from './packages/package.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

const DAY_MS = 86_400_000;

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed([
    { barcode: 'RED-M', title: 'Kırmızı tişört', quantity: 10, salePrice: 100, listPrice: 120 },
    { barcode: 'RED-L', title: 'Kırmızı tişört', quantity: 10, salePrice: 50, listPrice: 60 },
  ]);
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

const buy = (lines: object[] = [{ barcode: 'RED-M', quantity: 2 }], more: object = {}) =>
  shop.control<ShipmentPackage>('POST', '/orders', { sellerId: SELLER.sellerId, lines, ...more });
const stream = (query = '') => shop.api<Stream>('GET', `/order/sellers/:id/orders/stream${query}`);
const list = (query = '') => shop.api<List>('GET', `/order/sellers/:id/v2/orders${query}`);
const packagesOf = async (orderNumber: string) => (await shop.control<{ packages: ShipmentPackage[] }>('GET', `/orders/${orderNumber}`)).packages;
const linesOf = ({ lines }: ShipmentPackage) => lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
const act = (one: ShipmentPackage, path: string, body: unknown, method = 'PUT') => shop.api<{ message: string }>(method, `/order/sellers/:id/shipment-packages/${one.shipmentPackageId}${path}`, body);
const setStatus = (one: ShipmentPackage, status: string, params: object = {}) => act(one, '', { lines: linesOf(one), params, status });
const stockOf = async (barcode: string) => (await shop.control<{ listings: { quantity: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&barcode=${barcode}`)).listings[0]!.quantity;

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
    expect((await stream('?packageItemStatuses=Picking,Invoiced')).body.content).toMatchObject([{ shipmentPackageId: one.shipmentPackageId }]);
    const later = one.orderDate + DAY_MS;
    expect((await stream(`?lastModifiedStartDate=${later}&lastModifiedEndDate=${later + DAY_MS}`)).body.content).toEqual([]);
  });

  it('refuses changed filters under a cursor, a foreign cursor and too wide windows', async () => {
    for (let order = 0; order < 3; order += 1) await buy([{ barcode: 'RED-M', quantity: 1 }]);
    const { nextCursor } = (await stream('?size=1')).body;
    const now = Date.now();
    const refused = [`?size=1&nextCursor=${nextCursor}&packageItemStatuses=Created`, '?nextCursor=abc', `?lastModifiedStartDate=${now - 15 * DAY_MS}&lastModifiedEndDate=${now}`, '?size=201', '?packageItemStatuses=Sold', `?lastModifiedStartDate=${now - 100 * DAY_MS}`];
    for (const query of refused) expect([query, (await stream(query)).status]).toEqual([query, 400]);
    expect((await stream(`?size=2&nextCursor=${nextCursor}`)).status).toBe(200);
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

describe('package statuses', () => {
  it('go from Created to Picking to Invoiced and later only by the carrier', async () => {
    const one = await buy();
    expect(await setStatus(one, 'Picking')).toMatchObject({ status: 200, text: '' });
    expect((await setStatus(one, 'Invoiced')).status).toBe(400);
    expect((await setStatus(one, 'Invoiced', { invoiceNumber: 'ABC2026000000001' })).status).toBe(200);
    expect((await setStatus(one, 'Shipped')).status).toBe(400);
    await shop.control('POST', `/orders/${one.orderNumber}/ship`);
    await shop.control('POST', `/orders/${one.orderNumber}/deliver`);
    const [delivered] = await packagesOf(one.orderNumber);
    expect(delivered!.packageHistories.map(({ status }) => status)).toEqual(['Created', 'Picking', 'Invoiced', 'Shipped', 'Delivered']);
    expect(delivered!.invoiceNumber).toBe('ABC2026000000001');
  });

  it('cannot be repeated, skipped or turned back', async () => {
    const one = await buy();
    expect((await setStatus(one, 'Invoiced', { invoiceNumber: 'A' })).status).toBe(400);
    await setStatus(one, 'Picking');
    const repeated = await setStatus(one, 'Picking');
    expect([repeated.status, repeated.body.message]).toEqual([400, 'Paket Picking statüsünden Picking statüsüne geçirilemez.']);
    await expect(shop.control('POST', `/orders/${one.orderNumber}/deliver`)).rejects.toThrow('409');
  });

  it('need all lines in full, and lines that exist', async () => {
    const one = await buy([{ barcode: 'RED-M', quantity: 2 }, { barcode: 'RED-L', quantity: 1 }]);
    const [first] = linesOf(one);
    for (const lines of [[], [first], [{ lineId: 1, quantity: 1 }], [{ ...first, quantity: 3 }]]) {
      expect((await act(one, '', { lines, params: {}, status: 'Picking' })).status).toBe(400);
    }
    expect((await act({ ...one, shipmentPackageId: 1 }, '', { lines: linesOf(one), params: {}, status: 'Picking' })).status).toBe(404);
  });
});

describe('lines that cannot be supplied', () => {
  it('kill the package; the rest reappears with a new id and tracking number', async () => {
    const one = await buy([{ barcode: 'RED-M', quantity: 3 }, { barcode: 'RED-L', quantity: 1 }]);
    await setStatus(one, 'Picking');
    expect((await act(one, '/items/unsupplied', { lines: [{ lineId: one.lines[0]!.lineId, quantity: 2 }], reasonId: 500 })).status).toBe(200);
    const [dead, rest] = await packagesOf(one.orderNumber);
    expect(dead).toMatchObject({ status: 'UnSupplied', lines: [{ barcode: 'RED-M', quantity: 2, cancelledBy: 'seller', cancelReasonCode: 500 }] });
    expect(rest).toMatchObject({ status: 'Created', createdBy: 'cancel', originPackageIds: [one.shipmentPackageId], packageTotalPrice: 150 });
    expect(rest!.lines.map(({ barcode, quantity }) => [barcode, quantity])).toEqual([['RED-M', 1], ['RED-L', 1]]);
    expect(rest!.shipmentPackageId).not.toBe(one.shipmentPackageId);
    expect(rest!.cargoTrackingNumber).not.toBe(dead!.cargoTrackingNumber);
    expect(rest!.lines[0]!.discountDetails).toHaveLength(1);
  });

  it('leave nothing behind when all are named, and are refused with an unknown reason or after shipping', async () => {
    const one = await buy();
    expect((await act(one, '/items/unsupplied', { lines: linesOf(one), reasonId: 503 })).status).toBe(400);
    expect((await act(one, '/items/unsupplied', { lines: linesOf(one), reasonId: 501 })).status).toBe(200);
    expect(await packagesOf(one.orderNumber)).toHaveLength(1);
    const two = await buy();
    await shop.control('POST', `/orders/${two.orderNumber}/ship`);
    expect((await act(two, '/items/unsupplied', { lines: linesOf(two), reasonId: 500 })).status).toBe(400);
  });
});

describe('a customer\'s cancellation', () => {
  it('of a part makes a new package of the rest, of all makes none, after shipping is refused', async () => {
    const one = await buy([{ barcode: 'RED-M', quantity: 2 }]);
    await shop.control('POST', `/orders/${one.orderNumber}/cancel`, { lines: [{ barcode: 'RED-M', quantity: 1 }] });
    expect(await packagesOf(one.orderNumber)).toMatchObject([{ status: 'Cancelled', lines: [{ quantity: 1 }] }, { status: 'Created', lines: [{ quantity: 1 }] }]);
    await shop.control('POST', `/orders/${one.orderNumber}/cancel`, {});
    expect((await packagesOf(one.orderNumber)).map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled']);
    expect(await stockOf('RED-M')).toBe(8);
    const two = await buy();
    await shop.control('POST', `/orders/${two.orderNumber}/ship`);
    await expect(shop.control('POST', `/orders/${two.orderNumber}/cancel`, {})).rejects.toThrow('409');
  });
});

describe('splits', () => {
  const live = async (orderNumber: string) => (await packagesOf(orderNumber)).filter(({ status }) => status !== 'UnPacked');

  it('are done later: the parent turns UnPacked and its children name it', async () => {
    const one = await buy([{ barcode: 'RED-M', quantity: 2 }, { barcode: 'RED-L', quantity: 1 }]);
    expect((await act(one, '/split', { orderLineIds: [one.lines[1]!.lineId] }, 'POST')).status).toBe(200);
    expect(await packagesOf(one.orderNumber)).toMatchObject([{ status: 'Created' }]);
    await shop.advance(1_000);
    const [parent, ...children] = await packagesOf(one.orderNumber);
    expect(parent!.status).toBe('UnPacked');
    expect(children.map(({ createdBy, originPackageIds }) => [createdBy, originPackageIds])).toEqual([['split', [one.shipmentPackageId]], ['split', [one.shipmentPackageId]]]);
    expect(children.map(({ lines }) => lines.map(({ barcode }) => barcode))).toEqual([['RED-L'], ['RED-M']]);
  });

  it.each([
    ['/multi-split', ([a, b]: number[]) => ({ splitGroups: [{ orderLineIds: [a] }, { orderLineIds: [b] }] }), [[4], [1]]],
    ['/quantity-split', ([a]: number[]) => ({ quantitySplit: [{ orderLineId: a, quantities: [1, 2] }] }), [[1], [2], [1, 1]]],
    ['/split-packages', ([a, b]: number[]) => ({ splitPackages: [{ packageDetails: [{ orderLineId: a, quantities: 3 }, { orderLineId: b, quantities: 1 }] }] }), [[3, 1], [1]]],
  ])('by %s divide as asked, the rest staying together', async (path, body, quantities) => {
    const one = await buy([{ barcode: 'RED-M', quantity: 4 }, { barcode: 'RED-L', quantity: 1 }]);
    expect((await act(one, path, body(one.lines.map(({ lineId }) => lineId)), 'POST')).status).toBe(200);
    await shop.advance(1_000);
    expect((await live(one.orderNumber)).map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual(quantities);
  });

  it('are refused when they divide nothing, name foreign lines or come too late', async () => {
    const one = await buy();
    const [line] = one.lines;
    expect((await act(one, '/split', { orderLineIds: [line!.lineId] }, 'POST')).status).toBe(400);
    expect((await act(one, '/split', { orderLineIds: [1] }, 'POST')).status).toBe(400);
    expect((await act(one, '/quantity-split', { quantitySplit: [{ orderLineId: line!.lineId, quantities: [2, 2] }] }, 'POST')).status).toBe(400);
    await shop.control('POST', `/orders/${one.orderNumber}/ship`);
    expect((await act(one, '/quantity-split', { quantitySplit: [{ orderLineId: line!.lineId, quantities: [1] }] }, 'POST')).status).toBe(400);
  });
});

describe('other package actions', () => {
  it('change carrier, boxes, warehouse, agreed date and labour costs of an open package', async () => {
    const one = await buy();
    expect((await act(one, '/cargo-providers', { cargoProvider: 'YKMP' })).status).toBe(200);
    expect((await act(one, '/box-info', { deci: 3.5, boxQuantity: 2 })).status).toBe(200);
    expect((await act(one, '/warehouse', { warehouseId: 77 })).status).toBe(200);
    expect((await act(one, '/extended-agreed-delivery-date', { extendedDayCount: 2 })).status).toBe(200);
    expect((await act(one, '/labor-costs', [{ orderLineId: one.lines[0]!.lineId, laborCostPerItem: 5 }])).status).toBe(200);
    const [changed] = await packagesOf(one.orderNumber);
    expect(changed).toMatchObject({ cargoProviderName: 'Yurtiçi Kargo Marketplace', cargoDeci: 3.5, warehouseId: 77, agreedDeliveryDate: one.agreedDeliveryDate + 2 * DAY_MS, status: 'Created' });
    expect(changed!.cargoTrackingNumber).not.toBe(one.cargoTrackingNumber);
    expect(changed!.lastModifiedDate).toBeGreaterThan(one.lastModifiedDate);
  });

  it('are refused with unknown carriers, too long extensions and after shipping', async () => {
    const one = await buy();
    expect((await act(one, '/cargo-providers', { cargoProvider: 'XX' })).status).toBe(400);
    expect((await act(one, '/extended-agreed-delivery-date', { extendedDayCount: 4 })).status).toBe(400);
    await shop.control('POST', `/orders/${one.orderNumber}/ship`);
    expect((await act(one, '/box-info', { deci: 1, boxQuantity: 1 })).status).toBe(400);
    const tracking = await act(one, '/update-tracking-number', { trackingNumber: '123' });
    expect([tracking.status, tracking.body.message]).toEqual([400, 'Shipment Update Edilebilir Bir Durumda Değil.']);
  });

  it('alternative delivery ships, manual-deliver delivers', async () => {
    const one = await buy();
    expect((await act(one, '/manual-deliver', undefined)).status).toBe(400);
    expect((await act(one, '/alternative-delivery', { isPhoneNumber: false, trackingInfo: 'https://kurye.example.invalid/1', params: {} })).status).toBe(200);
    expect(await packagesOf(one.orderNumber)).toMatchObject([{ status: 'Shipped' }]);
    expect((await act(one, '/manual-deliver', undefined)).status).toBe(200);
    expect(await packagesOf(one.orderNumber)).toMatchObject([{ status: 'Delivered' }]);
  });
});

describe('random buyers', () => {
  it('order at the rate asked for, the same for the same seed, and go on after a restart', async () => {
    expect(await shop.control('POST', '/buyers', { ratePerMinute: 60, seed: 7 })).toEqual({ ratePerMinute: 60, seed: 7 });
    await shop.advance(5_000);
    const before = (await list()).body.totalElements;
    await shop.restart();
    await shop.advance(10_000);
    expect(before).toBeGreaterThan(0);
    expect((await list()).body.totalElements).toBeGreaterThan(before);
    await shop.control('POST', '/buyers', { ratePerMinute: 0 });
    const { pending } = await shop.control<{ pending: unknown[] }>('GET', '/clock');
    await shop.advance(60_000);
    expect(pending.length).toBeLessThanOrEqual(1);
    expect((await shop.control<{ pending: unknown[] }>('GET', '/clock')).pending).toEqual([]);
  });
});
