import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { linesOf, SHIRTS, testOrders } from './test-orders.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

const DAY_MS = 86_400_000;

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed(SHIRTS);
});
afterEach(() => shop.stop());

const { buy, packagesOf, act, setStatus, stockOf } = testOrders(() => shop);

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

  it('manual-return takes a package back by its tracking number', async () => {
    const one = await buy();
    await act(one, '/alternative-delivery', { isPhoneNumber: true, trackingInfo: '5550000000', params: {} });
    const byTracking = (number: string) => shop.api('PUT', `/order/sellers/:id/shipment-packages/manual-return-by-tracking-number/${number}`);
    expect((await byTracking('1')).status).toBe(404);
    expect((await byTracking(one.cargoTrackingNumber)).status).toBe(200);
    expect(await packagesOf(one.orderNumber)).toMatchObject([{ status: 'Returned' }]);
  });
});

describe('the test services of the stage', () => {
  it('order with the seller\'s key and move packages forward only', async () => {
    const order = (quantity: number) => shop.api<{ orderNumber: string }>('POST', '/test/order/orders/core', { customer: { customerFirstName: 'Deneme' }, lines: [{ barcode: 'RED-M', quantity }] });
    expect((await order(11)).status).toBe(400);
    const { orderNumber } = (await order(1)).body;
    const [one] = await packagesOf(orderNumber);
    const move = (status: string) => shop.api('PUT', `/test/order/sellers/${SELLER.sellerId}/shipment-packages/${one!.shipmentPackageId}/status`, { status });
    expect([(await move('Shipped')).status, (await move('Delivered')).status, (await move('Shipped')).status]).toEqual([200, 200, 400]);
    expect(await packagesOf(orderNumber)).toMatchObject([{ status: 'Delivered', customerFirstName: 'Deneme' }]);
  });
});
