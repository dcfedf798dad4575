import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Sku } from '../../../platform/ids.js';
import { startTestCatalog } from '../../../test/support/test-catalog.js';

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
let next = 0;
beforeAll(async () => {
  shop = await startTestCatalog({ variants: 20, stores: 3 });
  await shop.publishAll();
});
afterAll(() => shop.stop());

const freshSku = (): Sku => shop.skus[next++]!;
const reserve = (sku: Sku, quantity: number, orderId = newId('order'), storeId = shop.storeId) => shop.catalog.reserveStock({ sellerId: shop.sellerId, orderId, storeId, lines: [{ lineKey: 'a', sku, quantity }] });
const stockOf = async (sku: Sku) => {
  const { onHand, reserved } = (await shop.variant(sku)).stock;
  return { onHand, reserved };
};

describe('an order', () => {
  it('lowers the stock of every other store, and knows that its own has lowered it itself', async () => {
    const sku = freshSku();
    const { storeIds } = await reserve(sku, 2);
    expect([...storeIds].sort()).toEqual(shop.storeIds.slice(1).sort());
    expect((await shop.listing(shop.storeId, sku)).quantity).toMatchObject({ state: 'APPLIED', desired: { value: 8 }, published: { value: 8, evidence: 'ORDER' } });
    for (const storeId of storeIds) expect(await shop.settleAll(storeId)).toEqual([{ sku, field: 'quantity', value: 8 }]);
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
  });

  it('counts once however often and however parallel it is told', async () => {
    const sku = freshSku();
    const orderId = newId('order');
    await Promise.all(Array.from({ length: 4 }, () => reserve(sku, 3, orderId)));
    await reserve(sku, 3, orderId);
    expect(await stockOf(sku)).toEqual({ onHand: 10, reserved: 3 });
    expect((await shop.listing(shop.storeId, sku)).quantity.published?.value).toBe(7);
  });

  it('takes the last unit off the other stores first', async () => {
    const sku = freshSku();
    await reserve(sku, 10);
    const [first] = await shop.catalog.takeDueListings({ storeId: shop.otherStoreId, limit: 1, now: shop.now() });
    expect(first).toMatchObject({ sku, priority: 0 });
    await shop.settleAll(shop.otherStoreId);
  });

  it('is kept and told when more was sold than there was', async () => {
    const sku = freshSku();
    expect((await reserve(sku, 9)).lines).toMatchObject([{ short: false }]);
    expect((await reserve(sku, 2, newId('order'), shop.otherStoreId)).lines).toMatchObject([{ short: true }]);
    expect(await stockOf(sku)).toEqual({ onHand: 10, reserved: 11 });
    expect((await shop.listing(shop.storeId, sku)).quantity.desired.value).toBe(0);
  });

  it('sold while a quantity was on its way makes that quantity be sent again', async () => {
    const sku = freshSku();
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand: 20 }] });
    const { attemptId, items } = await shop.sendDue(shop.storeId);
    await reserve(sku, 1);
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true })) });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku, field: 'quantity', value: 19 }]);
  });

  it.each([
    ['right', 0],
    ['ten minutes ahead', 600_000],
  ])('heard of only after a quantity was sent that did not know of it makes that quantity be sent again, with a marketplace clock that is %s', async (_clock, aheadMs) => {
    const sku = freshSku();
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
    const orderedAt = new Date(shop.now().getTime() + aheadMs);
    shop.passMs(3_000);
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand: 20 }] });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku, field: 'quantity', value: 20 }]);
    shop.passMs(3_000);
    await shop.catalog.reserveForOrders({ sellerId: shop.sellerId, storeId: shop.storeId, orders: [{ orderId: newId('order'), heardAt: shop.now(), orderedAt, lines: [{ lineKey: 'a', sku, quantity: 3, soldAnew: true }] }] });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku, field: 'quantity', value: 17 }]);
  });

  it('gives units back when it is cancelled and takes them off the shelf when it ships', async () => {
    const sku = freshSku();
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
    const [cancelled, shipped] = [newId('order'), newId('order')];
    await reserve(sku, 2, cancelled);
    await reserve(sku, 3, shipped);
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
    const lines = (quantity: number) => [{ lineKey: 'a', sku, quantity }];
    const release = { sellerId: shop.sellerId, orderId: cancelled, lines: lines(2) };
    expect([...(await shop.catalog.releaseStock(release)).storeIds].sort()).toEqual([...shop.storeIds].sort());
    await shop.catalog.releaseStock(release);
    expect((await shop.catalog.consumeStock({ sellerId: shop.sellerId, orderId: shipped, lines: lines(3) })).storeIds).toEqual([]);
    expect(await stockOf(sku)).toEqual({ onHand: 7, reserved: 0 });
    await reserve(sku, 2, cancelled);
    expect(await stockOf(sku)).toEqual({ onHand: 7, reserved: 0 });
    const { version, propagatedVersion } = await shop.variant(sku);
    expect(propagatedVersion).toBe(version);
  });

  it('is told to the selling store’s listing exactly once, even by two sweeps at once', async () => {
    const sku = freshSku();
    await shop.mongo.db.collection('variants').updateOne({ sellerId: shop.sellerId, sku }, { $set: { propagationPending: true, untoldSales: [{ storeId: shop.storeId, quantity: 4, version: 2 }], version: 2, 'stock.onHand': 6 } });
    await Promise.all([shop.catalog.propagatePending(), shop.catalog.propagatePending()]);
    expect((await shop.listing(shop.storeId, sku)).quantity).toMatchObject({ published: { value: 6 }, state: 'APPLIED' });
    expect((await shop.variant(sku)).untoldSales).toEqual([]);
  });
});

it('many orders from all stores at once leave no unit unaccounted for', async () => {
  const sku = freshSku();
  await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand: 25 }] });
  const outcomes = await Promise.all(Array.from({ length: 30 }, (_, index) => reserve(sku, 1, newId('order'), shop.storeIds[index % 3])));
  expect(await stockOf(sku)).toEqual({ onHand: 25, reserved: 30 });
  expect(outcomes.filter(({ lines }) => lines[0]?.short)).toHaveLength(5);
  for (const storeId of shop.storeIds) {
    await shop.settleAll(storeId);
    expect((await shop.listing(storeId, sku)).quantity).toMatchObject({ desired: { value: 0 }, published: { value: 0 } });
  }
});
