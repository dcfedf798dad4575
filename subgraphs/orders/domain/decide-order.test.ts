import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import { packageHistories } from '../testing/package-history.js';
import { everyGoods, sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { decideMapping, decideOrder } from './decide-order.js';
import type { Order, RemoteOrder, RemotePackage, StockHolding } from './order.js';
import { untoldHoldings } from './stock-holdings.js';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000_000);
const now = new Date('2026-11-22T10:00:00Z');

describe(`an order told in pieces (seed ${seed})`, () => {
  it('ends the same whatever the order of arrival, with repeats', () => {
    fc.assert(
      fc.property(packageHistories.chain((told) => fc.tuple(fc.constant(told), arrivals(told))), ([told, arrived]) => {
        const inOrder = replay(told);
        const shuffled = replay(arrived);
        expect(pictureOf(shuffled)).toEqual(pictureOf(inOrder));
      }),
      { seed, numRuns: 400 },
    );
  });

  it('never claims more units than were ordered while news arrive in order', () => {
    fc.assert(
      fc.property(packageHistories, (told) => {
        const ordered = unitsIn(told[0]!);
        for (const [index] of told.entries()) {
          const shelf = replay(told.slice(0, index + 1)).shelf;
          expect(shelf.reserved + shelf.consumed).toBeLessThanOrEqual(ordered);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it('holds nothing and has taken nothing once every package was cancelled or unsupplied', () => {
    fc.assert(
      fc.property(packageHistories, (told) => {
        const { order, shelf } = replay(told);
        if (order.packages.some((one) => one.leftShelf || !['CANCELLED', 'UNSUPPLIED', 'SPLIT'].includes(one.status))) return;
        expect(shelf.consumed).toBe(0);
        expect(shelf.reserved).toBe(0);
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('decideOrder', () => {
  it('says UNCHANGED for a repeated revision and writes nothing', () => {
    const { order } = replay([samplePackage()]);
    expect(decide(order, sampleOrder())).toEqual({ news: 'UNCHANGED', order: null });
  });

  it("claims nothing of the hub's stock for goods that lie with the marketplace", () => {
    const { order } = replay([samplePackage({ stockOf: 'MARKETPLACE' })]);
    expect(order.holdings).toEqual([]);
  });

  it('claims the units of a package that goes on after a part has left it, and of the part', () => {
    const whole = samplePackage({ remotePackageId: 'P1', remoteRevision: 1, lines: [sampleLine({ quantity: 3 })] });
    const rest = { ...whole, remoteRevision: 2, lines: [sampleLine({ quantity: 2 })] };
    const part = { ...whole, remotePackageId: 'P2', originPackageIds: ['P1'], originsStay: true, lines: [sampleLine({ quantity: 1 })] };
    for (const told of [[whole, rest, part], [whole, part, rest]]) {
      const held = replay(told).order.holdings.filter(({ state }) => state === 'HELD');
      expect(held.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(3);
    }
  });

  it('says STALE for an older revision and keeps the newer', () => {
    const { order } = replay([samplePackage({ remoteRevision: 5, status: 'ACCEPTED' })]);
    expect(decide(order, sampleOrder())).toEqual({ news: 'STALE', order: null });
  });

  it('remembers from a late revision that the goods have left', () => {
    const { order } = replay([samplePackage({ remoteRevision: 9, status: 'UNKNOWN', remoteStatus: 'Beklemede' })]);
    const late = decide(order, sampleOrder({ packages: [samplePackage({ remoteRevision: 3, status: 'SHIPPED' })] }));
    expect(late.news).toBe('STALE');
    expect(late.order?.status).toBe('UNKNOWN');
    expect(late.order?.remoteStatus).toBe('Beklemede');
    expect(late.order?.holdings).toMatchObject([{ state: 'CONSUMED' }]);
  });

  it('keeps a line whose goods are unknown, and claims no stock for it', () => {
    const { order } = replay([samplePackage({ lines: [sampleLine({ remoteKey: 'unknown-1' }), sampleLine({ remoteLineId: '2', quantity: 3 })] })]);
    expect(order.hasUnmappedLines).toBe(true);
    expect(order.packages[0]?.lines).toHaveLength(2);
    expect(order.holdings.map((one) => [one.remoteKey, one.quantity])).toEqual([['8690000000012', 3]]);
  });

  it('claims stock for an unmapped line once its goods are found', () => {
    const { order } = replay([samplePackage({ lines: [sampleLine({ remoteKey: 'unknown-1', quantity: 2 })] })]);
    const found = decideMapping(order, (line) => everyGoods({ ...line, remoteKey: `now-${line.remoteKey}` }), now);
    expect(found).toMatchObject({ hasUnmappedLines: false, stockPending: true, holdings: [{ quantity: 2, state: 'HELD' }] });
    expect(decideMapping(order, everyGoods, now)).toBeNull();
  });

  it('counts what still stands, discounts taken off, into the total', () => {
    const { order } = replay([samplePackage({ lines: [sampleLine({ quantity: 2 }), sampleLine({ remoteLineId: '2', status: 'UNSUPPLIED' })] })]);
    expect(order.totalMinor).toBe(2 * (24990 - 2500));
  });

  it('stands where its slowest package stands', () => {
    const { order } = replay([samplePackage({ status: 'DELIVERED' }), samplePackage({ remotePackageId: 'P2', status: 'SHIPPED' }), samplePackage({ remotePackageId: 'P3', status: 'CANCELLED' })]);
    expect(order.status).toBe('SHIPPED');
  });

  it('lets go of the cancelled part only, and claims the rest before it does', () => {
    const first = replay([samplePackage({ lines: [sampleLine({ quantity: 3 })] })]).order;
    const rest = samplePackage({ remotePackageId: 'P2', remoteRevision: 3, lines: [sampleLine({ remoteLineId: '9', quantity: 2 })], originPackageIds: ['P1'] });
    const cancelled = samplePackage({ remoteRevision: 2, status: 'CANCELLED', lines: [sampleLine({ quantity: 3 })] });
    const { order } = decide(told(first), sampleOrder({ packages: [cancelled, rest] }));
    const untold = untoldHoldings(order!.holdings);
    expect(untold.reserve.map((one) => [one.quantity, one.soldAnew])).toEqual([[2, false]]);
    expect(untold.release.map((one) => one.quantity)).toEqual([3]);
  });
});

function decide(known: Order | null, remote: RemoteOrder) {
  const origin = { sellerId: 'sel_1' as SellerId, storeId: 'sto_1' as StoreId, marketplace: 'TRENDYOL' as const };
  return decideOrder({ known, remote, payloadId: null, heardAt: now, origin, newId: 'ord_1' as OrderId, goodsOf: everyGoods, seal: (buyer) => buyer.name, now });
}

/** Plays messages one by one, telling a shelf after each as the catalogue would be told. */
function replay(messages: readonly RemotePackage[]): { order: Order; shelf: Shelf } {
  const shelf: Shelf = { reserved: 0, consumed: 0 };
  let order: Order | null = null;
  for (const message of messages) {
    order = decide(order, sampleOrder({ packages: [message], extra: { from: message.remotePackageId } })).order ?? order;
    for (const one of order!.holdings) if (one.told !== one.state) tellShelf(shelf, one);
    order = told(order!);
  }
  return { order: order!, shelf };
}

interface Shelf {
  reserved: number;
  consumed: number;
}

function tellShelf(shelf: Shelf, one: StockHolding): void {
  if (one.told === 'NONE') shelf.reserved += one.quantity;
  if (one.state !== 'HELD') shelf.reserved -= one.quantity;
  if (one.state === 'CONSUMED') shelf.consumed += one.quantity;
}

function told(order: Order): Order {
  return { ...order, holdings: order.holdings.map((one) => ({ ...one, told: one.state })) };
}

function pictureOf({ order, shelf }: { order: Order; shelf: Shelf }) {
  const { packages, status, remoteStatus, totalMinor, extra, headerRevision } = order;
  return { packages, status, remoteStatus, totalMinor, extra, headerRevision, shelf };
}

function arrivals(messages: readonly RemotePackage[]): fc.Arbitrary<RemotePackage[]> {
  const repeats = fc.array(fc.constantFrom(...messages), { maxLength: 6 });
  return repeats.chain((again) => fc.shuffledSubarray([...messages, ...again], { minLength: messages.length + again.length }));
}

function unitsIn(one: RemotePackage): number {
  return one.lines.reduce((sum, line) => sum + line.quantity, 0);
}
