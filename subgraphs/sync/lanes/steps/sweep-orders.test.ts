import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../../platform/ids.js';
import { ensureIndexes } from '../../../../platform/mongo/indexes.js';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { markOf, type OrderMark } from '../../../orders/domain/order-marks.js';
import type { RemoteOrder } from '../../../orders/domain/order.js';
import { sampleOrder, samplePackage } from '../../../orders/testing/sample-orders.js';
import { NO_ORDER_SWEEP, type LaneOrderSweep } from '../../domain/lane.js';
import { createOrderCertificateStore, orderCertificateIndexes, type OrderCertificateStore } from '../../store/order-certificate-store.js';
import type { LaneWork } from '../lane-step.js';
import { createSweepOrders } from './sweep-orders.js';

const storeId = newId('store');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('a turn of comparing orders', () => {
  let database: TestDatabase;
  let certificates: OrderCertificateStore;
  let now: Date;
  let here: Map<string, OrderMark>;
  let there: RemoteOrder[];
  let coveredUntil: Date | null;
  const calls = { pages: 0, asked: 0, polls: 0, largest: 0 };
  let sweep: LaneOrderSweep;

  beforeEach(async () => {
    database = await openTestDatabase('order_sweep');
    await ensureIndexes(database.db, orderCertificateIndexes);
    certificates = createOrderCertificateStore(database.db);
    now = new Date();
    [here, there, coveredUntil] = [new Map<string, OrderMark>(), [], null];
    sweep = { ...NO_ORDER_SWEEP, dueAt: now };
    Object.assign(calls, { pages: 0, asked: 0, polls: 0, largest: 0 });
  });
  afterEach(() => database.drop());

  const order = (id: string) => sampleOrder({ remoteOrderId: id, orderedAt: new Date(now.getTime() - DAY_MS), packages: [samplePackage({ remotePackageId: id })] });

  function step() {
    return createSweepOrders({
      certificates, random: () => 0, pagePauseMs: 0,
      orders: {
        findOrderMarks: async ({ remoteOrderIds }) => new Map(remoteOrderIds.flatMap((id) => { const mark = here.get(id); return mark ? [[id, mark] as const] : []; })),
        listOrderIds: async ({ after }) => (after === null ? [...here.keys()] : []),
      },
      intake: {
        recordFound: async ({ orders }) => orders.forEach((one) => here.set(one.remoteOrderId, markOf(one))),
        keepUnreadable: async () => undefined,
        askPoll: async () => void (calls.polls += 1),
      },
      ordersCoveredUntil: async () => coveredUntil,
    });
  }

  /** Only what the step uses of a turn. */
  function turn(): LaneWork {
    const orders = {
      changedSince: async () => ((calls.pages += 1), { items: there, next: null }),
      byNumber: async (_context: unknown, id: string) => ((calls.asked += 1), there.find(({ remoteOrderId }) => remoteOrderId === id) ?? null),
    };
    const work: Partial<LaneWork> = {
      store: { _id: storeId, sellerId: newId('seller') } as LaneWork['store'],
      connector: { orders, limits: { orderPollMs: { withWebhooks: MINUTE_MS, withoutWebhooks: MINUTE_MS } } } as unknown as LaneWork['connector'],
      context: { http: { send: () => Promise.reject(new Error('nothing is sent')) }, now: () => now } as unknown as LaneWork['context'],
      lane: { runs: [], orderSweep: sweep } as unknown as LaneWork['lane'],
      now: () => now,
      callsAtOnce: (most) => most,
      note: async ({ orderSweep }) => void (sweep = orderSweep ?? sweep),
      finishRuns: async () => undefined,
    };
    return work as LaneWork;
  }

  async function untilDone(): Promise<void> {
    const sweeping = step();
    for (let turns = 0; turns < 200; turns++) {
      const before = calls.asked;
      await sweeping.run(turn());
      calls.largest = Math.max(calls.largest, calls.asked - before);
      if (await certificates.latest(storeId)) return;
    }
    throw new Error('not done after 200 turns');
  }

  it('asks for at most twenty orders, and records those beyond a thousand as their page showed them', async () => {
    there = Array.from({ length: 1_030 }, (_, i) => order(`O-${i}`));
    coveredUntil = new Date(now.getTime() + MINUTE_MS);
    await untilDone();
    expect(calls).toEqual({ pages: 1, asked: 1_000, polls: 1, largest: 20 });
    expect(await certificates.latest(storeId)).toMatchObject({ listed: 1_030, found: { MISSING: 1_030 }, repaired: 1_030, unconfirmed: 0 });
    expect((await certificates.latest(storeId))?.differences).toHaveLength(100);
  });

  it('asks for nothing before the polls have passed that moment, but waits no longer than a quarter of an hour', async () => {
    there = [order('O-1')];
    for (let turns = 0; turns < 5; turns++) await step().run(turn());
    expect(calls).toMatchObject({ asked: 0, polls: 1 });
    now = new Date(now.getTime() + 15 * MINUTE_MS);
    await untilDone();
    expect(await certificates.latest(storeId)).toMatchObject({ differences: [{ remoteOrderId: 'O-1', kind: 'MISSING', isRepaired: true }] });
  });

  it('is planned three to six hours ahead where none has been', async () => {
    sweep = NO_ORDER_SWEEP;
    const { nextAt } = await step().run(turn());
    expect(nextAt).toEqual(new Date(now.getTime() + 3 * HOUR_MS));
    expect(calls.pages).toBe(0);
  });

  it('leaves no trace of what pages showed once it is done', async () => {
    there = [order('O-1')];
    here.set('O-1', markOf(order('O-1')));
    await untilDone();
    expect(await database.db.collection('orderSightings').countDocuments()).toBe(0);
    expect(Object.keys((await certificates.latest(storeId)) ?? {})).not.toEqual(expect.arrayContaining(['asked']));
  });
});
