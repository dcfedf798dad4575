import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConflictId, PayloadId, Sku } from '../../../platform/ids.js';
import { startTestCatalog } from '../../../test/support/test-catalog.js';
import type { Conflict, ConflictField, ConflictRule } from '../domain/conflict.js';
import { ORDER_ON_ITS_WAY_MS } from '../domain/judge-reading.js';
import type { Listing } from '../domain/listing.js';
import { setConflictRule } from './set-conflict-rule.js';

type Shop = Awaited<ReturnType<typeof startTestCatalog>>;
let shop: Shop;
afterEach(() => shop.stop());

const evidence = 'pay_1' as PayloadId;
const price = (saleMinor: number) => ({ saleMinor, listMinor: 10_000, currency: 'TRY' as const });
const listing = () => shop.listing(shop.storeId, shop.sku);
const conflicts = () => shop.mongo.db.collection<Conflict>('conflicts').find({}, { projection: { outbox: 0 } }).sort({ foundAt: 1, _id: 1 }).toArray();

async function open(rule?: ConflictRule, field: ConflictField = 'price'): Promise<void> {
  shop = await startTestCatalog({ variants: 2 });
  await shop.publishAll();
  if (rule) await ruleIs(rule, field);
}
/** As `conflictRuleSet` does it; the catalog's own parts are reached by the same database. */
async function ruleIs(rule: ConflictRule, field: ConflictField): Promise<void> {
  const { createConflictStore } = await import('../store/conflict-store.js');
  const { createCallStore } = await import('../../../platform/idempotency/call-store.js');
  const deps = { conflicts: createConflictStore(shop.mongo.db), calls: createCallStore(shop.mongo.db, 'catalog_calls'), clock: { now: shop.now }, stores: { findStores: async () => shop.stores } };
  await setConflictRule(deps as never, { sellerId: shop.sellerId, input: { storeId: shop.storeId, field, rule } });
}
const seen = (reading: { price?: ReturnType<typeof price>; quantity?: number }, fence?: number) =>
  shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: shop.sku, payloadId: evidence, ...reading }], ...(fence === undefined ? {} : { fence }) });
async function seenForSure(quantity: number): Promise<void> {
  await seen({ quantity });
  shop.passMs(ORDER_ON_ITS_WAY_MS);
  await seen({ quantity });
}
const decide = async (decision: 'HUB' | 'MARKETPLACE', ids?: readonly ConflictId[]) =>
  shop.catalog.resolveConflicts({ sellerId: shop.sellerId, operationId: shop.newOperation(), keyId: 'key_1', decision, conflictIds: ids ?? (await conflicts()).map(({ _id }) => _id) });

describe('a price that somebody changed in the marketplace’s panel', () => {
  it('is set back where the hub wins, and both values are kept with the evidence', async () => {
    await open();
    await seen({ price: price(9_000) });
    expect(await conflicts()).toMatchObject([
      { field: 'price', sku: shop.sku, hub: { value: price(10_000) }, remote: { value: price(9_000), before: price(10_000) }, evidence: { by: 'SWEEP', payloadId: evidence }, rule: 'HUB_WINS', state: 'RESOLVED', decision: 'HUB', decidedBy: { kind: 'RULE' } },
    ]);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ field: 'price', value: { saleMinor: 10_000 } }]);
    expect(await listing()).toMatchObject({ conflicts: null, conflictsPending: null, price: { state: 'APPLIED' } });
  });

  it('is one conflict however often and from wherever the reading is recorded', async () => {
    await open();
    await Promise.all([1, 2, 3].map(() => seen({ price: price(9_000) })));
    await seen({ price: price(9_000) });
    expect(await conflicts()).toHaveLength(1);
  });

  it('becomes the store’s own where the marketplace wins, until a base price is set', async () => {
    await open('MARKETPLACE_WINS');
    await seen({ price: price(9_000) });
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
    expect(await listing()).toMatchObject({ ownPrice: { price: price(9_000) }, price: { desired: { value: price(9_000) }, published: { value: price(9_000) } }, conflicts: null });
    expect(await conflicts()).toMatchObject([{ state: 'RESOLVED', decision: 'MARKETPLACE' }]);
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: { amountMinor: 8_000, currency: 'TRY' } }] });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ field: 'price', value: { saleMinor: 8_000 } }]);
  });

  it('stands against a newer one of the hub’s that was not there yet, where the newest wins', async () => {
    await open('NEWEST_WINS');
    await seen({ price: price(9_000) });
    expect((await listing()).price.desired.value).toEqual(price(9_000));
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: { amountMinor: 7_000, currency: 'TRY' } }] });
    await seen({ price: price(6_000) });
    expect((await conflicts()).map(({ decision }) => decision).sort()).toEqual(['HUB', 'MARKETPLACE']);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ value: { saleMinor: 7_000 } }]);
  });

  it('is asked about: both values stay, nothing of it is sent, the rest is, until somebody says', async () => {
    await open('ASK');
    await seen({ price: price(9_000) });
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: { amountMinor: 8_500, currency: 'TRY' } }] });
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, onHand: 4 }] });
    expect(await shop.settleAll(shop.storeId)).toEqual([{ sku: shop.sku, field: 'quantity', value: 4 }]);
    expect(await listing()).toMatchObject({ price: { state: 'QUEUED', desired: { value: { saleMinor: 8_500 } }, published: { value: { saleMinor: 9_000 } } } });
    const outcome = await decide('HUB');
    expect(outcome).toMatchObject({ storeIds: [shop.storeId], listings: 1, userErrors: [] });
    expect(await conflicts()).toMatchObject([{ state: 'RESOLVED', decision: 'HUB', decidedBy: { kind: 'KEY', keyId: 'key_1' } }]);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ field: 'price', value: { saleMinor: 8_500 } }]);
  });

  it('ends by itself when the marketplace has the hub’s value again', async () => {
    await open('ASK');
    await seen({ price: price(9_000) });
    shop.passMs(60_000);
    await seen({ price: price(10_000) });
    expect(await conflicts()).toMatchObject([{ state: 'VANISHED', decision: null, decidedBy: null, closedAt: shop.now() }]);
    expect(await listing()).toMatchObject({ conflicts: null, price: { state: 'VERIFIED' } });
    expect(await decide('MARKETPLACE')).toMatchObject({ listings: 0, userErrors: [{ code: 'CONFLICT_CLOSED', field: ['input', 'conflictIds', '0'] }] });
  });

  it('is not put over what a later worker, or a later answer of the marketplace, has brought', async () => {
    await open();
    const { attemptId, items } = await (await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: { amountMinor: 8_000, currency: 'TRY' } }] }), shop.sendDue(shop.storeId, { fence: 6 }));
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true as const })) });
    shop.passMs(3_600_000);
    await seen({ price: price(9_999) }, 5);
    expect(await conflicts()).toEqual([]);
    const remote = (revision: number, saleMinor: number) => shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: shop.sku, revision, price: price(saleMinor) }] });
    await remote(12, 8_000);
    await remote(11, 9_999);
    expect(await conflicts()).toEqual([]);
  });

  it('is not what a slow cache still shows of the price before', async () => {
    await open('MARKETPLACE_WINS');
    await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, price: { amountMinor: 8_000, currency: 'TRY' } }] });
    await shop.settleAll(shop.storeId);
    await seen({ price: price(10_000) });
    expect(await conflicts()).toEqual([]);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ value: { saleMinor: 8_000 } }]);
  });
});

describe('a quantity that somebody changed in the marketplace’s panel', () => {
  it('is no conflict when an order explains it', async () => {
    await open('MARKETPLACE_WINS', 'quantity');
    await seen({ quantity: 8 });
    await shop.catalog.reserveStock({ sellerId: shop.sellerId, orderId: 'ord_1' as never, storeId: shop.storeId, lines: [{ lineKey: 'a', sku: shop.sku, quantity: 2 }] });
    shop.passMs(ORDER_ON_ITS_WAY_MS);
    await seen({ quantity: 8 });
    expect(await conflicts()).toEqual([]);
    expect(await listing()).toMatchObject({ doubt: null, quantity: { state: 'VERIFIED' } });
  });

  it('is put back at once where the hub wins and it is too high', async () => {
    await open();
    await seen({ quantity: 15 });
    expect(await conflicts()).toMatchObject([{ field: 'quantity', decision: 'HUB', remote: { value: 15 } }]);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ field: 'quantity', value: 10 }]);
  });

  it('counts the shelf anew by the difference, once, where the marketplace wins', async () => {
    await open('MARKETPLACE_WINS', 'quantity');
    await seenForSure(7);
    await seenForSure(7);
    await shop.catalog.propagatePending();
    expect((await shop.variant(shop.sku)).stock).toMatchObject({ onHand: 7, changedBy: { kind: 'CONFLICT' } });
    expect(await conflicts()).toMatchObject([{ decision: 'MARKETPLACE', adjustment: -3 }]);
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
    expect(await shop.settleAll(shop.otherStoreId)).toEqual([{ sku: shop.sku, field: 'quantity', value: 7 }]);
  });

  it('counts it once, and sends nothing meanwhile, when the process dies before the shelf knows', async () => {
    await open('MARKETPLACE_WINS', 'quantity');
    await seenForSure(7);
    const listings = shop.mongo.db.collection<Listing>('listings');
    const [conflict] = await conflicts();
    // As a process leaves it that wrote the decision and died, before the shelf, after it, or before it forgot the conflict.
    await listings.updateOne({ storeId: shop.storeId, sku: shop.sku }, { $set: { conflicts: [conflict as Conflict], conflictsPending: true }, $inc: { version: 1 } });
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
    await shop.catalog.propagatePending();
    expect((await shop.variant(shop.sku)).stock.onHand).toBe(7);
    expect(await listing()).toMatchObject({ conflicts: null, conflictsPending: null });
  });

  it('leaves out of the difference what was sold while somebody was asked', async () => {
    await open('ASK', 'quantity');
    await seenForSure(8);
    await shop.catalog.reserveStock({ sellerId: shop.sellerId, orderId: 'ord_1' as never, storeId: shop.storeId, lines: [{ lineKey: 'a', sku: shop.sku, quantity: 1 }] });
    await seenForSure(7);
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
    expect(await decide('MARKETPLACE')).toMatchObject({ userErrors: [] });
    expect((await shop.variant(shop.sku)).stock).toMatchObject({ onHand: 8, reserved: 1 });
    expect(await listing()).toMatchObject({ quantity: { desired: { value: 7 }, state: 'APPLIED' } });
  });

  it('does not keep the hub from telling that nothing is left', async () => {
    await open('ASK', 'quantity');
    await seenForSure(8);
    await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku: shop.sku, onHand: 0 }] });
    expect(await shop.settleAll(shop.storeId)).toEqual([{ sku: shop.sku, field: 'quantity', value: 0 }]);
    await shop.catalog.propagatePending();
    expect(await conflicts()).toMatchObject([{ state: 'VANISHED' }]);
  });
});

it('refuses conflicts of others as unknown and decides the rest', async () => {
  await open('ASK');
  await seen({ price: price(9_000) });
  const [known] = await conflicts();
  expect(await decide('HUB', ['cfl_none' as ConflictId, known!._id])).toMatchObject({ listings: 1, userErrors: [{ code: 'UNKNOWN_CONFLICT', itemRef: 'cfl_none', field: ['input', 'conflictIds', '0'] }] });
  expect((await shop.catalog.findListings({ sellerId: shop.sellerId, storeId: shop.storeId, skus: [shop.sku, 'NONE' as Sku] }))).toHaveLength(1);
});
