import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Sku } from '../../../platform/ids.js';
import { lira, startTestCatalog } from '../../../test/support/test-catalog.js';
import type { Listing, ListingIssue } from '../domain/listing.js';
import type { Variant } from '../domain/variant.js';
import { dueItems } from './attempt-items.js';

let shop: Awaited<ReturnType<typeof startTestCatalog>>;
let next = 0;
beforeAll(async () => {
  shop = await startTestCatalog({ variants: 30, stores: 2 });
  await shop.publishAll();
});
afterAll(() => shop.stop());

/** A variant of its own for each test. */
const freshSku = (): Sku => shop.skus[next++]!;
const setPrice = (sku: Sku, amountMinor: number) => shop.catalog.setPrices({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, price: lira(amountMinor) }] });
const refusal: ListingIssue = { code: 'MARKETPLACE_REFUSED', message: 'no', retryable: false, at: new Date() };
const listing = (sku: Sku) => shop.listing(shop.storeId, sku);
/** Sends the changed price of one variant to the first store. */
async function sendPrice(sku: Sku, amountMinor = 5_000) {
  await setPrice(sku, amountMinor);
  return await shop.sendDue(shop.storeId);
}

describe('sending', () => {
  it('gives an item to one of two workers', async () => {
    await setPrice(freshSku(), 4_000);
    const both = await Promise.all([shop.sendDue(shop.storeId), shop.sendDue(shop.storeId)]);
    expect(both.map(({ items }) => items.length).sort()).toEqual([0, 1]);
  });

  it('gives nothing to a worker whose lease was taken over', async () => {
    const sku = freshSku();
    const { attemptId, items } = await (await setPrice(sku, 4_000), shop.sendDue(shop.storeId, { fence: 7 }));
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true })) });
    await setPrice(sku, 4_100);
    expect((await shop.sendDue(shop.storeId, { fence: 6 })).items).toEqual([]);
    expect((await shop.sendDue(shop.storeId, { fence: 7 })).items).toHaveLength(1);
  });

  it('gives nothing of a revision that was replaced after it was read', async () => {
    const sku = freshSku();
    await setPrice(sku, 4_000);
    const stale = dueItems(await listing(sku), shop.now());
    await setPrice(sku, 4_200);
    expect(await shop.catalog.markSent({ storeId: shop.storeId, attemptId: newId('attempt'), fence: 9, at: shop.now(), items: stale })).toEqual({ items: [], listings: [] });
    expect((await shop.sendDue(shop.storeId, { fence: 9 })).items).toMatchObject([{ field: 'price' }]);
  });

  it('gives nothing to a call that was recalled, though its worker had read everything before', async () => {
    const [taken, late] = [freshSku(), freshSku()];
    await setPrice(taken, 4_000);
    await setPrice(late, 4_000);
    const [first, second] = [await listing(taken), await listing(late)];
    const call = { storeId: shop.storeId, attemptId: newId('attempt'), fence: 1, at: shop.now() };
    await shop.catalog.markSent({ ...call, items: dueItems(first, shop.now()), lately: [first] });
    expect(await shop.catalog.recall({ attemptId: call.attemptId, listingIds: [first._id, second._id], fence: 2 })).toBe(2);
    expect(await shop.catalog.markSent({ ...call, items: dueItems(second, shop.now()), lately: [second] })).toEqual({ items: [], listings: [] });
    expect([await listing(taken), await listing(late)]).toMatchObject([{ price: { state: 'QUEUED', sent: null } }, { price: { state: 'QUEUED', sent: null } }]);
    expect(await shop.catalog.recall({ attemptId: call.attemptId, listingIds: [first._id, second._id], fence: 2 })).toBe(0);
    const { attemptId, items } = await shop.sendDue(shop.storeId, { fence: 2 });
    expect(items).toHaveLength(2);
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true })) });
  });

  it('does not give a store’s items to a worker of another store', async () => {
    const sku = freshSku();
    await setPrice(sku, 4_000);
    const items = dueItems(await listing(sku), shop.now());
    expect(await shop.catalog.markSent({ storeId: shop.otherStoreId, attemptId: newId('attempt'), fence: 9, at: shop.now(), items })).toEqual({ items: [], listings: [] });
  });
});

describe('hearing of an attempt', () => {
  it('moves each item by its own answer', async () => {
    const [good, bad] = [freshSku(), freshSku()];
    await setPrice(good, 3_000);
    const { attemptId, items } = await sendPrice(bad, 3_000);
    await shop.catalog.markAccepted({ attemptId, receipt: 'batch-1', at: shop.now() });
    expect((await listing(good)).price).toMatchObject({ state: 'ACCEPTED', receipt: 'batch-1' });
    const badId = (await listing(bad))._id;
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => (item.listingId === badId ? { ...item, ok: false, issue: refusal } : { ...item, ok: true, remoteIds: { contentId: '7' } })) });
    expect(await listing(good)).toMatchObject({ remoteIds: { contentId: '7' }, price: { state: 'APPLIED', published: { value: { saleMinor: 3_000 } } }, dueAt: null, attemptIds: [] });
    expect(await listing(bad)).toMatchObject({ price: { state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED' }, published: { value: { saleMinor: 10_000 } } }, dueAt: null });
  });

  it('changes nothing the second time, nor for an attempt that was given back', async () => {
    const sku = freshSku();
    const { attemptId, items } = await sendPrice(sku);
    await shop.catalog.requeue({ attemptId, notBefore: null, errorClass: 'NETWORK', message: 'refused' });
    const results = items.map((item) => ({ ...item, ok: true as const }));
    expect(await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results })).toBe(0);
    expect(await shop.catalog.markAccepted({ attemptId, receipt: 'r', at: shop.now() })).toBe(0);
    expect((await listing(sku)).price).toMatchObject({ state: 'QUEUED', attemptId: null, issue: { code: 'NETWORK' } });
    const again = await shop.sendDue(shop.storeId);
    const settle = () => shop.catalog.markSettled({ attemptId: again.attemptId, at: shop.now(), evidence: 'RECEIPT', results: again.items.map((item) => ({ ...item, ok: true as const })) });
    expect([await settle(), await settle()]).toEqual([1, 0]);
    expect((await listing(sku)).price).toMatchObject({ state: 'APPLIED', sends: 2 });
  });

  it('waits as long as the marketplace asked', async () => {
    const sku = freshSku();
    const { attemptId } = await sendPrice(sku);
    const notBefore = new Date(shop.now().getTime() + 60_000);
    await shop.catalog.requeue({ attemptId, notBefore, errorClass: 'RATE_LIMITED', message: '429' });
    expect(await shop.catalog.takeDueListings({ storeId: shop.storeId, limit: 10, now: shop.now() })).toEqual([]);
    expect(await shop.catalog.nextDueAt(shop.storeId)).toEqual(notBefore);
    shop.passMs(60_000);
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku }]);
  });

  it('keeps a price set meanwhile waiting and sends it next', async () => {
    const sku = freshSku();
    const { attemptId, items } = await sendPrice(sku, 2_000);
    await setPrice(sku, 2_500);
    expect((await shop.sendDue(shop.storeId)).items).toEqual([]);
    await shop.catalog.markSettled({ attemptId, at: shop.now(), evidence: 'RECEIPT', results: items.map((item) => ({ ...item, ok: true })) });
    expect((await listing(sku)).price).toMatchObject({ state: 'QUEUED', published: { value: { saleMinor: 2_000 } } });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ value: { saleMinor: 2_500 } }]);
  });
});

describe('an attempt without an answer', () => {
  const unanswered = async () => {
    const sku = freshSku();
    const { attemptId } = await sendPrice(sku, 6_000);
    await shop.catalog.markUnknown({ attemptId, errorClass: 'TIMEOUT', message: 'no answer', at: shop.now() });
    return { sku, attemptId };
  };

  it('is not sent again before it was looked up', async () => {
    const { sku, attemptId } = await unanswered();
    expect((await listing(sku)).price.state).toBe('UNKNOWN');
    expect((await shop.sendDue(shop.storeId)).items).toEqual([]);
    expect((await shop.catalog.listingsOfAttempt(attemptId)).map((found) => found.sku)).toEqual([sku]);
  });

  it('is done when the value is found there, and sent again when not', async () => {
    const [there, missing] = [await unanswered(), await unanswered()];
    const reading = (sku: Sku, saleMinor: number) => [{ remoteKey: sku, price: { saleMinor, listMinor: 10_000, currency: 'TRY' as const } }];
    expect(await shop.catalog.settleByReading({ attemptId: there.attemptId, at: shop.now(), remote: reading(there.sku, 6_000) })).toBe(1);
    await shop.catalog.settleByReading({ attemptId: missing.attemptId, at: shop.now(), remote: reading(missing.sku, 10_000) });
    expect((await listing(there.sku)).price).toMatchObject({ state: 'VERIFIED', published: { evidence: 'READ_BACK' } });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku: missing.sku, value: { saleMinor: 6_000 } }]);
  });
});

describe('reading a store', () => {
  it('verifies what is as wanted and corrects what somebody changed there', async () => {
    const [same, changed] = [freshSku(), freshSku()];
    const price = (saleMinor: number) => ({ saleMinor, listMinor: 10_000, currency: 'TRY' as const });
    const outcome = await shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: same, price: price(10_000), quantity: 10 }, { remoteKey: changed, price: price(1) }, { remoteKey: 'NOBODY' }] });
    expect(outcome).toMatchObject({ verified: 1, unknownKeys: ['NOBODY'] });
    expect(outcome.drifted.map(({ sku }) => sku)).toEqual([changed]);
    expect(await listing(same)).toMatchObject({ price: { state: 'VERIFIED' }, quantity: { state: 'VERIFIED' }, dueAt: null });
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku: changed, field: 'price', value: { saleMinor: 10_000 } }]);
  });

  it('gives an order that may be on its way time before it puts missing units back', async () => {
    const sku = freshSku();
    const look = () => shop.catalog.recordDrift({ storeId: shop.storeId, at: shop.now(), remote: [{ remoteKey: sku, quantity: 8 }] });
    await look();
    expect(await shop.settleAll(shop.storeId)).toEqual([]);
    shop.passMs(120_000);
    await look();
    expect(await shop.settleAll(shop.storeId)).toMatchObject([{ sku, field: 'quantity', value: 10 }]);
  });
});

it('a process that dies between a variant and its listings leaves nothing behind', async () => {
  const sku = freshSku();
  const variants = shop.mongo.db.collection<Variant>('variants');
  await variants.updateOne({ sellerId: shop.sellerId, sku }, { $set: { 'stock.onHand': 2, propagationPending: true }, $inc: { version: 1 } });
  const swept = await shop.catalog.propagatePending();
  expect(swept).toMatchObject({ variants: 1 });
  expect([...swept.storeIds].sort()).toEqual([...shop.storeIds].sort());
  expect((await listing(sku)).quantity).toMatchObject({ state: 'QUEUED', desired: { value: 2 } });
  expect(await shop.catalog.propagatePending()).toEqual({ variants: 0, products: 0, storeIds: [] });
  for (const storeId of shop.storeIds) await shop.settleAll(storeId);
});

it('a variant followed at an older version never takes a listing back', async () => {
  const sku = freshSku();
  const old = await shop.variant(sku);
  await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand: 4 }] });
  await shop.mongo.db.collection<Listing>('listings').updateOne({ storeId: shop.storeId, sku }, { $set: { variantVersion: old.version + 5 } });
  await shop.mongo.db.collection<Variant>('variants').updateOne({ _id: old._id }, { $set: { version: old.version + 5, propagatedVersion: old.version + 5 } });
  await shop.catalog.adjustStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, delta: 1 }] });
  expect((await listing(sku)).quantity.desired.value).toBe(5);
  for (const storeId of shop.storeIds) await shop.settleAll(storeId);
});

it('a withdrawn listing shows nothing at once, leaves the store, and comes back with its stock', async () => {
  const sku = freshSku();
  const call = { sellerId: shop.sellerId, storeId: shop.storeId };
  const outcome = await shop.catalog.withdrawListings({ ...call, operationId: shop.newOperation(), items: [{ sku }, { sku: 'NONE' as Sku }] });
  expect(outcome).toMatchObject({ listings: 1, userErrors: [{ code: 'NOT_LISTED', itemRef: 'NONE' }] });
  expect(await shop.settleAll(shop.storeId)).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'quantity', value: 0 }), expect.objectContaining({ field: 'content', value: { presence: 'WITHDRAWN', contentRevision: 1 } })]));
  await shop.catalog.setStock({ sellerId: shop.sellerId, operationId: shop.newOperation(), items: [{ sku, onHand: 3 }] });
  expect(await shop.settleAll(shop.storeId)).toEqual([]);
  await shop.catalog.publishListings({ ...call, operationId: shop.newOperation(), items: [{ sku }], remoteKeyOf: (variant) => variant.sku });
  expect((await shop.settleAll(shop.storeId)).map(({ field, value }) => [field, value])).toEqual([['content', { presence: 'LISTED', contentRevision: 1 }], ['quantity', 3]]);
  for (const storeId of shop.storeIds) await shop.settleAll(storeId);
});

it('a new listing sends price and quantity only once it is on sale', async () => {
  const fresh = await startTestCatalog({ variants: 2, stores: 1 });
  const items = fresh.skus.map((sku) => ({ sku }));
  const publish = (remoteKeyOf: (variant: { sku: string }) => string | null) => fresh.catalog.publishListings({ sellerId: fresh.sellerId, operationId: fresh.newOperation(), storeId: fresh.storeId, items, remoteKeyOf });
  expect((await publish(() => null)).userErrors.map(({ code }) => code)).toEqual(['NO_REMOTE_KEY', 'NO_REMOTE_KEY']);
  expect((await publish(() => 'SAME')).userErrors.map(({ code }) => code)).toEqual(['REMOTE_KEY_TAKEN']);
  expect(await publish(({ sku }) => sku)).toMatchObject({ listings: 2, userErrors: [] });
  const first = await fresh.sendDue(fresh.storeId);
  expect(first.values.map(({ field }) => field)).toEqual(['content', 'content']);
  await fresh.catalog.markSettled({ attemptId: first.attemptId, at: fresh.now(), evidence: 'ANSWER', results: first.items.map((item) => ({ ...item, ok: true })) });
  expect((await fresh.sendDue(fresh.storeId)).values.map(({ field }) => field).sort()).toEqual(['price', 'price', 'quantity', 'quantity']);
  await fresh.stop();
});

it('a cancelled operation leaves prices as the store shows them, and never a quantity', async () => {
  const sku = freshSku();
  const operationId = shop.newOperation();
  await shop.catalog.setPrices({ sellerId: shop.sellerId, operationId, items: [{ sku, price: lira(1_234) }] });
  expect(await shop.catalog.withdrawQueued({ operationId })).toEqual({ values: 2 });
  await shop.catalog.setStock({ sellerId: shop.sellerId, operationId, items: [{ sku, onHand: 1 }] });
  expect(await shop.catalog.withdrawQueued({ operationId })).toEqual({ values: 0 });
  for (const storeId of shop.storeIds) expect(await shop.settleAll(storeId)).toEqual([{ sku, field: 'quantity', value: 1 }]);
});

it('a stock policy is followed by all listings of its store', async () => {
  const fresh = await startTestCatalog({ variants: 5 });
  await fresh.publishAll();
  fresh.setPolicy(0, { buffer: 0, cap: 4, percentage: 100 });
  expect((await fresh.catalog.propagatePending()).storeIds).toEqual([fresh.storeId]);
  expect((await fresh.settleAll(fresh.storeId)).map(({ value }) => value)).toEqual([4, 4, 4, 4, 4]);
  expect(await fresh.settleAll(fresh.otherStoreId)).toEqual([]);
  await fresh.stop();
});
