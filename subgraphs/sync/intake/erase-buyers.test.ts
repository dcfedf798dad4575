import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type StoreId } from '../../../platform/ids.js';
import { ERASED_BUYER } from '../../orders/domain/erase-buyer.js';
import type { Order } from '../../orders/domain/order.js';
import { openBuyer } from '../../orders/operations/open-buyer.js';
import { sampleBuyer, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { sampleStore } from '../../orders/testing/sample-shop.js';
import type { Store } from '../../stores/domain/store.js';
import { sweepErased } from './erase-buyers.js';
import { takeInNews } from './take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';
import { workCalls } from './work-calls.js';

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

describe('a buyer whose account was closed', () => {
  let suite: IntakeSuite;
  /** Stores whose orders cannot be erased just now. */
  const failing = new Set<string>();
  beforeEach(async () => {
    failing.clear();
    suite = await openIntakeSuite({
      orders: (real) => ({ eraseBuyers: (input) => (failing.has(input.storeId) ? Promise.reject(new Error('cut off')) : real.eraseBuyers(input)) }),
    });
  });
  afterEach(() => suite.close());

  async function addStore(change: Partial<Store>): Promise<Store> {
    const store = sampleStore({ sellerId: newId('seller'), ...change });
    await suite.db.collection<Store>('stores').insertOne(store);
    return store;
  }
  async function sell(store: { readonly _id: StoreId; readonly sellerId: Store['sellerId'] }, remoteOrderId: string): Promise<void> {
    await suite.orders.recordOrders({ store: { sellerId: store.sellerId, storeId: store._id, marketplace: 'TRENDYOL' }, orders: [sampleOrder({ remoteOrderId, buyerIds: ['closed-account'] })] });
  }
  async function buyerOf(remoteOrderId: string) {
    return openBuyer(suite, (await suite.db.collection<Order>('orders').findOne({ remoteOrderId }))!);
  }
  const tell = async (storeId: StoreId): Promise<void> => {
    await suite.post(storeId, suite.market.newsOf({ erased: ['closed-account'] }));
    await takeInNews(suite.deps, storeId, never);
  };
  async function archived(text: string, storeId: StoreId): Promise<string> {
    const id = await suite.archive.open({ marketplace: 'TRENDYOL', sellerId: suite.sellerId, storeId, operation: 'orders.poll', method: 'GET', url: 'http://x.invalid', headers: {}, body: null, personal: true });
    await suite.archive.close(id, { status: 200, headers: {}, body: Buffer.from(text), durationMs: 1 });
    return id;
  }
  const read = async (id: string) => (await suite.archive.getPayload({ sellerId: suite.sellerId, id: id as never, revealPersonal: true }))?.responseBody?.content?.toString();

  it('goes from every store of the marketplace at that address, also those of other sellers, whichever was told', async () => {
    const [neighbour, elsewhere] = [await addStore({}), await addStore({ baseUrl: 'http://127.0.0.1:2' })];
    const told = suite.shops[0];
    for (const [store, id] of [[told, 'of the told'], [suite.shops[1], 'of its sister'], [neighbour, 'of a neighbour'], [elsewhere, 'elsewhere']] as const) await sell(store, id);
    await tell(told._id);
    expect(await Promise.all(['of the told', 'of its sister', 'of a neighbour', 'elsewhere'].map(buyerOf))).toEqual([ERASED_BUYER, ERASED_BUYER, ERASED_BUYER, sampleBuyer]);
  });

  it('goes from the rest when erasing was cut off half-way, and nothing is done twice', async () => {
    const neighbour = await addStore({});
    await sell(suite.shops[0], 'first');
    await sell(neighbour, 'last');
    const versions = async () => Object.fromEntries((await suite.db.collection<Order>('orders').find().toArray()).map(({ remoteOrderId, version }) => [remoteOrderId, version]));
    const { first = 0, last = 0 } = await versions();
    failing.add(neighbour._id);
    await expect(tell(suite.storeIds.first)).rejects.toThrow('cut off');
    failing.clear();
    await takeInNews(suite.deps, suite.storeIds.first, never);
    expect(await Promise.all(['first', 'last'].map(buyerOf))).toEqual([ERASED_BUYER, ERASED_BUYER]);
    expect(await versions()).toEqual({ first: first + 1, last: last + 1 });
    expect(await suite.db.collection('inbox').findOne({})).toMatchObject({ state: { kind: 'MAPPED' } });
  });

  it('is not recorded with an order that was named before and is read only now', async () => {
    const order = sampleOrder({ remoteOrderId: 'unread', buyerIds: ['closed-account'], packages: [samplePackage({ remotePackageId: 'U-1' })] });
    suite.market.put(order);
    await suite.post(suite.storeIds.first, suite.market.newsOf({ changed: ['unread'] }));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await tell(suite.storeIds.second);
    await workCalls(suite.deps, suite.storeIds.first, never);
    expect(await buyerOf('unread')).toEqual(ERASED_BUYER);
  });

  it('goes from what was archived of each store within two hours, with what came too late, and only once', async () => {
    const ids = [await archived('{"buyer":{"username":"closed-account"},"fullName":"Ayşe"}', suite.storeIds.first), await archived('[{"username":"closed-account"}]', suite.storeIds.second), await archived('{"username":"other","fullName":"Fatma"}', suite.storeIds.first)];
    await tell(suite.storeIds.first);
    await sweepErased(suite.deps);
    expect(await read(ids[0]!)).toContain('closed-account');
    const late = await archived('{"username":"closed-account"}', suite.storeIds.first);
    suite.clock.advance(2 * HOUR_MS);
    await Promise.all([sweepErased(suite.deps), sweepErased(suite.deps)]);
    expect(await Promise.all([...ids, late].map(read))).toEqual(['{"buyer":{"username":"[erased]"},"fullName":"***"}', '[{"username":"[erased]"}]', '{"username":"other","fullName":"Fatma"}', '{"username":"[erased]"}']);
    expect(await suite.db.collection('buyerScrubs').countDocuments()).toBe(0);
    expect(suite.logged.join('')).not.toContain('closed-account');
  });

  it('goes from the archive also when an order of theirs is brought once more afterwards', async () => {
    await tell(suite.storeIds.first);
    suite.clock.advance(2 * HOUR_MS);
    await sweepErased(suite.deps);
    suite.market.put(sampleOrder({ remoteOrderId: 'again', buyerIds: ['closed-account'] }));
    const id = await archived('{"username":"closed-account"}', suite.storeIds.first);
    await suite.post(suite.storeIds.first, suite.market.newsOf({ changed: ['again'] }));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    await workCalls(suite.deps, suite.storeIds.first, never);
    suite.clock.advance(2 * HOUR_MS);
    await sweepErased(suite.deps);
    expect([await buyerOf('again'), await read(id)]).toEqual([ERASED_BUYER, '{"username":"[erased]"}']);
  });

  it('goes from news that nobody could read, which stay visible', async () => {
    const at = suite.clock.now();
    const { first } = suite.storeIds;
    const odd = (name: string, text: string) => ({ _id: `${first}:${name}`, sellerId: suite.sellerId, storeId: first, marketplace: 'TRENDYOL' as const, call: null, sha256: name, bytes: 9, body: Buffer.from(text), payloadId: null, receivedAt: at, state: { kind: 'QUARANTINED' as const, at, code: 'UNMAPPABLE' as const, message: 'odd' }, quarantined: true as const });
    await suite.deps.inbox.add(odd('theirs', '{"username":"closed-account"}'));
    await suite.deps.inbox.add(odd('another', '{"username":"other"}'));
    await tell(first);
    suite.clock.advance(2 * HOUR_MS);
    await sweepErased(suite.deps);
    const [theirs, another] = await Promise.all(['theirs', 'another'].map((name) => suite.db.collection<{ _id: string }>('inbox').findOne({ _id: `${first}:${name}` })));
    expect(theirs).toMatchObject({ quarantined: true });
    expect(theirs).not.toHaveProperty('body');
    expect(another).toHaveProperty('body');
  });
});
