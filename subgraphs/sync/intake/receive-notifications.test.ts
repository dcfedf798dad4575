import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { IntakeDeps } from './intake-deps.js';
import { createQueueReceivers, type QueueReceivers } from './queue-receivers.js';
import { receiveNotifications } from './receive-notifications.js';
import { createReceiverStore } from './store/receiver-store.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;

describe('notifications from a queue', () => {
  let suite: IntakeSuite;

  beforeEach(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
    await suite.db.collection<{ _id: string }>('stores').updateOne({ _id: suite.storeIds.first }, { $set: { webhook: { kind: 'NONE' } } });
    suite.market.useQueue();
    suite.market.takeWebhooksByHand();
    await work();
    suite.market.calls.length = 0;
  });
  afterEach(() => suite.close());

  const work = () => workCalls(suite.deps, suite.storeIds.first, never);
  const receive = (deps: IntakeDeps = suite.deps) => receiveNotifications(deps, suite.storeIds.first, never);
  const takeIn = () => takeInNews(suite.deps, suite.storeIds.first, never);
  const mark = async () => (await suite.deps.marks.find([suite.storeIds.first]))[0]!;
  const callsOf = (name: string) => suite.market.calls.filter((call) => call.startsWith(name)).length;
  const known = () => suite.db.collection('orders').countDocuments();
  const order = (id: string, agoMs = 600_000) => sampleOrder({ remoteOrderId: id, packages: [samplePackage({ remotePackageId: `P-${id}`, remoteRevision: suite.clock.now().getTime() - agoMs, lines: [sampleLine({ remoteKey: 'BC' })] })] });

  it('are stored and archived before they are taken out of the queue, then taken in as webhooks are', async () => {
    suite.market.put(order('named'));
    suite.market.notify(suite.market.bodyOf(order('told')));
    suite.market.notify(suite.market.newsOf({ changed: ['named'] }));
    expect(await receive()).toEqual({ kind: 'GOT', count: 2 });
    expect([suite.market.queued(), suite.wakes.at(-1)]).toEqual([[], `inbox/${suite.storeIds.first}`]);
    const [entry] = await suite.deps.inbox.waiting(suite.storeIds.first, 10);
    const payload = await suite.archive.getPayload({ sellerId: suite.sellerId, id: entry!.payloadId!, revealPersonal: true });
    expect(payload).toMatchObject({ direction: 'INBOUND', operation: 'notification', requestBody: { content: entry!.body } });
    await takeIn();
    await work();
    expect(await known()).toBe(2);
  });

  it.each([
    ['before they are stored', (deps: IntakeDeps): IntakeDeps => ({ ...deps, inbox: { ...deps.inbox, add: () => Promise.reject(new Error('the process died')) } })],
    ['before they are taken out of the queue', (deps: IntakeDeps): IntakeDeps => ({ ...deps, queue: { wake: () => Promise.reject(new Error('the process died')) } })],
  ])('come again and count once when the process dies %s', async (_when, dying) => {
    suite.market.notify(suite.market.bodyOf(order('told')));
    await expect(receive(dying(suite.deps))).rejects.toThrow('the process died');
    expect(suite.market.queued()).toHaveLength(1);
    await takeIn();
    await receive();
    await takeIn();
    expect([suite.market.queued(), await suite.stockOf('SKU')]).toEqual([[], { onHand: 1_000, reserved: 1 }]);
  });

  it('come again and count once when the queue does not hear that they were taken', async () => {
    suite.market.notify(suite.market.bodyOf(order('told')));
    suite.market.next('acknowledge', 'LOST_ON_THE_WAY');
    expect(await receive()).toMatchObject({ kind: 'TROUBLE' });
    suite.clock.advance(60_000);
    await receive();
    await takeIn();
    expect([suite.market.queued(), await suite.db.collection('inbox').countDocuments(), await known()]).toEqual([[], 1, 1]);
  });

  it('that cannot be read are set aside and hold up no others', async () => {
    suite.market.notify('nonsense');
    suite.market.notify(suite.market.bodyOf(order('told')));
    await receive();
    await takeIn();
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect([items.map(({ node }) => node.state), await known()]).toMatchObject([[{ code: 'UNMAPPABLE' }], 1]);
  });

  it('are left alone for a while after trouble, and pause the store when credentials stay refused', async () => {
    suite.market.next('receive', 'REFUSED_CONNECTION', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS');
    expect(await receive()).toMatchObject({ kind: 'TROUBLE' });
    expect(await receive()).toEqual({ kind: 'NOT_NOW' });
    expect(callsOf('receive')).toBe(1);
    for (let times = 0; times < 2; times++) {
      suite.clock.advance(60_000);
      await receive();
    }
    const [store] = await suite.stores.findStores([suite.storeIds.first]);
    expect(store?.state).toMatchObject({ kind: 'PAUSED', code: 'AUTHENTICATION' });
    expect(await receive()).toEqual({ kind: 'NOT_NOW' });
  });

  it('are asked for only once the marketplace was made to put them there, which is seen to every few minutes', async () => {
    await suite.db.collection('pollMarks').deleteMany({});
    suite.market.next('ensureQueue', 'REFUSED_CONNECTION');
    await work();
    expect([await receive(), callsOf('ensureQueue')]).toEqual([{ kind: 'NOT_NOW' }, 1]);
    suite.clock.advance(60_000);
    await work();
    expect([await receive(), callsOf('ensureQueue')]).toEqual([{ kind: 'GOT', count: 0 }, 2]);
    suite.clock.advance(5 * 60_000);
    await work();
    expect(callsOf('ensureQueue')).toBe(3);
  });

  it('are not asked for by a store without a queue, although its marketplace offers them', async () => {
    await suite.db.collection('pollMarks').deleteMany({});
    suite.market.useQueue({ isSetUp: false });
    suite.market.calls.length = 0;
    await work();
    expect([await receive(), callsOf('ensureQueue'), callsOf('receive')]).toEqual([{ kind: 'NOT_NOW' }, 0, 0]);
  });

  it('let polls come seldom while they are read, and often when they are not', async () => {
    const intervals: number[] = [];
    for (let times = 0; times < 6; times++) {
      await receive();
      suite.clock.advance(120_000);
      await receive();
      await work();
      intervals.push((await mark()).intervalMs);
    }
    expect(intervals.at(-1)).toBe(120_000);
    suite.clock.advance(130_000);
    await work();
    expect((await mark()).intervalMs).toBe(20_000);
  });

  it('that missed an order are not counted on until one is heard again, and are seen to at once', async () => {
    await receive();
    suite.clock.advance(30_000);
    suite.market.put(order('unheard', 0));
    await work();
    expect(await mark()).toMatchObject({ webhooksMissed: true, intervalMs: 5_000, webhookCheckAt: suite.clock.now() });
    suite.market.notify(suite.market.bodyOf(order('told')));
    await receive();
    await takeIn();
    expect(await mark()).toMatchObject({ webhooksMissed: false });
  });

  it('of a queue that stores share go to the store that each is for, and those for none are archived and go no further', async () => {
    suite.market.useQueue({ isFor: ({ storeId }, body) => body.toString().includes(storeId) });
    const [mine, others, nobodys] = [suite.storeIds.first, suite.storeIds.second, 'sto_elsewhere'].map((name) => suite.market.newsOf({ changed: [name] }));
    for (const body of [mine, others, nobodys]) suite.market.notify(body!);
    expect(await receive()).toEqual({ kind: 'GOT', count: 3 });
    expect(suite.market.queued()).toEqual([]);
    expect((await suite.db.collection<{ storeId: string; body: { toString(): string } }>('inbox').find().toArray()).map(({ storeId, body }) => [storeId, body.toString()]).toSorted()).toEqual([[suite.storeIds.first, mine], [suite.storeIds.second, others]].toSorted());
    expect(suite.wakes.filter((key) => key.startsWith('inbox/')).toSorted()).toEqual([`inbox/${suite.storeIds.first}`, `inbox/${suite.storeIds.second}`].toSorted());
    const { items } = await suite.archive.findPayloads({ sellerId: suite.sellerId, filter: { operation: 'notification' }, page: {} });
    expect(items.map(({ node }) => node.storeId).toSorted()).toEqual([suite.storeIds.first, suite.storeIds.first, suite.storeIds.second].toSorted());
  });

  describe('with several workers', () => {
    let workers: QueueReceivers[];
    let opened: string[];
    beforeEach(() => {
      opened = [];
      workers = ['first', 'second'].map((name) => {
        const access: IntakeDeps['access'] = { ...suite.deps.access, open(storeId) {
          if (storeId === suite.storeIds.first) opened.push(name);
          return suite.deps.access.open(storeId);
        } };
        return createQueueReceivers({ ...suite.deps, access }, createReceiverStore(suite.db));
      });
    });
    afterEach(() => Promise.all(workers.map((worker) => worker.stop())));

    const tend = () => Promise.all(workers.map((worker) => worker.tend()));
    const told = async (id: string) => {
      const taken = suite.market.nextCall('acknowledge');
      suite.market.notify(suite.market.bodyOf(order(id)));
      await taken;
    };

    it('are read by one of them, and by another when that one stops', async () => {
      await tend();
      await told('A');
      await tend();
      await told('B');
      expect(new Set(opened).size).toBe(1);
      const holder = opened[0] === 'first' ? 0 : 1;
      await workers[holder]!.stop();
      opened.length = 0;
      await tend();
      await told('C');
      expect(new Set(opened)).toEqual(new Set([holder === 0 ? 'second' : 'first']));
      await takeIn();
      expect(await known()).toBe(3);
    });

    it('are read by another when the one that read them is silent', async () => {
      const dead = await createReceiverStore(suite.db).acquire({ storeId: suite.storeIds.first, owner: 'dead', now: suite.clock.now(), leaseMs: 15_000 });
      expect(dead).not.toBeNull();
      await tend();
      expect(opened).toEqual([]);
      suite.clock.advance(15_000);
      await tend();
      await told('A');
      expect(opened.length).toBeGreaterThan(0);
    });

    it('end at once when the worker stops, however long the queue would wait', async () => {
      const open = await suite.deps.access.open(suite.storeIds.first);
      const waiting = new Promise<never>(() => undefined);
      const heard: { signal?: AbortSignal } = {};
      const notifications = { ...open.connector.notifications!, receive: (_context: unknown, signal: AbortSignal) => ((heard.signal = signal), suite.market.connector.notifications!.receive(open.context, signal).then(() => waiting)) };
      const access: IntakeDeps['access'] = { ...suite.deps.access, open: async () => ({ ...open, connector: { ...open.connector, notifications } }) };
      const worker = createQueueReceivers({ ...suite.deps, access }, createReceiverStore(suite.db));
      const begun = suite.market.nextCall('receive');
      await worker.tend();
      await begun;
      await worker.stop();
      expect(heard.signal?.aborted).toBe(true);
    });
  });
});
