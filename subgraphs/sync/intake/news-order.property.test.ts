import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Order, OrderStatus, RemoteOrder } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { receiveNotifications } from './receive-notifications.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;
const LIVES: readonly (readonly OrderStatus[])[] = [['CREATED'], ['CREATED', 'ACCEPTED'], ['CREATED', 'ACCEPTED', 'SHIPPED'], ['CREATED', 'CANCELLED'], ['CREATED', 'ACCEPTED', 'CANCELLED']];
const ON_HAND = 1_000;

/** One thing told: the order as it was at a step of its life, or its name alone, over one of the ways, perhaps several times. */
interface Telling {
  readonly order: number;
  readonly step: number;
  readonly way: 'WEBHOOK' | 'PATH' | 'QUEUE';
  readonly times: number;
}

/** What is told, in the order it is told in; and after which tellings the hub works. */
const story = fc
  .array(fc.record({ life: fc.nat(LIVES.length - 1), quantity: fc.integer({ min: 1, max: 5 }), ways: fc.array(fc.constantFrom('WEBHOOK' as const, 'PATH' as const, 'QUEUE' as const), { minLength: 3, maxLength: 3 }), times: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 })
  .chain((orders) => {
    const tellings = orders.flatMap(({ life, ways, times }, order) => (LIVES[life] ?? []).map((_status, step): Telling => ({ order, step, way: ways[step] ?? 'WEBHOOK', times })));
    const repeated = tellings.flatMap((telling) => Array.from({ length: telling.times }, () => telling));
    return fc.record({ orders: fc.constant(orders), told: fc.shuffledSubarray(repeated, { minLength: repeated.length }), works: fc.array(fc.boolean(), { minLength: repeated.length, maxLength: repeated.length }) });
  });

describe('orders told of in any order, several times and over several ways', () => {
  let suite: IntakeSuite;
  let runs = 0;
  beforeAll(async () => {
    suite = await openIntakeSuite();
    suite.market.useQueue();
    await work();
  });
  afterAll(() => suite.close());

  const work = async () => {
    await receiveNotifications(suite.deps, suite.storeIds.first, never);
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await workCalls(suite.deps, suite.storeIds.first, never);
  };

  it('end as the marketplace has them, and hold their stock once', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ orders, told, works }) => {
        const run = `R${++runs}`;
        await suite.shelve([{ sku: run, barcode: run, onHand: ON_HAND }]);
        const at = (index: number, step: number): RemoteOrder => {
          const { life, quantity } = orders[index]!;
          const status = LIVES[life]![step]!;
          // Long before the polls of this run, so that only what is told brings it in.
          const remoteRevision = suite.clock.now().getTime() - 3_600_000 + step;
          const lines = [sampleLine({ remoteKey: run, quantity, status })];
          return sampleOrder({ remoteOrderId: `${run}-${index}`, packages: [samplePackage({ remotePackageId: `${run}-P${index}`, status, remoteRevision, lines })] });
        };
        const last = (index: number) => at(index, LIVES[orders[index]!.life]!.length - 1);
        orders.forEach((_order, index) => suite.market.put(last(index)));
        for (const [place, { order, step, way }] of told.entries()) {
          if (way === 'WEBHOOK') await suite.post(suite.storeIds.first, suite.market.bodyOf(at(order, step)));
          if (way === 'PATH') await suite.call(suite.storeIds.first, JSON.stringify({ step }), { method: 'PUT', path: `/orders/${run}-${order}/changed` });
          if (way === 'QUEUE') suite.market.notify(suite.market.bodyOf(at(order, step)));
          if (works[place]) await work();
        }
        while ((await suite.deps.inbox.isAnythingOpen(suite.storeIds.first)) || suite.market.queued().length > 0) await work();

        const found = await suite.db.collection<Order>('orders').find({ remoteOrderId: { $regex: `^${run}-` } }).sort({ remoteOrderId: 1 }).toArray();
        expect(found.map(({ remoteOrderId, status }) => [remoteOrderId, status])).toEqual(orders.map((_order, index) => [`${run}-${index}`, last(index).packages[0]!.status]));
        const units = (...statuses: OrderStatus[]) => orders.reduce((sum, { quantity }, index) => sum + (statuses.includes(last(index).packages[0]!.status) ? quantity : 0), 0);
        expect(await suite.stockOf(run)).toEqual({ onHand: ON_HAND - units('SHIPPED'), reserved: units('CREATED', 'ACCEPTED') });
      }),
      { numRuns: 8 },
    );
  }, 400_000);
});
