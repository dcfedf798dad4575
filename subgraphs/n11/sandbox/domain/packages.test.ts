import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matches, packagePage, readPackageQuery, resolveWindow } from './package-query.js';
import { moved, type PackageStatus, type ShipmentPackage } from './shipment-package.js';
import { partsProblem, splitPackage } from './split-package.js';

const DAY = 86_400_000;
const now = Date.parse('2026-11-22T10:00:00Z');

describe('the window of shipmentPackages', () => {
  it.each([
    ['none is the last 15 days', undefined, undefined, now - 15 * DAY, now],
    ['a lone start reaches 15 days forward', now - 30 * DAY, undefined, now - 30 * DAY, now - 15 * DAY],
    ['a lone end reaches 15 days back', undefined, now - DAY, now - 16 * DAY, now - DAY],
    ['a window of 40 days becomes the 15 days before its end, silently', now - 40 * DAY, now, now - 15 * DAY, now],
  ])('%s', (_, start, end, fromMs, toMs) => {
    expect(resolveWindow(start, end, now)).toEqual({ fromMs, toMs });
  });

  it('serves nothing older than November 2024', () => {
    const start = Date.parse('2024-10-25T00:00:00Z');
    expect(resolveWindow(start, start + 10 * DAY, now).fromMs).toBe(Date.parse('2024-10-31T21:00:00Z'));
  });
});

describe('a package query', () => {
  const pkg = packageOf({ id: '1' });

  it('finds by last movement only with orderByField', () => {
    const later = moved(pkg, 'Picking', now - DAY);
    const recent = { startDate: String(now - 2 * DAY), endDate: String(now) };
    expect(matches(readPackageQuery(recent, now), later)).toBe(false);
    expect(matches(readPackageQuery({ ...recent, orderByField: 'true' }, now), later)).toBe(true);
  });

  it('answers an unknown status with an empty page and clamps a size over 100', () => {
    expect(packagePage([pkg], readPackageQuery({ status: 'Nope', size: '500' }, now))).toEqual({ pageCount: 0, totalPages: 0, page: 0, size: 100, content: [] });
  });

  it('counts the rows of the page in pageCount', () => {
    const many = Array.from({ length: 5 }, (_, index) => packageOf({ id: String(index) }));
    expect(packagePage(many, readPackageQuery({ size: '2', page: '2' }, now))).toMatchObject({ pageCount: 1, totalPages: 3, page: 2, size: 2 });
  });
});

describe('splitting a package', () => {
  const pkg = packageOf({ status: 'Picking' });
  const numbers = (): { packageId: () => string; orderLineId: () => number } => {
    let next = 900;
    return { packageId: () => String(++next), orderLineId: () => ++next };
  };

  it('voids the parent and puts lines not named into a further package', () => {
    const split = splitPackage(pkg, [{ status: 'Picking', parts: [{ orderLineId: 11, quantity: 3 }] }], { numbers: numbers(), atMs: now, renumberLines: false });
    expect(split.parent.status).toBe('Unpacked');
    expect(split.children.map((child) => [child.orderNumber, child.status, child.lines.map((line) => [line.orderLineId, line.quantity])])).toEqual([
      ['200000000001', 'Picking', [[11, 3]]],
      ['200000000001', 'Picking', [[12, 1]]],
    ]);
    expect(new Set(split.children.map((child) => child.campaignCode)).size).toBe(2);
  });

  it('gives new order line ids when pieces are cancelled, and loses none', () => {
    const plans = [{ status: 'Picking' as const, parts: [{ orderLineId: 11, quantity: 2 }] }, { status: 'UnSupplied' as const, parts: [{ orderLineId: 11, quantity: 1 }] }];
    const split = splitPackage(pkg, plans, { numbers: numbers(), atMs: now, renumberLines: true });
    const lines = split.children.flatMap((child) => child.lines);
    expect(lines.reduce((pieces, line) => pieces + line.quantity, 0)).toBe(4);
    expect(lines.some((line) => line.orderLineId === 11 || line.orderLineId === 12)).toBe(false);
    expect(split.children.map((child) => child.status)).toEqual(['Picking', 'UnSupplied', 'Picking']);
  });

  it('neither loses nor makes pieces, whatever the split', () => {
    const part = fc.record({ orderLineId: fc.constantFrom(11, 12), quantity: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(fc.record({ status: fc.constantFrom('Picking' as const, 'UnSupplied' as const), parts: fc.array(part, { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 4 }), (plans) => {
        fc.pre(partsProblem(pkg, plans.flatMap((plan) => plan.parts)) === undefined);
        const { children } = splitPackage(pkg, plans, { numbers: numbers(), atMs: now, renumberLines: true });
        const piecesOf = (stockCode: string): number => children.flatMap((child) => child.lines).reduce((sum, line) => (line.stockCode === stockCode ? sum + line.quantity : sum), 0);
        expect([piecesOf('A'), piecesOf('B')]).toEqual([3, 1]);
      }),
    );
  });

  it('refuses more pieces than a line has', () => {
    expect(partsProblem(pkg, [{ orderLineId: 11, quantity: 2 }, { orderLineId: 11, quantity: 2 }])).toContain('aşamaz');
    expect(partsProblem(pkg, [{ orderLineId: 99, quantity: 1 }])).toContain('bulunamadı');
  });
});

function packageOf({ id = '300', status = 'Created' }: { id?: string; status?: PackageStatus }): ShipmentPackage {
  const line = { productId: 1, productName: 'Elbise', stockCode: 'A', barcode: null, variantAttributes: [], priceMinor: 1_000, sellerDiscountMinor: 300, mallDiscountMinor: 0, laborCostMinor: 0, vatRate: 20, commissionRate: 18, isApproved: false };
  return {
    id, sellerId: 1, orderNumber: '200000000001', status,
    buyer: { customerId: 1, fullName: 'Ayşe Yılmaz', email: 'a@example.invalid', gsm: '5550000000', address: 'Sokak 1', city: 'İstanbul', district: 'Kadıköy', neighborhood: 'Moda', postalCode: '34710' },
    lines: [{ ...line, orderLineId: 11, quantity: 3 }, { ...line, orderLineId: 12, stockCode: 'B', quantity: 1 }],
    shipmentCompanyId: 342, cargoProviderName: 'Kargo', campaignCode: id, cargoSenderNumber: null,
    createdAtMs: now - 5 * DAY, modifiedAtMs: now - 5 * DAY, agreedDeliveryAtMs: now, history: [{ status, atMs: now - 5 * DAY }],
  };
}
