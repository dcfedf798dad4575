import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toRemoteOrder } from './order-to-domain.js';
import { orderSchema, trackingSchema, type WireOrder } from './wire-orders.js';

// Compiled tests run from dist/; fixtures stay where they are written.
const raw = JSON.parse(readFileSync(join('subgraphs/hepsiburada/connector/fixtures', 'whole-order.json'), 'utf8')) as WireOrder & { items: Record<string, unknown>[] };
const read = (change: Partial<Record<string, unknown>> = {}) => orderSchema.parse({ ...raw, ...change });
const facts = (status = 'Open', knownNumbers: readonly string[] = []) => ({ tracking: new Map([['5100000001', trackingSchema.parse({ packageNumber: 5100000001, barcode: '803', status, cargoCompany: 'Hepsijet', trackingInfoCode: 'TRK1' })]]), knownNumbers });

describe("Hepsiburada's order in the hub's words", () => {
  it('reads numbers sent as text and text sent as numbers, and a line told twice once', () => {
    const order = toRemoteOrder(read(), facts());
    expect(order).toMatchObject({ remoteOrderId: '4100000001', orderedAt: new Date('2026-11-20T08:02:45Z'), currency: 'TRY', buyer: { name: 'Test Alıcı', taxId: '1234567890', shippingAddress: { line: 'Erzene Örnek Sok. 1', district: 'Bornova', city: 'İzmir' }, invoiceAddress: null } });
    expect(order.packages[0]).toMatchObject({ remotePackageId: '5100000001', status: 'ACCEPTED', remoteStatus: 'Open', trackingNumber: 'TRK1', shipByAt: new Date('2026-11-23T20:59:59Z') });
    expect(order.packages[0]?.lines).toEqual([expect.objectContaining({ remoteLineId: 'line-1', remoteKey: 'TSR-1', quantity: 2, unitPriceMinor: 25_990, unitDiscountMinor: 1_000, vatRatePercent: 10, status: 'ACCEPTED' })]);
  });

  it('shows a word nobody knows as UNKNOWN, with the word beside it', () => {
    const loose = toRemoteOrder(read(), facts()).packages.find(({ remotePackageId }) => remotePackageId === '4100000001');
    expect(loose).toMatchObject({ status: 'UNKNOWN', remoteStatus: 'AwaitingMagic', lines: [{ status: 'UNKNOWN', remoteStatus: 'AwaitingMagic' }] });
    expect(toRemoteOrder(read(), facts('Teleported')).packages[0]).toMatchObject({ status: 'ACCEPTED', remoteStatus: 'Teleported' });
  });

  it('takes dates with an offset at their word, and those without as Istanbul time', () => {
    const [box, loose] = toRemoteOrder(read(), facts()).packages;
    expect(Math.floor(box!.remoteRevision / 10)).toBe(Date.parse('2026-11-20T09:00:00Z'));
    expect(Math.floor(loose!.remoteRevision / 10)).toBe(Date.parse('2026-11-20T13:00:00Z'));
  });

  it('gives the later state the higher revision within one second', () => {
    const revisions = ['Open', 'InTransit', 'Delivered'].map((status) => toRemoteOrder(read(), facts(status)).packages[0]!.remoteRevision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(new Set(revisions).size).toBe(3);
  });

  it('tells of boxes the order once had, newer than anything said of them', () => {
    const order = toRemoteOrder(read(), facts('Open', ['5100000000', '5100000001']));
    const gone = order.packages.filter(({ status }) => status === 'SPLIT');
    expect(gone).toMatchObject([{ remotePackageId: '5100000000', lines: [] }]);
    expect(gone[0]!.remoteRevision).toBeGreaterThan(order.packages[0]!.remoteRevision);
  });

  it('keeps names, addresses and numbers of buyers out of what is shown beside the order', () => {
    expect(JSON.stringify(toRemoteOrder(read(), facts()).extra)).not.toMatch(/Alıcı|example|555|1234567890|Örnek/);
  });

  it.each([
    ['a quantity that is no number', { quantity: 'two' }],
    ['a quantity of nothing', { quantity: 0 }],
    ['a price of another type', { unitPrice: ['259.9'] }],
    ['no SKU', { merchantSKU: null }],
  ])('refuses to read an order with %s', (_name, change) => {
    expect(orderSchema.safeParse({ ...raw, items: [{ ...raw.items[0], ...change }] }).success).toBe(false);
  });
});
