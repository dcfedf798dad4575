import { afterEach, describe, expect, it } from '@jest/globals';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

describe('pushing changes', () => {
  it('brings a price to the marketplace in one call and proves it by reading a sample back', async () => {
    suite = await startLaneSuite({ goods: 5 });
    const operation = await suite.done(await suite.setPrices('87.50'));
    expect(operation).toMatchObject({ state: 'DONE', total: 5, superseded: 0 });
    expect(suite.pushedKeys()).toEqual([[...suite.skus]]);
    expect([...suite.paper.offers.values()].map(({ price }) => price?.saleMinor)).toEqual([8_750, 8_750, 8_750, 8_750, 8_750]);
    const verified = await suite.until(operation, ({ counts }) => counts.verified >= 1);
    expect(verified.counts.applied + verified.counts.verified).toBe(5);
  });

  it('sends 250 changes of one store in three calls of at most 100', async () => {
    suite = await startLaneSuite({ goods: 250, offersPerPush: 100 });
    await suite.done(await suite.setPrices('55.00'));
    expect(suite.paper.pushes.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  it('has several small calls on their way at once where the marketplace allows it, each listing in one of them', async () => {
    suite = await startLaneSuite({ goods: 7, offersPerPush: 2, pushesAtOnce: 3, worker: false });
    const operation = await suite.setPrices('55.00');
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(3);
    expect(suite.paper.pushes.map(({ length }) => length)).toEqual([2, 2, 2]);
    held.release();
    expect(await suite.done(operation)).toMatchObject({ state: 'DONE', total: 7 });
    expect(suite.pushedKeys().flat().toSorted()).toEqual([...suite.skus]);
  });

  it('fills a call of prices alone to its own limit, and one that says a quantity to the smaller', async () => {
    suite = await startLaneSuite({ goods: 12, offersPerPush: 2, pricesPerPush: 8, worker: false });
    const prices = await suite.setPrices('55.00');
    const stock = await suite.setStock(3, suite.skus.slice(9));
    suite.house.sync.worker.start();
    expect([(await suite.done(stock)).state, (await suite.done(prices)).state]).toEqual(['DONE', 'DONE']);
    const saysQuantity = (push: (typeof suite.paper.pushes)[number]) => push.filter(({ quantity }) => quantity !== undefined).length;
    expect(suite.paper.pushes.map((push) => [push.length, saysQuantity(push)])).toEqual([[2, 2], [1, 1], [8, 0], [1, 0]]);
    expect(suite.pushedKeys().flat().toSorted()).toEqual([...suite.skus]);
    expect(suite.skus.map((sku) => [suite.paper.offers.get(sku)?.price?.saleMinor, suite.paper.offers.get(sku)?.quantity])).toEqual(suite.skus.map((_sku, i) => [5_500, i < 9 ? 10 : 3]));
  });

  it('has no more calls on their way at once than allowed where quantities and prices go apart', async () => {
    suite = await startLaneSuite({ goods: 9, offersPerPush: 2, pricesPerPush: 20, pushesAtOnce: 2, worker: false });
    const prices = await suite.setPrices('55.00', suite.skus.slice(3));
    const stock = await suite.setStock(3, suite.skus.slice(0, 3));
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(2);
    expect(suite.pushedKeys().toSorted()).toEqual([suite.skus.slice(0, 2), suite.skus.slice(2, 3)]);
    held.release();
    expect([(await suite.done(stock)).state, (await suite.done(prices)).state]).toEqual(['DONE', 'DONE']);
    expect(suite.pushedKeys().slice(2)).toEqual([suite.skus.slice(3)]);
  });

  it('has several calls of prices alone on their way at once, each full', async () => {
    suite = await startLaneSuite({ goods: 25, offersPerPush: 2, pricesPerPush: 10, pushesAtOnce: 3, worker: false });
    const operation = await suite.setPrices('55.00');
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(3);
    held.release();
    expect(await suite.done(operation)).toMatchObject({ state: 'DONE', total: 25 });
    expect(suite.paper.pushes.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([5, 10, 10]);
    expect(suite.pushedKeys().flat().toSorted()).toEqual([...suite.skus]);
  });

  it('sends nothing that is wanted after a pause, also while the store is being worked, until it is resumed', async () => {
    suite = await startLaneSuite({ goods: 2 });
    const [first, second] = [suite.skus[0]!, suite.skus[1]!];
    const { sellerId, stores } = suite.house;
    const held = suite.paper.hold();
    const before = await suite.setPrices('55.00', [first]);
    await suite.paper.pushed(1);
    await stores.pauseStore({ sellerId, storeId: suite.storeId, code: 'PAUSED_BY_SELLER', message: 'wrong prices' });
    const after = await suite.setPrices('66.00', [second]);
    held.release();
    await eventually(async () => (await suite.house.db.collection('lanes').findOne({ owner: null })) !== null, (isFree) => isFree);
    expect(suite.pushedKeys()).toEqual([[first]]);
    await stores.resumeStore({ sellerId, storeId: suite.storeId });
    await suite.house.sync.wakeLanes([suite.storeId]);
    expect([(await suite.done(before)).state, (await suite.done(after)).state]).toEqual(['DONE', 'DONE']);
  });

  it('coalesces ten changes of one price into what is wanted last', async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    for (let price = 1; price <= 10; price += 1) await suite.setPrices(`${price}.00`);
    suite.house.sync.worker.start();
    await suite.untilListing(suite.skus[0]!, ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    expect(suite.paper.pushes).toHaveLength(1);
    expect(suite.paper.offers.get(suite.skus[0]!)?.price?.saleMinor).toBe(1_000);
  });

  it('tells price and quantity of a listing in one change', async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    const prices = await suite.setPrices('42.00');
    const stock = await suite.setStock(3);
    suite.house.sync.worker.start();
    await suite.done(prices);
    await suite.done(stock);
    expect(suite.paper.pushes.map((push) => push.map(({ price, quantity }) => [price?.saleMinor, quantity]))).toEqual([[[4_200, 3], [4_200, 3]]]);
  });

  it('sends what goes to zero before everything else', async () => {
    suite = await startLaneSuite({ goods: 6, offersPerPush: 2, worker: false });
    await suite.setPrices('42.00');
    const stock = await suite.setStock(0, suite.skus.slice(4));
    suite.house.sync.worker.start();
    await suite.done(stock);
    expect(suite.pushedKeys()[0]).toEqual(suite.skus.slice(4));
  });

  it('settles a receipt item by item as the marketplace gets to them', async () => {
    suite = await startLaneSuite({ goods: 2 });
    let asked = 0;
    suite.paper.answerReceipts((_receipt, changes) => {
      asked += 1;
      return asked > 1 ? null : { kind: 'PENDING', pollAfterMs: 10, settled: [{ remoteKey: changes[0]!.remoteKey, ok: true }] };
    });
    expect(await suite.done(await suite.setPrices('33.00'))).toMatchObject({ state: 'DONE' });
    expect(suite.paper.polls).toHaveLength(2);
  });

  it('shows of a receipt what the marketplace gave, and keeps for itself what it asks with', async () => {
    suite = await startLaneSuite({ goods: 1 });
    const receipt = JSON.stringify({ feed: 'f-1', unsent: ['ANOTHER-SKU'] });
    suite.paper.failPushes({ outcome: { kind: 'ACCEPTED', receipt, marketplaceReceipt: 'f-1', pollAfterMs: 60_000 } });
    await suite.setPrices('33.00');
    expect((await suite.untilListing(suite.skus[0]!, ({ price }) => price.state === 'ACCEPTED')).price.receipt).toBe('f-1');
    expect(await suite.attempts()).toMatchObject([{ state: 'ACCEPTED', receipt }]);
  });

  it('sends again what drifted on the marketplace', async () => {
    suite = await startLaneSuite({ goods: 1 });
    await suite.done(await suite.setPrices('33.00'));
    suite.paper.offers.set(suite.skus[0]!, { price: { saleMinor: 1, listMinor: 1, currency: 'TRY' }, quantity: 10 });
    await suite.house.catalog.recordDrift({ storeId: suite.storeId, at: new Date(), remote: [{ remoteKey: suite.skus[0]!, price: { saleMinor: 1, listMinor: 1, currency: 'TRY' }, quantity: 10 }] });
    await suite.house.sync.wakeLanes([suite.storeId]);
    await suite.untilListing(suite.skus[0]!, ({ price }) => price.published?.value.saleMinor === 3_300);
    expect(suite.paper.offers.get(suite.skus[0]!)?.price?.saleMinor).toBe(3_300);
  });
});

describe('trouble while pushing', () => {
  it('waits as long as the marketplace asks when the quota is spent', async () => {
    suite = await startLaneSuite({ goods: 2 });
    suite.paper.failPushes({ error: trouble('RATE_LIMITED', 'REFUSED', 400) });
    const startedAt = Date.now();
    await suite.done(await suite.setPrices('12.00'));
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(400);
    expect(suite.paper.pushes).toHaveLength(2);
  });

  it('tries refused credentials once more, then pauses the store and keeps what waits', async () => {
    suite = await startLaneSuite({ goods: 2 });
    suite.paper.failPushes({ error: trouble('AUTHENTICATION', 'REFUSED') }, { error: trouble('AUTHENTICATION', 'REFUSED') });
    const operation = await suite.setPrices('12.00');
    await suite.paper.pushed(2);
    const stateOf = async () => (await suite.house.stores.findStores([suite.storeId]))[0]?.state;
    expect(await eventually(stateOf, (state) => state?.kind === 'PAUSED')).toMatchObject({ code: 'AUTHENTICATION', message: 'AUTHENTICATION on paper' });
    expect(await suite.until(operation, ({ counts }) => counts.queued === 2)).toMatchObject({ state: 'RUNNING' });
    await suite.house.stores.resumeStore({ sellerId: suite.house.sellerId, storeId: suite.storeId });
    await suite.house.sync.wakeLanes([suite.storeId]);
    expect((await suite.done(operation)).state).toBe('DONE');
  });

  it('takes calls side by side that are refused for the same credentials for one refusal', async () => {
    suite = await startLaneSuite({ goods: 6, offersPerPush: 2, pushesAtOnce: 3, worker: false });
    const operation = await suite.setPrices('55.00');
    suite.paper.failPushes(...Array.from({ length: 3 }, () => ({ error: trouble('AUTHENTICATION', 'REFUSED') })));
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).state).toBe('DONE');
    expect((await suite.house.stores.findStores([suite.storeId]))[0]?.state.kind).toBe('ACTIVE');
  });
});

describe('a marketplace without a list price', () => {
  it('is not corrected for the list price that it cannot show', async () => {
    suite = await startLaneSuite({ goods: 1 });
    const [remoteKey] = suite.skus;
    await suite.done(await suite.setPrices('33.00'));
    const before = await suite.listing(remoteKey!);
    expect(before.price.desired.value.listMinor).toBeGreaterThan(3_300);
    await suite.house.catalog.recordDrift({ storeId: suite.storeId, at: new Date(), remote: [{ remoteKey: remoteKey!, price: { saleMinor: 3_300, listMinor: null, currency: 'TRY' }, quantity: 10 }] });
    expect((await suite.listing(remoteKey!)).price).toMatchObject({ state: 'VERIFIED', sends: before.price.sends, desired: { revision: before.price.desired.revision } });
  });
});

describe('the ledger of calls', () => {
  it('ties a call to the request it is made for', async () => {
    suite = await startLaneSuite({ goods: 1 });
    await suite.done(await withCorrelation('request-7', () => suite.setPrices('9.00')));
    expect((await suite.attempts()).map(({ correlationId }) => correlationId)).toEqual(['request-7']);
  });

  it('has each call settled, with no personal data and no open end', async () => {
    suite = await startLaneSuite({ goods: 4 });
    const operation = await suite.done(await suite.setPrices('9.00'));
    await suite.until(operation, ({ counts }) => counts.verified > 0);
    const attempts = await suite.attempts();
    expect(attempts.map(({ state, items, receipt }) => [state, items.length, receipt])).toEqual([['SETTLED', 4, 'receipt-1']]);
  });
});
