import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { ERASED_BUYER } from '../../orders/domain/erase-buyer.js';
import type { Order } from '../../orders/domain/order.js';
import { openBuyer } from '../../orders/operations/open-buyer.js';
import { sampleBuyer, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { InboxEntry } from './domain/inbox-entry.js';
import { retryQuarantined } from './retry-quarantined.js';
import { sweepBuyers } from './sweep-buyers.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;

describe('sweepBuyers', () => {
  let suite: IntakeSuite;
  beforeEach(async () => {
    suite = await openIntakeSuite();
  });
  afterEach(() => suite.close());

  const limited = () => ({ ...suite.deps, connectors: { TRENDYOL: { ...suite.market.connector, limits: { ...suite.market.connector.limits, buyerDataKeptMs: KEPT_MS } } } });

  async function deliver(remoteOrderId: string, storeId: StoreId): Promise<void> {
    await suite.orders.recordOrders({ store: { ...suite.origin, storeId }, orders: [sampleOrder({ remoteOrderId, packages: [samplePackage({ status: 'DELIVERED' })] })] });
  }
  async function buyerOf(remoteOrderId: string) {
    return openBuyer(suite, (await suite.db.collection<Order>('orders').findOne({ remoteOrderId }))!);
  }

  it("keeps a buyer to the last of the marketplace's days and erases them then, on every store of it", async () => {
    await deliver('one', suite.storeIds.first);
    await deliver('two', suite.storeIds.second);
    suite.clock.advance(KEPT_MS - 1);
    await sweepBuyers(limited());
    expect([await buyerOf('one'), await buyerOf('two')]).toEqual([sampleBuyer, sampleBuyer]);
    suite.clock.advance(1);
    await sweepBuyers(limited());
    expect([await buyerOf('one'), await buyerOf('two')]).toEqual([ERASED_BUYER, ERASED_BUYER]);
    expect(suite.logged.join('')).not.toContain(sampleBuyer.name);
  });

  it('leaves buyers of marketplaces without such a limit alone', async () => {
    await deliver('kept', suite.storeIds.first);
    suite.clock.advance(400 * DAY_MS);
    await sweepBuyers(suite.deps);
    expect(await buyerOf('kept')).toEqual(sampleBuyer);
  });

  it('erases once when two workers sweep at the same time', async () => {
    await deliver('both', suite.storeIds.first);
    suite.clock.advance(KEPT_MS);
    await Promise.all([sweepBuyers(limited()), sweepBuyers(limited())]);
    const order = await suite.db.collection<Order>('orders').findOne({ remoteOrderId: 'both' });
    expect(openBuyer(suite, order!)).toEqual(ERASED_BUYER);
    expect(suite.logged.filter((line) => line.includes('buyers were erased'))).toHaveLength(1);
  });

  it('takes the text out of news that nobody could read, which stay visible', async () => {
    await suite.deps.inbox.add({
      _id: `${suite.storeIds.first}:odd`, sellerId: suite.sellerId, storeId: suite.storeIds.first, marketplace: 'TRENDYOL', call: { method: 'POST', path: '' }, sha256: 'odd', bytes: 9, body: Buffer.from('Ayşe 1'),
      payloadId: null, receivedAt: suite.clock.now(), state: { kind: 'QUARANTINED', at: suite.clock.now(), code: 'UNMAPPABLE', message: 'odd' }, quarantined: true,
    });
    suite.clock.advance(KEPT_MS);
    await sweepBuyers(limited());
    const inbox = suite.db.collection<InboxEntry>('inbox');
    expect(await inbox.findOne({ sha256: 'odd' })).not.toHaveProperty('body');
    expect((await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} })).items).toHaveLength(1);
    await retryQuarantined(suite.deps, { sellerId: suite.sellerId, ids: [`${suite.storeIds.first}:odd`] });
    expect(await inbox.findOne({ sha256: 'odd' })).toMatchObject({ quarantined: true });
  });
});
