import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OperationId, type Sku } from '../../../platform/ids.js';
import { money } from '../../../platform/money.js';
import { lira, startTestCatalog } from '../../../test/support/test-catalog.js';

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
const unknown = 'NONE' as Sku;

beforeAll(async () => {
  shop = await startTestCatalog({ variants: 12 });
  await shop.publishAll();
});
afterAll(() => shop.stop());

const sku = (index: number) => shop.skus[index]!;
const write = () => ({ sellerId: shop.sellerId, operationId: shop.newOperation() });
const codes = ({ userErrors }: { userErrors: readonly { code: string; field: readonly string[] | null; itemRef: string | null }[] }) => userErrors.map(({ code, field, itemRef }) => [code, field?.join('.'), itemRef]);

describe('setting prices', () => {
  it('queues the price on every store and counts it for the operation until it is applied', async () => {
    const call = write();
    const outcome = await shop.catalog.setPrices({ ...call, items: [{ sku: sku(0), price: lira(9_900), listPrice: lira(12_000) }] });
    expect(outcome).toMatchObject({ listings: 2, userErrors: [], variants: [{ price: { saleMinor: 9_900, listMinor: 12_000 } }] });
    expect([...outcome.storeIds].sort()).toEqual([...shop.storeIds].sort());
    expect(await shop.catalog.countByOperation(call.operationId)).toMatchObject({ QUEUED: 2, APPLIED: 0 });
    for (const storeId of shop.storeIds) expect(await shop.settleAll(storeId)).toEqual([{ sku: sku(0), field: 'price', value: { saleMinor: 9_900, listMinor: 12_000, currency: 'TRY' } }]);
    expect(await shop.catalog.countByOperation(call.operationId)).toMatchObject({ QUEUED: 0, APPLIED: 2 });
  });

  it('accepts the good items of a call beside the bad ones, each refused by name', async () => {
    const outcome = await shop.catalog.setPrices({
      ...write(),
      items: [
        { sku: unknown, price: lira(1) },
        { sku: sku(1), price: lira(0) },
        { sku: sku(2), price: money(500, 'USD') },
        { sku: sku(3), price: lira(500), listPrice: lira(400) },
        { sku: sku(4), price: lira(700) },
        { sku: sku(4), price: lira(800) },
      ],
    });
    expect(codes(outcome)).toEqual([
      ['UNKNOWN_SKU', 'input.items.0.sku', 'NONE'],
      ['INVALID_PRICE', 'input.items.1.price', sku(1)],
      ['WRONG_CURRENCY', 'input.items.2.price', sku(2)],
      ['LIST_PRICE_BELOW_PRICE', 'input.items.3.listPrice', sku(3)],
      ['DUPLICATE_SKU', 'input.items.5.sku', sku(4)],
    ]);
    expect(outcome.variants.map((variant) => [variant.sku, variant.price.saleMinor])).toEqual([[sku(4), 700]]);
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
  });

  it('refuses 10,001 items with TOO_MANY_ITEMS and writes nothing', async () => {
    const outcome = await shop.catalog.setPrices({ ...write(), items: Array.from({ length: 10_001 }, () => ({ sku: sku(5), price: lira(1) })) });
    expect(codes(outcome)).toEqual([['TOO_MANY_ITEMS', 'input.items', null]]);
    expect((await shop.variant(sku(5))).price.saleMinor).toBe(10_000);
  });

  it('gives one store a price of its own that the next base price ends', async () => {
    const own = await shop.catalog.setPrices({ ...write(), items: [{ sku: sku(6), price: lira(7_777) }], storeIds: [shop.storeId] });
    expect(own).toMatchObject({ storeIds: [shop.storeId], listings: 1, userErrors: [] });
    expect(await shop.settleAll(shop.otherStoreId)).toEqual([]);
    await shop.catalog.setStock({ ...write(), items: [{ sku: sku(6), onHand: 4 }] });
    expect((await shop.listing(shop.storeId, sku(6))).price.desired.value.saleMinor).toBe(7_777);
    await shop.catalog.setPrices({ ...write(), items: [{ sku: sku(6), price: lira(10_000) }] });
    expect((await shop.listing(shop.storeId, sku(6))).price.desired.value.saleMinor).toBe(10_000);
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
  });

  it('refuses a store of another seller as unknown', async () => {
    const outcome = await shop.catalog.setPrices({ sellerId: newId('seller'), operationId: shop.newOperation(), items: [{ sku: sku(6), price: lira(1) }], storeIds: [shop.storeId] });
    expect(codes(outcome)).toEqual([['UNKNOWN_STORE', 'input.storeIds.0', shop.storeId]]);
  });

  it('needs no send where the price is there already', async () => {
    const call = write();
    const outcome = await shop.catalog.setPrices({ ...call, items: [{ sku: sku(7), price: lira(10_000) }] });
    expect(outcome).toMatchObject({ storeIds: [], listings: 2 });
    expect(await shop.catalog.countByOperation(call.operationId)).toMatchObject({ APPLIED: 2, QUEUED: 0 });
  });

  it('run again late leaves what a later operation has set', async () => {
    const [older, newer] = ['opr_65f0c0ff0000000000000001', 'opr_65f0c1000000000000000001'] as [OperationId, OperationId];
    const set = (operationId: OperationId, amount: number) => shop.catalog.setPrices({ sellerId: shop.sellerId, operationId, items: [{ sku: sku(7), price: lira(amount) }] });
    const count = (operationId: OperationId, onHand: number) => shop.catalog.setStock({ sellerId: shop.sellerId, operationId, items: [{ sku: sku(7), onHand }] });
    await shop.mongo.db.collection('variants').updateOne({ sellerId: shop.sellerId, sku: sku(7) }, { $set: { priceSetBy: null } });
    await set(newer, 2_000);
    await set(older, 1_000);
    await count(newer, 8);
    await count(older, 5);
    expect(await shop.variant(sku(7))).toMatchObject({ price: { saleMinor: 2_000 }, stock: { onHand: 8 } });
    for (const storeId of shop.storeIds) await shop.settleAll(storeId);
  });

  it('coalesces ten changes into one send of the last', async () => {
    for (let price = 1; price <= 10; price += 1) await shop.catalog.setPrices({ ...write(), items: [{ sku: sku(8), price: lira(price * 100) }] });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ value: { saleMinor: 1_000 } }]);
    await shop.settleAll(shop.otherStoreId);
  });
});

describe('setting and adjusting stock', () => {
  it('refuses an outdated expectedOnHand with the real number, and stock below zero', async () => {
    const outcome = await shop.catalog.setStock({ ...write(), items: [{ sku: sku(0), onHand: 5, expectedOnHand: 9 }, { sku: sku(1), onHand: -1 }, { sku: sku(2), onHand: 1.5 }] });
    expect(codes(outcome)).toEqual([
      ['STALE_ON_HAND', 'input.items.0.expectedOnHand', sku(0)],
      ['NEGATIVE_STOCK', 'input.items.1.onHand', sku(1)],
      ['INVALID_QUANTITY', 'input.items.2.onHand', sku(2)],
    ]);
    expect(outcome.userErrors[0]?.message).toContain('there are 10');
    expect(codes(await shop.catalog.adjustStock({ ...write(), items: [{ sku: sku(0), delta: -11 }] }))).toEqual([['NEGATIVE_STOCK', 'input.items.0.delta', sku(0)]]);
  });

  it('counts an adjustment once however often the operation runs', async () => {
    const call = { ...write(), items: [{ sku: sku(9), delta: 5 }] };
    await Promise.all([shop.catalog.adjustStock(call), shop.catalog.adjustStock(call)]);
    await shop.catalog.adjustStock(call);
    expect((await shop.variant(sku(9))).stock.onHand).toBe(15);
  });

  it('loses none of many adjustments made at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => shop.catalog.adjustStock({ ...write(), items: [{ sku: sku(10), delta: 1 }] })));
    const { stock, version, propagatedVersion } = await shop.variant(sku(10));
    expect([stock.onHand, propagatedVersion]).toEqual([30, version]);
    expect((await shop.listing(shop.otherStoreId, sku(10))).quantity.desired.value).toBe(30);
  });

  it('lets one of two writers with the same expectation through', async () => {
    const outcomes = await Promise.all([7, 8].map((onHand) => shop.catalog.setStock({ ...write(), items: [{ sku: sku(11), onHand, expectedOnHand: 10 }] })));
    expect(outcomes.flatMap(codes).map(([code]) => code)).toEqual(['STALE_ON_HAND']);
  });
});

it('orders what is due by what waiting costs', async () => {
  const one = await startTestCatalog({ variants: 4, stores: 1 });
  await one.publishAll();
  const [a, b, c, d] = one.skus as [Sku, Sku, Sku, Sku];
  const call = () => ({ sellerId: one.sellerId, operationId: one.newOperation() });
  await one.catalog.setStock({ ...call(), items: [{ sku: b, onHand: 0 }] });
  await one.settleAll(one.storeId);
  await one.catalog.setPrices({ ...call(), items: [{ sku: a, price: lira(5) }] });
  await one.catalog.setStock({ ...call(), items: [{ sku: b, onHand: 3 }, { sku: c, onHand: 9 }] });
  await one.catalog.setStock({ ...call(), items: [{ sku: d, onHand: 0 }] });
  const due = await one.catalog.takeDueListings({ storeId: one.storeId, limit: 10, now: one.now() });
  expect(due.map(({ sku: due }) => due)).toEqual([d, b, c, a]);
  expect(await one.catalog.nextDueAt(one.storeId)).toEqual(one.now());
  await one.settleAll(one.storeId);
  expect(await one.catalog.nextDueAt(one.storeId)).toBeNull();
  await one.stop();
});

it('an order of a variant that nobody lists reserves without a store becoming due', async () => {
  const bare = await startTestCatalog({ variants: 1 });
  const outcome = await bare.catalog.reserveStock({ sellerId: bare.sellerId, orderId: newId('order'), storeId: bare.storeId, lines: [{ lineKey: 'a', sku: bare.sku, quantity: 1 }, { lineKey: 'b', sku: unknown, quantity: 1 }] });
  expect(outcome).toMatchObject({ storeIds: [], lines: [{ lineKey: 'a', short: false }, { lineKey: 'b', variantId: null, short: false }] });
  await bare.stop();
});
