import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSandbox, sku, type RunningSandbox } from './testing/running-sandbox.js';

interface Line { orderLineId: number; stockCode: string; quantity: number; price: number; sellerInvoiceAmount: number; orderItemLineItemStatusName: string }
interface Package { id: string; orderNumber: string; shipmentPackageStatus: string; cargoTrackingNumber: string; cargoSenderNumber: string | null; totalAmount: number; lines: Line[]; packageHistories: { status: string }[]; customerfullName: string }
interface PackagePage { pageCount: number; totalPages: number; page: number; size: number; content: Package[] }

const DAY = 86_400_000;
let n11: RunningSandbox;
beforeAll(async () => {
  n11 = await runSandbox();
  await n11.control('/products/bulk', { products: ['A', 'B', 'C'].map((name) => sku(`ORD-${name}`, { quantity: 500 })) });
});
afterAll(() => n11.stop());

const buy = (...lines: { stockCode: string; quantity: number; sellerDiscount?: number }[]): Promise<Package> => n11.control<Package>('/orders', { lines });
const list = async (query: string): Promise<PackagePage> => (await n11.get<PackagePage>(`/rest/delivery/v1/shipmentPackages?${query}`)).json;
const ofOrder = async (orderNumber: string): Promise<Package[]> => (await list(`orderNumber=${orderNumber}&size=100`)).content;
const approve = (...lineIds: number[]) => n11.send<{ content: object[] }>('PUT', '/rest/order/v1/update', { lines: lineIds.map((lineId) => ({ lineId })), status: 'Picking' });
const quantityOf = async (stockCode: string): Promise<number> => (await n11.get<{ content: { quantity: number }[] }>(`/ms/product-query?stockCode=${stockCode}`)).json.content[0]!.quantity;
async function picking(...lines: Parameters<typeof buy>): Promise<Package> {
  const placed = await buy(...lines);
  await approve(...placed.lines.map((line) => line.orderLineId));
  return placed;
}

describe('an order', () => {
  it('lowers the quantity of its listings, and cannot take more than there is', async () => {
    const before = await quantityOf('ORD-A');
    const placed = await buy({ stockCode: 'ORD-A', quantity: 2, sellerDiscount: 100 });
    expect(await quantityOf('ORD-A')).toBe(before - 2);
    expect(placed).toMatchObject({ shipmentPackageStatus: 'Created', totalAmount: 1999.8, lines: [{ price: 999.9, sellerInvoiceAmount: 1899.8 }] });
    await expect(buy({ stockCode: 'ORD-A', quantity: 9999 })).rejects.toThrow('409');
  });

  it('travels Created, Picking, Shipped, Delivered and never backwards', async () => {
    const placed = await buy({ stockCode: 'ORD-A', quantity: 1 }, { stockCode: 'ORD-B', quantity: 1 });
    const [first, second] = placed.lines.map((line) => line.orderLineId);
    await expect(n11.control(`/orders/${placed.orderNumber}/ship`, {})).rejects.toThrow('409');
    expect((await approve(first!, 999)).json.content).toEqual([
      { lineId: first, status: 'SUCCESS', reasons: 'Başarıyla tamamlandı.' },
      { lineId: 999, status: 'FAIL', reasons: 'Sipariş kalemi bulunamadı.' },
    ]);
    expect((await ofOrder(placed.orderNumber))[0]?.shipmentPackageStatus).toBe('Created');
    await approve(second!);
    await n11.control(`/orders/${placed.orderNumber}/ship`, {});
    await n11.control(`/orders/${placed.orderNumber}/deliver`, {});
    const [delivered] = await ofOrder(placed.orderNumber);
    expect(delivered?.packageHistories.map((step) => step.status)).toEqual(['Created', 'Picking', 'Shipped', 'Delivered']);
    expect(delivered?.cargoSenderNumber).toEqual(expect.any(String));
    expect((await approve(first!)).json.content).toMatchObject([{ status: 'FAIL' }]);
  });

  it('goes back on sale when the buyer cancels before shipping', async () => {
    const before = await quantityOf('ORD-B');
    const placed = await buy({ stockCode: 'ORD-B', quantity: 3 });
    await n11.control(`/orders/${placed.orderNumber}/cancel`, { lines: [{ orderLineId: placed.lines[0]!.orderLineId, quantity: 1 }] });
    const parts = await ofOrder(placed.orderNumber);
    expect(parts.map((pkg) => [pkg.shipmentPackageStatus, pkg.lines[0]?.quantity]).sort()).toEqual([['Cancelled', 1], ['Created', 2], ['Unpacked', 3]]);
    expect(await quantityOf('ORD-B')).toBe(before - 2);
  });

  it('refuses any status but Picking', async () => {
    const answer = await n11.send('PUT', '/rest/order/v1/update', { lines: [{ lineId: 1 }], status: 'Shipped' });
    expect(answer).toMatchObject({ status: 400, json: { status: 'failure', errorCategory: 'SELLER_API' } });
  });
});

describe('the package list', () => {
  it('has one status per call, counts rows in pageCount and clamps its size to 100', async () => {
    await buy({ stockCode: 'ORD-C', quantity: 1 });
    const page = await list('status=Created&size=1000&orderByField=true&orderByDirection=ASC');
    expect(page.size).toBe(100);
    expect(page.pageCount).toBe(page.content.length);
    expect(new Set(page.content.map((pkg) => pkg.shipmentPackageStatus))).toEqual(new Set(['Created']));
    expect((await list('status=Created,Picking')).content).toEqual([]);
  });

  it('silently shows only the last 15 days of a wider window', async () => {
    const placed = await buy({ stockCode: 'ORD-C', quantity: 1 });
    await n11.advance(20 * DAY);
    const { now } = await n11.control<{ now: number }>('/clock');
    expect((await list(`orderNumber=${placed.orderNumber}&startDate=${now - 40 * DAY}&endDate=${now}`)).content).toEqual([]);
    expect((await list(`orderNumber=${placed.orderNumber}&startDate=${now - 25 * DAY}`)).content).toHaveLength(1);
  });
});

describe('a split', () => {
  it('by lines makes new packages with new campaign codes and keeps the order number', async () => {
    const placed = await picking({ stockCode: 'ORD-A', quantity: 1 }, { stockCode: 'ORD-B', quantity: 1 });
    const answer = await n11.send('POST', '/rest/delivery/v1/splitCombinePackage', { splitGroups: [{ orderLineIds: [placed.lines[0]!.orderLineId] }] });
    expect(answer.json).toEqual({ code: 200, message: 'success' });
    const parts = await ofOrder(placed.orderNumber);
    expect(parts.map((pkg) => pkg.shipmentPackageStatus).sort()).toEqual(['Picking', 'Picking', 'Unpacked']);
    expect(new Set(parts.map((pkg) => pkg.cargoTrackingNumber)).size).toBe(3);
  });

  it('is refused in Created, with HTTP 200 and code 400', async () => {
    const placed = await buy({ stockCode: 'ORD-A', quantity: 1 }, { stockCode: 'ORD-B', quantity: 1 });
    const answer = await n11.send('POST', '/rest/delivery/v1/splitCombinePackage', { splitGroups: [{ orderLineIds: [placed.lines[0]!.orderLineId] }] });
    expect(answer).toMatchObject({ status: 200, json: { code: 400 } });
  });

  it('by quantity cancels pieces as UnSupplied under new line ids, but never all alone', async () => {
    const placed = await picking({ stockCode: 'ORD-A', quantity: 3 });
    const orderLineId = placed.lines[0]!.orderLineId;
    const cancelledItems = [{ orderLineId, quantity: 1, cancelReasonId: 61 }];
    expect((await n11.send('POST', '/rest/delivery/v1/splitPackageByQuantity', { splitPackages: [], cancelledItems })).json).toMatchObject({ code: 400 });
    const answer = await n11.send<{ code: number; splitPackageOrderItems: { orderLineId: number; quantity: number }[] }>('POST', '/rest/delivery/v1/splitPackageByQuantity', {
      splitPackages: [{ packageDetails: [{ orderLineId, quantities: 2 }] }],
      cancelledItems,
    });
    expect(answer.json.code).toBe(200);
    expect(answer.json.splitPackageOrderItems.map((item) => item.quantity).sort()).toEqual([1, 2]);
    expect(answer.json.splitPackageOrderItems.some((item) => item.orderLineId === orderLineId)).toBe(false);
    expect((await ofOrder(placed.orderNumber)).map((pkg) => pkg.shipmentPackageStatus).sort()).toEqual(['Picking', 'UnSupplied', 'Unpacked']);
  });
});

describe('paperwork', () => {
  it('takes labour costs for jewellery only', async () => {
    await n11.control('/products/bulk', { products: [sku('RING-1', { categoryId: 1000313, attributes: [{ id: 1, customValue: 'Altınbaş' }, { id: 60, valueId: 10_060_000 }] })] });
    const placed = await buy({ stockCode: 'RING-1', quantity: 1 }, { stockCode: 'ORD-A', quantity: 1 });
    const answer = await n11.send<{ content: { status: string; details: object | null }[] }>('PUT', '/rest/order/v1/labor-costs', {
      laborCostDetails: placed.lines.map((line) => ({ orderLineId: line.orderLineId, totalLaborCostExcludingVAT: 120.5 })),
    });
    expect(answer.json.content).toMatchObject([{ status: 'SUCCESS', details: { totalLaborCostExcludingVAT: 120.5, laborVatRate: 20 } }, { status: 'FAIL', details: null }]);
  });

  it('asks a carrier to collect only when every line of the package is named', async () => {
    const placed = await picking({ stockCode: 'ORD-A', quantity: 1 }, { stockCode: 'ORD-B', quantity: 1 });
    const details = placed.lines.map((line) => ({ id: placed.id, orderLineId: line.orderLineId, boxQuantity: 1, desi: 3, shipmentCompany: 'CEVA' }));
    const file = async (rows: object[]): Promise<number> => (await n11.send<{ code: number }>('PUT', '/rest/delivery/v1/collectionRequest', { collectionRequestDetails: rows })).json.code;
    expect([await file(details.slice(1)), await file(details)]).toEqual([400, 200]);
  });
});
