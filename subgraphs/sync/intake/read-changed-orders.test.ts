import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordOrders } from '../../orders/operations/record-orders.js';
import type { RemoteOrder } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { UNKNOWN_FOR_MS } from './domain/reading.js';
import { retryQuarantined } from './retry-quarantined.js';
import { sweepIntake } from './sweep-intake.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;

describe('news that only name an order', () => {
  let suite: IntakeSuite;
  /** Numbers of orders that cannot be recorded. */
  const poisoned = new Set<string>();

  beforeEach(async () => {
    poisoned.clear();
    suite = await openIntakeSuite({
      orders: (real) => ({
        recordOrders: (input: RecordOrders) => (input.orders.some((order) => poisoned.has(order.remoteOrderId)) ? Promise.reject(new Error('a defect')) : real.recordOrders(input)),
      }),
    });
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
    // The first poll and webhook check are behind us; the next come in minutes.
    await work();
    suite.market.calls.length = 0;
  });
  afterEach(() => suite.close());

  const work = () => workCalls(suite.deps, suite.storeIds.first, never);
  const tell = async (...changed: string[]) => {
    await suite.post(suite.storeIds.first, suite.market.newsOf({ changed }));
    await takeInNews(suite.deps, suite.storeIds.first, never);
  };
  const reads = () => suite.market.calls.filter((call) => call.startsWith('byNumber'));
  const entryOf = (id: string) => suite.db.collection('inbox').findOne({ orderIds: id });
  const states = async () => (await suite.db.collection('inbox').find().toArray()).map((entry) => (entry['state'] as { kind: string }).kind);
  const recorded = async () => (await suite.db.collection('orders').find().toArray()).map((order) => String(order['remoteOrderId'])).toSorted();
  const order = (id: string, quantity = 1): RemoteOrder => sampleOrder({ remoteOrderId: id, packages: [samplePackage({ remotePackageId: `P-${id}`, remoteRevision: suite.clock.now().getTime() - 600_000, lines: [sampleLine({ remoteKey: 'BC', quantity })] })] });
  const put = (...ids: string[]) => ids.forEach((id) => suite.market.put(order(id)));

  it('is taken in once the order was read and recorded, not before', async () => {
    put('A');
    await tell('A');
    expect([await states(), await recorded()]).toEqual([['RECEIVED'], []]);
    expect(suite.wakes.at(-1)).toBe(`calls/${suite.storeIds.first}`);
    await work();
    expect([await states(), await recorded()]).toEqual([['MAPPED'], ['A']]);
    expect(await suite.stockOf('SKU')).toEqual({ onHand: 1_000, reserved: 1 });
  });

  it('are noted as far as they were read when the marketplace is slow, and the rest is read next', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    put(...names);
    for (const name of names) await tell(name);
    const open = await suite.deps.access.open(suite.storeIds.first);
    const { orders } = open.connector;
    const slow = { ...open, connector: { ...open.connector, orders: { ...orders, byNumber: async (...asked: Parameters<typeof orders.byNumber>) => orders.byNumber(...asked).finally(() => suite.clock.advance(2_000)) } } };
    const access = { ...suite.deps.access, open: async () => slow };
    await workCalls({ ...suite.deps, access }, suite.storeIds.first, never);
    expect([(await states()).filter((state) => state === 'MAPPED'), reads().length]).toEqual([['MAPPED', 'MAPPED', 'MAPPED', 'MAPPED'], 4]);
    await workCalls({ ...suite.deps, access }, suite.storeIds.first, never);
    expect([await recorded(), reads().length]).toEqual([names, 6]);
  });

  it('dates the order from when it was first told', async () => {
    put('A');
    const toldAt = suite.clock.now();
    await tell('A');
    suite.clock.advance(30_000);
    await tell('A', 'B');
    await work();
    expect(await suite.db.collection('orders').findOne({})).toMatchObject({ heardAt: toldAt });
  });

  it('has an order read once however often it is named', async () => {
    put('A', 'B');
    for (const names of [['A'], ['A', 'B'], ['B', 'A'], ['A', 'A']]) await tell(...names);
    await work();
    expect(reads().toSorted()).toEqual(['byNumber A', 'byNumber B']);
    expect(await states()).toEqual(['MAPPED', 'MAPPED', 'MAPPED', 'MAPPED']);
  });

  it('has an order read once although more news name it than one turn looks at', async () => {
    put('A', 'B');
    for (let times = 0; times < 12; times += 1) await suite.post(suite.storeIds.first, JSON.stringify({ changed: ['A'], times }));
    await tell('A', 'B');
    const hasty = { ...suite.deps, orderPlan: async () => ({ intervalMs: 120_000, isSet: false, isPaused: false, batch: 1 }) };
    await workCalls(hasty, suite.storeIds.first, never);
    expect([reads(), (await states()).filter((state) => state === 'MAPPED').length, (await entryOf('B'))?.['orderIds']]).toEqual([['byNumber A'], 12, ['B']]);
    await workCalls(hasty, suite.storeIds.first, never);
    expect([reads(), new Set(await states())]).toEqual([['byNumber A', 'byNumber B'], new Set(['MAPPED'])]);
  });

  it.each([
    ['unreachable', 'REFUSED_CONNECTION'],
    ['silent', 'ANSWER_LOST'],
  ] as const)('waits while the marketplace is %s, and polls go on', async (_what, mishap) => {
    put('A', 'B');
    await tell('A', 'B');
    suite.market.next('byNumber', mishap, mishap);
    await suite.deps.marks.note(suite.storeIds.first, { pollAt: suite.clock.now() });
    await work();
    expect([await states(), suite.market.calls.some((call) => call.startsWith('changedSince'))]).toEqual([['RECEIVED'], true]);
    const before = reads().length;
    await work();
    expect(reads().length).toBe(before);
    suite.clock.advance(60_000);
    await work();
    expect([await states(), await recorded()]).toEqual([['MAPPED'], ['A', 'B']]);
    expect((await suite.deps.marks.find([suite.storeIds.first]))[0]).toMatchObject({ readFailures: 0 });
  });

  it('pauses the store when its credentials stay refused, and waits until it is resumed', async () => {
    put('A');
    await tell('A');
    suite.market.next('byNumber', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS');
    for (let times = 0; times < 2; times++) {
      await work();
      suite.clock.advance(60_000);
    }
    const [store] = await suite.stores.findStores([suite.storeIds.first]);
    expect([store?.state.kind, await states()]).toEqual(['PAUSED', ['RECEIVED']]);
    await suite.stores.resumeStore({ sellerId: suite.sellerId, storeId: suite.storeIds.first });
    suite.wakes.length = 0;
    await sweepIntake(suite.deps);
    expect(suite.wakes).toContain(`calls/${suite.storeIds.first}`);
    await work();
    expect([await states(), await recorded()]).toEqual([['MAPPED'], ['A']]);
  });

  it('waits for an order that they overtook', async () => {
    await tell('A');
    await work();
    expect([await states(), reads().length]).toEqual([['RECEIVED'], 1]);
    await work();
    expect(reads().length).toBe(1);
    put('A');
    suite.clock.advance(1_000);
    await work();
    expect([await states(), await recorded()]).toEqual([['MAPPED'], ['A']]);
  });

  it('is set aside when the marketplace does not come to know the order, and read again on request', async () => {
    put('A');
    await tell('A', 'never');
    await work();
    expect([await recorded(), (await entryOf('never'))?.['orderIds']]).toEqual([['A'], ['never']]);
    suite.clock.advance(UNKNOWN_FOR_MS);
    await work();
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ code: 'ORDER_UNKNOWN' }]);
    put('never');
    await retryQuarantined(suite.deps, { sellerId: suite.sellerId, ids: items.map(({ node }) => node._id) });
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await work();
    expect([await states(), await recorded()]).toEqual([['MAPPED'], ['A', 'never']]);
  });

  it('is set aside with the marketplace\'s reason when it refuses to show the order, and holds up no others', async () => {
    put('A', 'B', 'C');
    await tell('A', 'B');
    await tell('C');
    suite.market.next('byNumber', 'REFUSED');
    await work();
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ code: 'ORDER_UNREADABLE', message: 'refused' }]);
    expect(await recorded()).toEqual(['B', 'C']);
  });

  it('holds up no others while the marketplace fails to show its order', async () => {
    put('bad');
    suite.market.hide('bad');
    await tell('bad');
    suite.clock.advance(1);
    const ids = Array.from({ length: 8 }, (_, index) => `T-${index}`);
    put(...ids);
    for (const id of ids) await tell(id);
    suite.clock.advance(1);
    await work();
    suite.clock.advance(60_000);
    await work();
    expect(await recorded()).toEqual(ids);
    suite.market.hide(null);
    suite.clock.advance(60_000);
    await work();
    expect([await recorded(), new Set(await states())]).toEqual([['T-0', 'T-1', 'T-2', 'T-3', 'T-4', 'T-5', 'T-6', 'T-7', 'bad'], new Set(['MAPPED'])]);
  });

  it('is tried some times when an order cannot be recorded, and set aside in the end', async () => {
    put('A', 'B');
    poisoned.add('A');
    await tell('A');
    await tell('B');
    for (let times = 1; times <= 5; times++) {
      await work();
      suite.clock.advance(60_000);
    }
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect([items.map(({ node }) => node.state), await recorded()]).toMatchObject([[{ code: 'READING_FAILED' }], ['B']]);
    expect(reads().filter((call) => call === 'byNumber A')).toHaveLength(5);
  });

  it('lets a poll that is due come between many readings', async () => {
    const ids = Array.from({ length: 44 }, (_, index) => `T-${index}`);
    put(...ids);
    for (const id of ids) await suite.post(suite.storeIds.first, suite.market.newsOf({ changed: [id] }));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await suite.deps.marks.note(suite.storeIds.first, { pollAt: suite.clock.now(), coveredUntil: suite.clock.now() });
    await work();
    expect([reads().length, suite.market.calls.filter((call) => call.startsWith('changedSince')).length]).toEqual([40, 1]);
    await work();
    expect([reads().length, (await recorded()).length, new Set(await states())]).toEqual([44, 44, new Set(['MAPPED'])]);
  }, 240_000);

  it('is read again, and counts once, when the process dies before it is noted', async () => {
    put('A');
    await tell('A');
    const dying = { ...suite.deps, inbox: { ...suite.deps.inbox, markMapped: () => Promise.reject(new Error('the process died')) } };
    await expect(workCalls(dying, suite.storeIds.first, never)).rejects.toThrow('the process died');
    await work();
    expect([await states(), reads().length, await suite.stockOf('SKU')]).toEqual([['MAPPED'], 2, { onHand: 1_000, reserved: 1 }]);
  });
});

describe('news that only say that something changed', () => {
  let suite: IntakeSuite;
  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
    await work();
    suite.market.calls.length = 0;
  });
  afterEach(() => suite.close());

  const work = () => workCalls(suite.deps, suite.storeIds.first, never);
  const polls = () => suite.market.calls.filter((call) => call.startsWith('changedSince')).length;
  const mark = async () => (await suite.deps.marks.find([suite.storeIds.first]))[0]!;
  const tell = async (n: number) => {
    await suite.post(suite.storeIds.first, JSON.stringify({ pollNow: true, n }));
    await takeInNews(suite.deps, suite.storeIds.first, never);
  };

  it('bring the next poll forward, and count as webhooks that work', async () => {
    suite.clock.advance(10_000);
    await tell(1);
    suite.market.put(sampleOrder({ packages: [samplePackage({ remoteRevision: suite.clock.now().getTime(), lines: [sampleLine({ remoteKey: 'BC' })] })] }));
    await work();
    expect([polls(), await suite.db.collection('orders').countDocuments()]).toEqual([1, 1]);
    expect(await mark()).toMatchObject({ webhooksMissed: false });
    await work();
    expect(polls()).toBe(1);
  });

  it('told while a poll runs have another right after it', async () => {
    suite.clock.advance(120_000);
    const dawdling = { ...suite.deps, polled: async () => undefined, marks: { ...suite.deps.marks, noteCovered: async (...noted: Parameters<typeof suite.deps.marks.noteCovered>) => {
      suite.clock.advance(1);
      await tell(1);
      await suite.deps.marks.noteCovered(...noted);
    } } };
    await workCalls(dawdling, suite.storeIds.first, never);
    expect(polls()).toBe(1);
    suite.clock.advance(2_000);
    await work();
    expect(polls()).toBe(2);
  });

  it('do not hurry a poll that the marketplace had trouble with', async () => {
    suite.clock.advance(120_000);
    suite.market.next('changedSince', 'REFUSED_CONNECTION');
    await work();
    await tell(1);
    await work();
    expect(polls()).toBe(1);
    suite.clock.advance(60_000);
    await work();
    expect(polls()).toBe(2);
  });
});
