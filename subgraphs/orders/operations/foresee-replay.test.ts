import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { Order } from '../domain/order.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { sampleBuyer, sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { openBuyer } from './open-buyer.js';

describe('archived orders mapped anew', () => {
  let suite: OrderSuite;

  beforeAll(async () => {
    suite = await openOrderSuite();
    await suite.shelve([{ sku: 'REPLAYED', barcode: '8690000000012', onHand: 50 }]);
  });
  afterAll(() => suite.drop());

  const known = async (remoteOrderId: string): Promise<Order> => (await suite.db.collection<Order>('orders').findOne({ remoteOrderId }))!;
  const record = (order: Parameters<typeof sampleOrder>[0], isReplay = false) => suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder(order)], isReplay });
  const foresee = async (order: Parameters<typeof sampleOrder>[0]) => (await suite.orders.foreseeReplay({ store: suite.origin, orders: [sampleOrder(order)] }))[0]!;

  it('show nothing where the reading is the same', async () => {
    await record({ remoteOrderId: 'same', extra: { gift: true, note: null } });
    expect(await foresee({ remoteOrderId: 'same', extra: { gift: true, note: null } })).toMatchObject({ differences: [] });
  });

  it('show each difference of the same revision before it is applied, and change nothing until then', async () => {
    await record({ remoteOrderId: 'mended' });
    const before = await known('mended');
    const mended = { remoteOrderId: 'mended', extra: { cargo: 'express' }, packages: [samplePackage({ carrier: 'Kargo', lines: [sampleLine({ unitDiscountMinor: 3000 })] })] };
    const { differences, orderId } = await foresee(mended);
    expect(orderId).toMatch(/^ord_/);
    expect(differences).toEqual([
      { path: 'totalMinor', before: '22490', after: '21990' },
      { path: 'packages[P1].carrier', before: null, after: '"Kargo"' },
      { path: 'packages[P1].lines[1].unitDiscountMinor', before: '2500', after: '3000' },
      { path: 'extra.cargo', before: null, after: '"express"' },
    ]);
    expect(await known('mended')).toEqual(before);
    expect(await record(mended, true)).toMatchObject({ recorded: 1, first: 0 });
    expect(await known('mended')).toMatchObject({ totalMinor: 21990, extra: { cargo: 'express' } });
    expect(await foresee(mended)).toMatchObject({ differences: [] });
    expect(await record(mended, true)).toMatchObject({ recorded: 0, unchanged: 1 });
  });

  it('never put an older revision over a newer one', async () => {
    await record({ remoteOrderId: 'older', packages: [samplePackage({ remoteRevision: 2, status: 'ACCEPTED' })] });
    const older = { remoteOrderId: 'older', packages: [samplePackage({ remoteRevision: 1, carrier: 'Kargo' })] };
    expect(await foresee(older)).toMatchObject({ differences: [] });
    await record(older, true);
    expect(await known('older')).toMatchObject({ status: 'ACCEPTED', packages: [{ carrier: null }] });
  });

  it('give a status word its meaning once the hub has one, and the stock that goes with it', async () => {
    const word = { remoteStatus: 'Teslim', lines: [sampleLine({ remoteStatus: 'Teslim', status: 'UNKNOWN' })] };
    const before = (await suite.stockOf('REPLAYED')).onHand;
    await record({ remoteOrderId: 'word', packages: [samplePackage({ ...word, status: 'UNKNOWN' })] });
    const understood = { remoteOrderId: 'word', packages: [samplePackage({ ...word, status: 'DELIVERED', lines: [sampleLine({ remoteStatus: 'Teslim', status: 'DELIVERED' })] })] };
    expect((await foresee(understood)).differences).toContainEqual({ path: 'status', before: '"UNKNOWN"', after: '"DELIVERED"' });
    await record(understood, true);
    expect((await suite.stockOf('REPLAYED')).onHand).toBe(before - 1);
  });

  it('tell that a buyer reads otherwise without telling how, and leave an erased one erased', async () => {
    await record({ remoteOrderId: 'buyer', buyerIds: [] });
    const renamed = { remoteOrderId: 'buyer', buyer: { ...sampleBuyer, name: 'Ayşe Nur Yılmaz' } };
    const { differences } = await foresee(renamed);
    expect(differences).toEqual([{ path: 'buyer', before: '"***"', after: '"***"' }]);
    await record(renamed, true);
    expect(openBuyer({ secretBox: suite.secretBox }, await known('buyer')).name).toBe('Ayşe Nur Yılmaz');
    await record({ remoteOrderId: 'erased', buyerIds: ['buyer-7'] });
    await suite.orders.eraseBuyers({ storeId: suite.origin.storeId, buyerIds: ['buyer-7'] });
    expect(await foresee({ remoteOrderId: 'erased', buyerIds: ['buyer-7'] })).toMatchObject({ differences: [] });
  });

  it('show an order that is not known as wholly new', async () => {
    const { orderId, differences } = await foresee({ remoteOrderId: newId('event') });
    expect(orderId).toBeNull();
    expect(differences).toContainEqual({ path: 'status', before: null, after: '"CREATED"' });
  });
});
