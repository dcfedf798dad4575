import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { RemoteOrder } from '../../orders/domain/order.js';
import { retryQuarantined } from './retry-quarantined.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { takeInNews } from './take-in-news.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;

describe('the calls of a store', () => {
  let suite: IntakeSuite;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
  });
  afterEach(() => suite.close());

  const work = (signal = never) => workCalls(suite.deps, suite.storeIds.first, signal);
  const callsOf = (name: string) => suite.market.calls.filter((call) => call.startsWith(name));
  const mark = async () => (await suite.deps.marks.find([suite.storeIds.first]))[0]!;
  const known = () => suite.db.collection('orders').countDocuments();

  /** An order the marketplace changed now. */
  function changed(id: string, agoMs = 0): RemoteOrder {
    const remoteRevision = suite.clock.now().getTime() - agoMs;
    return sampleOrder({ remoteOrderId: id, packages: [samplePackage({ remotePackageId: id, remoteRevision, lines: [sampleLine({ remoteKey: 'BC' })] })] });
  }

  describe('polling', () => {
    it('reads all pages and asks again from where it has been, with an overlap', async () => {
      for (const id of ['A', 'B', 'C']) suite.market.put(changed(id, 600_000));
      await work();
      expect(await known()).toBe(3);
      const startedAt = suite.clock.now();
      expect(await mark()).toMatchObject({ coveredUntil: startedAt, window: null });
      suite.clock.advance(10 * 60_000);
      suite.market.calls.length = 0;
      await work();
      expect(callsOf('changedSince')).toEqual([`changedSince ${new Date(startedAt.getTime() - 120_000).toISOString()} first`]);
    });

    it('closes the hole of a time when the hub was down', async () => {
      await work();
      suite.clock.advance(3 * 86_400_000);
      suite.market.put(changed('missed', 2 * 86_400_000));
      await work();
      expect(await known()).toBe(1);
    });

    it('goes on at the page it was cut off at', async () => {
      for (const id of ['A', 'B', 'C', 'D', 'E']) suite.market.put(changed(id));
      await suite.deps.marks.open({ storeId: suite.storeIds.first, sellerId: suite.sellerId, now: suite.clock.now() });
      await suite.deps.marks.note(suite.storeIds.first, { webhookCheckAt: new Date(suite.clock.now().getTime() + 1) });
      const stopping = new AbortController();
      const recordOrders = suite.deps.orders.recordOrders;
      const dying = { ...suite.deps, orders: { ...suite.deps.orders, recordOrders: (input: Parameters<typeof recordOrders>[0]) => { stopping.abort(); return recordOrders(input); } } };
      await workCalls(dying, suite.storeIds.first, stopping.signal);
      expect(await mark()).toMatchObject({ coveredUntil: null, window: { cursor: '2' } });
      suite.market.calls.length = 0;
      await work();
      expect(callsOf('changedSince').map((call) => call.split(' ').at(-1))).toEqual(['2', '4']);
      expect(await known()).toBe(5);
    });

    it.each([
      ['a cursor that names itself', () => 'again'],
      ['the same rows under ever new cursors', (at: number) => String(at)],
    ])('gives up a window that goes in a circle by %s, says so, and begins it anew after a while', async (_how, nextOf) => {
      const { orders } = suite.market.connector;
      const honest = { ...orders };
      const circling = changed('seen', 600_000);
      const outcomes: unknown[] = [];
      const deps = { ...suite.deps, pollEnded: async ({ trouble, checked }: { trouble: unknown; checked: number }) => void outcomes.push({ trouble, checked }) };
      let pages = 0;
      Object.assign(orders, { changedSince: async () => ({ items: [circling], next: nextOf(++pages) }) });
      await workCalls(deps, suite.storeIds.first, never);
      expect(pages).toBeGreaterThan(1);
      expect(pages).toBeLessThan(50);
      expect(outcomes).toEqual([{ trouble: { errorClass: 'SERVER', message: expect.stringContaining('in a circle') }, checked: pages }]);
      const { pollAt, window, coveredUntil, failures, lastError } = await mark();
      expect({ window, coveredUntil, failures, lastError }).toMatchObject({ window: null, coveredUntil: null, failures: 1, lastError: { errorClass: 'SERVER' } });
      expect(pollAt.getTime()).toBeGreaterThan(suite.clock.now().getTime());
      expect(await known()).toBe(1);

      Object.assign(orders, honest);
      suite.market.put(circling);
      suite.market.put(changed('not seen', 600_000));
      suite.clock.advance(pollAt.getTime() - suite.clock.now().getTime() + 1);
      await work();
      expect(await known()).toBe(2);
      expect(callsOf('changedSince')[0]).toMatch(/ first$/);
      expect(await mark()).toMatchObject({ window: null, failures: 0, coveredUntil: suite.clock.now() });
    });

    it('keeps rows it cannot read, takes in the others, and asks for them anew on request', async () => {
      suite.market.garble('{"order":"?"}');
      suite.market.put(changed('readable', 600_000));
      await work();
      expect(await known()).toBe(1);
      const listed = async () => (await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} })).items.map(({ node }) => node);
      const [row] = await listed();
      expect(row).toMatchObject({ state: { code: 'UNMAPPABLE', message: 'the row is garbled' }, payloadId: null });
      suite.clock.advance(86_400_000);
      suite.market.garble(null);
      suite.market.calls.length = 0;
      expect(await retryQuarantined(suite.deps, { sellerId: suite.sellerId, ids: [row!._id] })).toBe(1);
      await work();
      expect(await listed()).toEqual([]);
      expect(callsOf('changedSince')[0]).toBe(`changedSince ${new Date(row!.polledSince!.getTime() - 120_000).toISOString()} first`);
    });

    it('stops counting on webhooks that missed an order, and checks them at once', async () => {
      await work();
      suite.clock.advance(130_000);
      suite.market.put(changed('unheard'));
      await work();
      const { webhooksMissed, webhookCheckAt, pollAt } = await mark();
      expect({ webhooksMissed, webhookCheckAt }).toEqual({ webhooksMissed: true, webhookCheckAt: suite.clock.now() });
      expect(pollAt.getTime() - suite.clock.now().getTime()).toBe(5_000);
      await suite.deps.marks.heard(suite.storeIds.first, suite.clock.now());
      expect((await mark()).webhooksMissed).toBe(false);
    });

    it('notes trouble and comes back, and pauses the store when its credentials stay refused', async () => {
      suite.market.next('changedSince', 'REFUSED_CONNECTION', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS');
      await work();
      expect(await mark()).toMatchObject({ failures: 1, lastError: { errorClass: 'NETWORK' }, coveredUntil: null });
      for (let times = 0; times < 2; times++) {
        suite.clock.advance(60_000);
        await work();
      }
      const [store] = await suite.stores.findStores([suite.storeIds.first]);
      expect(store?.state).toMatchObject({ kind: 'PAUSED', code: 'AUTHENTICATION' });
      suite.market.calls.length = 0;
      suite.clock.advance(600_000);
      await work();
      expect(suite.market.calls).toEqual([]);
    });

    it('wakes itself for what is due next', async () => {
      await work();
      expect(suite.wakes.at(-1)).toBe(`calls/${suite.storeIds.first}`);
    });
  });

  describe('the webhook', () => {
    it('is created with a secret that the ledger knew first', async () => {
      await suite.db.collection<{ _id: string }>('stores').updateOne({ _id: suite.storeIds.first }, { $set: { webhook: { kind: 'NONE' } } });
      suite.market.next('ensure', 'ANSWER_LOST');
      await work();
      const [failed] = await suite.stores.findStores([suite.storeIds.first]);
      expect(failed?.webhook.kind).toBe('FAILED');
      expect(suite.stores.openWebhookSecret(failed!)).toBe(suite.market.webhook()?.secret);
      suite.clock.advance(61_000);
      await work();
      const [store] = await suite.stores.findStores([suite.storeIds.first]);
      expect(store?.webhook).toMatchObject({ kind: 'ACTIVE', remoteId: 'hook-1' });
      expect(suite.market.webhook()?.url).toBe(`http://127.0.0.1:4000/webhooks/ty/${suite.storeIds.first}`);
      expect(await suite.post(suite.storeIds.first, '{"orders":[]}', { secret: suite.market.webhook()!.secret })).toBe(200);
    });

    it.each([
      ['refuses it', 'REFUSED', 300_000],
      ['cannot be reached for it', 'REFUSED_CONNECTION', 60_000],
    ] as const)('is tried again later when the marketplace %s, and orders are polled for all the same', async (_what, mishap, laterMs) => {
      suite.market.put(changed('polled', 600_000));
      suite.market.next('ensure', mishap, mishap);
      await work();
      const { webhookCheckAt, failures, lastError } = await mark();
      expect({ known: await known(), inMs: webhookCheckAt.getTime() - suite.clock.now().getTime(), failures, doing: lastError !== null }).toEqual({ known: 1, inMs: laterMs, failures: 0, doing: true });
      const [store] = await suite.stores.findStores([suite.storeIds.first]);
      expect(store?.webhook.kind).toBe('FAILED');
      for (let times = 0; times < 20; times++) {
        suite.clock.advance(30_000);
        await work();
      }
      expect(callsOf('changedSince').length).toBeGreaterThan(5);
      expect((await suite.stores.findStores([suite.storeIds.first]))[0]?.webhook.kind).toBe('ACTIVE');
    });

    it('is made anew when it works with a secret nobody here knows', async () => {
      await suite.db.collection<{ _id: string }>('stores').updateOne({ _id: suite.storeIds.first }, { $set: { webhook: { kind: 'NONE' } } });
      await work();
      await suite.stores.recordWebhook({ storeId: suite.storeIds.first, kind: 'ACTIVE', remoteId: 'hook-1', secret: 'another' });
      suite.clock.advance(130_000);
      suite.market.put(changed('unheard'));
      await work();
      suite.clock.advance(6_000);
      await work();
      expect(callsOf('remove')).toEqual(['remove hook-1']);
      expect(suite.market.webhook()?.secret).toBe('another');
    });

    it('that only the seller can register waits with a secret of its own, and works from the first call on', async () => {
      await suite.db.collection<{ _id: string }>('stores').updateOne({ _id: suite.storeIds.first }, { $set: { webhook: { kind: 'NONE' } } });
      suite.market.takeWebhooksByHand();
      await work();
      const store = async () => (await suite.stores.findStores([suite.storeIds.first]))[0]!;
      const awaited = await store();
      const secret = suite.stores.openWebhookSecret(awaited)!;
      expect([awaited.webhook.kind, secret.length]).toEqual(['AWAITED', 43]);
      suite.clock.advance(6 * 60_000);
      await work();
      expect(suite.stores.openWebhookSecret(await store())).toBe(secret);
      expect((await mark()).intervalMs).toBeLessThanOrEqual(20_000);
      expect(await suite.post(suite.storeIds.first, suite.market.bodyOf(changed('told')), { secret })).toBe(200);
      await takeInNews(suite.deps, suite.storeIds.first, never);
      expect([(await store()).webhook.kind, suite.stores.openWebhookSecret(await store())]).toEqual(['ACTIVE', secret]);
      for (let times = 0; times < 4; times++) {
        suite.clock.advance(120_000);
        await work();
      }
      expect((await mark()).intervalMs).toBe(120_000);
    });

    it('is switched on again, and the orders of its silence are read', async () => {
      await work();
      suite.market.switchWebhookOff();
      const [before] = await suite.stores.findStores([suite.storeIds.first]);
      suite.clock.advance(6 * 60_000);
      suite.market.put(changed('in the silence', 5 * 60_000));
      await suite.deps.marks.note(suite.storeIds.first, { coveredUntil: suite.clock.now(), pollAt: new Date(suite.clock.now().getTime() + 60_000) });
      await work();
      expect(await known()).toBe(1);
      expect(before?.webhook.kind).toBe('ACTIVE');
    });
  });
});
