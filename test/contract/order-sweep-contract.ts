import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureIndexes } from '../../platform/mongo/indexes.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import { openOrderSuite, silent, type OrderSuite } from '../../subgraphs/orders/testing/order-suite.js';
import type { RemoteOrder } from '../../subgraphs/sync/connector/contract.js';
import { type Lane, NO_ORDER_SWEEP, NO_SWEEP } from '../../subgraphs/sync/domain/lane.js';
import type { OrderCertificate, OrderDifference } from '../../subgraphs/sync/domain/order-certificate.js';
import type { LaneWork } from '../../subgraphs/sync/lanes/lane-step.js';
import { createSweepOrders } from '../../subgraphs/sync/lanes/steps/sweep-orders.js';
import { createOrderCertificateStore, orderCertificateIndexes } from '../../subgraphs/sync/store/order-certificate-store.js';
import { pagesOf } from './all-pages.js';
import type { Bench } from './connector-contract.js';

const HOUR_MS = 3_600_000;
/** No marketplace has it. */
const NOBODYS = '100000000000';
const MOST_TURNS = 500;

export function describeOrderSweep<C>(get: () => Bench<C>): void {
  describe('comparing orders', () => {
    let suite: OrderSuite;
    beforeEach(async () => {
      suite = await openOrderSuite();
      await ensureIndexes(suite.db, orderCertificateIndexes);
    });
    afterEach(() => suite.drop());

    it('finds nothing where polls have read everything, and every package in one status and sum on both sides', async () => {
      const bench = get();
      await placeSome(bench, 102, 3);
      const certificate = await sweep(bench, suite, { missed: new Set() });
      expect(certificate).toMatchObject({ differences: [], repaired: 0, unconfirmed: 0, unreadable: 0 });
      expect(certificate.listed).toBeGreaterThanOrEqual(3);
      expect(certificate.counts.filter(({ there, here }) => there !== here)).toEqual([]);
      expect(certificate.sums.map(({ currency, hereMinor }) => ({ currency, hereMinor }))).toEqual(certificate.sums.map(({ currency, thereMinor }) => ({ currency, hereMinor: thereMinor })));
    });

    it('finds the order that was missed, the older status, the other sum and the order nobody has, and mends all but the last', async () => {
      const bench = get();
      const [gone = '', older = '', other = '', copied = ''] = await placeSome(bench, 105, 4);
      const missed = new Set([gone, older, other]);
      await poll(bench, suite, new Set());
      const asTold = await ordersOf(suite, [older, other]);
      await plant(suite, { gone, older, other, copied });
      const first = await sweep(bench, suite, { missed });
      expect(byId(first.differences)).toEqual(byId([
        { remoteOrderId: gone, kind: 'MISSING', isRepaired: true },
        { remoteOrderId: older, kind: 'OLDER', isRepaired: true },
        { remoteOrderId: other, kind: 'DIFFERENT', isRepaired: true },
        { remoteOrderId: NOBODYS, kind: 'UNKNOWN_THERE', isRepaired: false },
      ]));
      expect(first).toMatchObject({ found: { MISSING: 1, OLDER: 1, DIFFERENT: 1, UNKNOWN_THERE: 1 }, repaired: 3 });
      expect(first.counts.some(({ there, here }) => there > here)).toBe(true);
      expect(first.counts.some(({ there, here }) => there < here)).toBe(true);
      expect(await ordersOf(suite, [older, other])).toEqual(asTold);
      expect(await ordersOf(suite, [gone])).toHaveLength(1);
      const second = await sweep(bench, suite, { missed });
      expect(second.differences).toEqual([{ remoteOrderId: NOBODYS, kind: 'UNKNOWN_THERE', isRepaired: false }]);
    });
  });
}

async function placeSome<C>({ sandbox }: Bench<C>, from: number, count: number): Promise<string[]> {
  const placed: string[] = [];
  for (const remoteKey of sandbox.keys.slice(from, from + count)) placed.push(await sandbox.placeOrder([{ remoteKey, quantity: 1 }]));
  return placed;
}

/** What the ledger must have got back, but for when and how often it was written. */
async function ordersOf({ db }: OrderSuite, ids: readonly string[]): Promise<readonly Pick<Order, 'remoteOrderId' | 'status' | 'totalMinor' | 'packages'>[]> {
  const found = await db.collection<Order>('orders').find({ remoteOrderId: { $in: [...ids] } }).sort({ remoteOrderId: 1 }).toArray();
  return found.map(({ remoteOrderId, status, totalMinor, packages }) => ({ remoteOrderId, status, totalMinor, packages }));
}

/** As webhooks and polls leave it that never came, and a mapping that was wrong. */
async function plant({ db }: OrderSuite, o: { readonly gone: string; readonly older: string; readonly other: string; readonly copied: string }): Promise<void> {
  const orders = db.collection<Order>('orders');
  await orders.deleteOne({ remoteOrderId: o.gone });
  await orders.updateOne({ remoteOrderId: o.older }, { $inc: { 'packages.0.remoteRevision': -1 }, $set: { status: 'AWAITING_PAYMENT', 'packages.0.status': 'AWAITING_PAYMENT' } });
  await orders.updateOne({ remoteOrderId: o.other }, { $inc: { totalMinor: 100, 'packages.0.lines.0.unitPriceMinor': 100 } });
  const [copy] = await orders.find({ remoteOrderId: o.copied }).toArray();
  if (!copy) throw new Error(`order ${o.copied} was not recorded`);
  await orders.insertOne({ ...copy, _id: `${copy._id}x` as Order['_id'], remoteOrderId: NOBODYS, orderedAt: new Date(Date.now() - HOUR_MS) });
}

/** Reads everything changed in the last days, as the first poll of a store does, but for what it is to miss. */
async function poll<C>({ connector, context }: Bench<C>, suite: OrderSuite, missed: ReadonlySet<string>): Promise<void> {
  const since = new Date(Date.now() - 7 * 24 * HOUR_MS);
  for await (const { items } of pagesOf((cursor) => connector.orders.changedSince(context, since, cursor))) await record(suite, items.filter(({ remoteOrderId }) => !missed.has(remoteOrderId)));
}

async function record({ orders, origin }: OrderSuite, told: readonly RemoteOrder[], isReplay = false): Promise<void> {
  for (let from = 0; from < told.length; from += 200) await orders.recordOrders({ store: origin, orders: told.slice(from, from + 200), isReplay });
}

/** A whole comparison, turn by turn; polls go on meanwhile. */
async function sweep<C>(bench: Bench<C>, suite: OrderSuite, { missed }: { readonly missed: ReadonlySet<string> }): Promise<OrderCertificate> {
  const [store] = suite.stores;
  const certificates = createOrderCertificateStore(suite.db);
  const before = (await certificates.latest(store._id))?._id;
  await poll(bench, suite, missed);
  const step = createSweepOrders({
    orders: suite.orders, certificates, random: () => 0, pagePauseMs: 0,
    intake: {
      recordFound: ({ orders, isReplay }) => record(suite, orders, isReplay),
      keepUnreadable: async ({ rows }) => Promise.reject(new Error(`${rows.length} rows could not be read`)),
      askPoll: async () => undefined,
    },
    async ordersCoveredUntil() {
      await poll(bench, suite, missed);
      return new Date();
    },
  });
  const work = turnOf(bench, suite);
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    await step.run(work);
    const certificate = await certificates.latest(store._id);
    if (certificate && certificate._id !== before) return certificate;
    const { dueAt } = work.lane.orderSweep ?? NO_ORDER_SWEEP;
    if (dueAt && dueAt.getTime() > Date.now() + 1_000) throw new Error(`the marketplace could not be asked; next at ${dueAt.toISOString()}`);
  }
  throw new Error(`not done after ${MOST_TURNS} turns`);
}

function turnOf<C>({ connector, context }: Bench<C>, { stores, sellerId }: OrderSuite): LaneWork {
  const [store] = stores;
  let lane: Lane = {
    _id: store._id, sellerId, owner: 'contract', leaseUntil: new Date(), fence: 1, pushNotBefore: null, failures: 0, authFailures: 0, lastError: null, lastPushAt: null, sweep: NO_SWEEP, orderSweep: { ...NO_ORDER_SWEEP, dueAt: new Date(0) }, runs: [], workedAt: null,
  };
  return {
    store, fence: 1, signal: new AbortController().signal, logger: silent,
    connector: connector,
    context,
    get lane() {
      return lane;
    },
    now: () => new Date(),
    holdsLease: () => true,
    callsAtOnce: (most) => most,
    note: async (notes) => void (lane = { ...lane, ...notes }),
    pauseStore: async () => undefined,
    isPaused: async () => false,
    finishRuns: async () => undefined,
  };
}

function byId(differences: readonly OrderDifference[]): readonly OrderDifference[] {
  return [...differences].sort((a, b) => (a.remoteOrderId < b.remoteOrderId ? -1 : 1));
}
