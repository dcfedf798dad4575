import { afterEach, describe, expect, it } from '@jest/globals';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble, type PaperMarketplace } from '../testing/paper-marketplace.js';
import type { ListingIssue } from '../connector/contract.js';
import type { Attempt } from '../domain/attempt.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

/** Longer than any test takes. */
const NEVER_MS = 600_000;

const attemptsOf = ({ house, storeId }: LaneSuite) => house.db.collection<Attempt>('attempts').find({ storeId }).sort({ _id: 1 }).toArray();
/** As if the time for it had come. */
async function bringLookForward({ house, storeId }: LaneSuite, state: Attempt['state'], sure: { readonly provesFrom?: Date } = {}): Promise<void> {
  await house.db.collection<Attempt>('attempts').updateOne({ storeId, state, dueAt: { $ne: null } }, { $set: { dueAt: new Date(), ...sure } });
  await house.sync.wakeLanes([storeId]);
}

const keysOf = (pushes: PaperMarketplace['pushes']) => pushes.map((push) => push.map(({ remoteKey }) => remoteKey).sort());

describe('pushing changes', () => {
  it('brings a price to the marketplace in one call and proves it by reading a sample back', async () => {
    suite = await startLaneSuite({ goods: 5 });
    const operation = await suite.done(await suite.setPrices('87.50'));
    expect(operation).toMatchObject({ state: 'DONE', total: 5, superseded: 0 });
    expect(keysOf(suite.paper.pushes)).toEqual([[...suite.skus]]);
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
    expect(keysOf(suite.paper.pushes).flat().toSorted()).toEqual([...suite.skus]);
  });

  it('takes calls side by side that are refused for the same credentials for one refusal', async () => {
    suite = await startLaneSuite({ goods: 6, offersPerPush: 2, pushesAtOnce: 3, worker: false });
    const operation = await suite.setPrices('55.00');
    suite.paper.failPushes(...Array.from({ length: 3 }, () => ({ error: trouble('AUTHENTICATION', 'REFUSED') })));
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).state).toBe('DONE');
    expect((await suite.house.stores.findStores([suite.storeId]))[0]?.state.kind).toBe('ACTIVE');
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
    expect(keysOf(suite.paper.pushes)).toEqual([[first]]);
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
    expect(keysOf(suite.paper.pushes)[0]).toEqual(suite.skus.slice(4));
  });

  it("records the marketplace's refusal on the item and applies the others", async () => {
    suite = await startLaneSuite({ goods: 3 });
    const issue: ListingIssue = { code: 'PRICE_REFUSED', message: 'Fiyat çok düşük', retryable: false, at: new Date() };
    suite.paper.refuse(suite.skus[1]!, issue);
    const operation = await suite.done(await suite.setPrices('1.00'));
    expect(operation).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    expect((await suite.listing(suite.skus[1]!)).price).toMatchObject({ state: 'REJECTED', issue: { code: 'PRICE_REFUSED', message: 'Fiyat çok düşük' } });
  });

  it('applies the quantity of an item whose price alone was refused', async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    const [sku] = suite.skus;
    suite.paper.answerReceipts((_receipt, changes) => ({
      kind: 'SETTLED',
      results: changes.map(({ remoteKey }) => ({ remoteKey, ok: false, fields: ['price'], issue: { code: 'PRICE_OUTSIDE_BAND', message: 'too cheap', retryable: false, at: new Date() } })),
    }));
    await suite.setPrices('1.00');
    const stock = await suite.setStock(3);
    suite.house.sync.worker.start();
    await suite.done(stock);
    const listing = await suite.untilListing(sku!, ({ price }) => price.state === 'REJECTED');
    expect(listing).toMatchObject({ price: { issue: { code: 'PRICE_OUTSIDE_BAND' } }, quantity: { state: expect.stringMatching(/APPLIED|VERIFIED/), published: { value: 3 } } });
  });

  it('sends later what came too soon, whatever became of the rest of the item', async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    const [first = '', second = ''] = suite.skus;
    const tooLow: ListingIssue = { code: 'PRICE_REFUSED', message: 'too low', retryable: false, at: new Date() };
    const tooSoon: ListingIssue = { code: 'STOCK_CHANGES_TOO_OFTEN', message: 'wait a little', retryable: true, at: new Date() };
    suite.paper.failPushes({
      outcome: {
        kind: 'SETTLED',
        results: [
          { remoteKey: first, ok: false, fields: ['price'], issue: tooLow },
          { remoteKey: first, ok: false, fields: ['quantity'], issue: tooSoon, retryAfterMs: 300 },
          { remoteKey: second, ok: false, fields: ['quantity'], issue: tooSoon, retryAfterMs: 300 },
        ],
      },
    });
    const prices = await suite.setPrices('1.00');
    const stock = await suite.setStock(3);
    suite.house.sync.worker.start();
    expect(await suite.done(prices)).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    expect(await suite.done(stock)).toMatchObject({ state: 'DONE', counts: { rejected: 0 } });
    expect(await suite.listing(first)).toMatchObject({ price: { state: 'REJECTED', issue: { code: 'PRICE_REFUSED' } }, quantity: { published: { value: 3 } } });
    expect(suite.paper.pushes.map((push) => push.map(({ remoteKey, price, quantity }) => [remoteKey, price?.saleMinor, quantity]))).toEqual([
      [[first, 100, 3], [second, 100, 3]],
      [[first, undefined, 3], [second, undefined, 3]],
    ]);
  });

  it('refuses what the marketplace would surely refuse without a call', async () => {
    suite = await startLaneSuite({ goods: 2 });
    const operation = await suite.done(await suite.setPrices('1000000.00', suite.skus.slice(0, 1)));
    expect(operation).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    expect(suite.paper.pushes).toEqual([]);
  });
});

describe('trouble while pushing', () => {
  it('looks up what was sent without an answer, and does not send again what has arrived', async () => {
    suite = await startLaneSuite({ goods: 3 });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    const operation = await suite.done(await suite.setPrices('77.00'));
    expect(operation.state).toBe('DONE');
    expect(suite.paper.pushes).toHaveLength(1);
    expect((await suite.listing(suite.skus[0]!)).price).toMatchObject({ state: 'VERIFIED', published: { value: { saleMinor: 7_700 }, evidence: 'READ_BACK' } });
  });

  it('sends again only what the look-up shows has not arrived', async () => {
    suite = await startLaneSuite({ goods: 3, worker: false });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN') });
    const price = await suite.setPrices('77.00');
    suite.paper.offers.set(suite.skus[1]!, { price: { saleMinor: 7_700, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
    suite.house.sync.worker.start();
    await suite.done(price);
    expect(keysOf(suite.paper.pushes)).toEqual([[...suite.skus], [suite.skus[0], suite.skus[2]]]);
    expect(suite.paper.reads.length).toBeGreaterThanOrEqual(1);
  });

  it('finds what has arrived long before it would be sure of what has not', async () => {
    suite = await startLaneSuite({ goods: 3, settleMs: 120_000 });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    await suite.done(await suite.setPrices('77.00'));
    await suite.done(await suite.setPrices('78.00'));
    expect(suite.paper.pushes).toHaveLength(2);
    const [early] = await attemptsOf(suite);
    expect(early).toMatchObject({ state: 'SETTLED', sample: [...suite.skus], dueAt: early?.provesFrom });
  });

  it('reads what it found early once more when nothing of the call can land any more', async () => {
    suite = await startLaneSuite({ goods: 1, settleMs: 120_000 });
    const [sku = ''] = suite.skus;
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    await suite.done(await suite.setPrices('77.00'));
    await suite.done(await suite.setPrices('78.00'));
    // The sample of the second is read, so that nothing but the first is still to be looked at.
    await eventually(() => attemptsOf(suite), ([, second]) => second?.state === 'SETTLED' && second.dueAt === null);
    suite.paper.offers.set(sku, { price: { saleMinor: 7_700, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
    await bringLookForward(suite, 'SETTLED');
    await eventually(async () => suite.paper.offers.get(sku)?.price?.saleMinor, (saleMinor) => saleMinor === 7_800);
    expect(suite.paper.pushes).toHaveLength(3);
  });

  it('never hands a listing of unknown outcome to another call', async () => {
    suite = await startLaneSuite({ goods: 1, settleMs: NEVER_MS });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN') });
    const first = await suite.setPrices('10.00');
    await suite.until(first, ({ counts }) => counts.unknown === 1);
    const second = await suite.setPrices('20.00');
    await bringLookForward(suite, 'UNKNOWN');
    await eventually(async () => suite.paper.reads.length, (reads) => reads >= 1);
    await suite.until(first, ({ counts }) => counts.unknown === 1);
    expect(suite.paper.pushes).toHaveLength(1);
    await bringLookForward(suite, 'UNKNOWN', { provesFrom: new Date() });
    await suite.done(second);
    expect(suite.paper.pushes).toHaveLength(2);
    expect(suite.paper.offers.get(suite.skus[0]!)?.price?.saleMinor).toBe(2_000);
  });

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

  it('finds the one item a whole call is refused for, and sends the others', async () => {
    suite = await startLaneSuite({ goods: 16, offersPerPush: 16 });
    const poison = suite.skus[11]!;
    suite.paper.poison(poison, () => ({ kind: 'REFUSED', issue: { code: 'MARKETPLACE_REFUSED', message: 'no', retryable: false, at: new Date() } }));
    const operation = await suite.done(await suite.setPrices('12.00'));
    expect(operation.counts).toMatchObject({ rejected: 1 });
    expect(operation.counts.applied + operation.counts.verified).toBe(15);
    expect((await suite.listing(poison)).price.state).toBe('REJECTED');
  });

  it('isolates an item the hub itself stumbles over, and goes on with the others', async () => {
    suite = await startLaneSuite({ goods: 8, offersPerPush: 8 });
    const poison = suite.skus[2]!;
    suite.paper.poison(poison, () => {
      throw new TypeError('Cannot read properties of undefined');
    });
    const operation = await suite.done(await suite.setPrices('12.00'));
    expect(operation.counts).toMatchObject({ rejected: 1 });
    expect((await suite.listing(poison)).price).toMatchObject({ state: 'REJECTED', issue: { code: 'HUB_FAULT', retryable: true } });
    expect(operation.counts.applied + operation.counts.verified).toBe(7);
  });

  it('reads back when the marketplace no longer knows the receipt', async () => {
    suite = await startLaneSuite({ goods: 2 });
    suite.paper.answerReceipts(() => ({ kind: 'EXPIRED' }));
    suite.paper.failPushes();
    const operation = await suite.setPrices('33.00');
    await suite.paper.pushed(1);
    suite.paper.answerReceipts(() => null);
    await suite.done(operation);
    expect([...suite.paper.offers.values()].map(({ price }) => price?.saleMinor)).toEqual([3_300, 3_300]);
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
    expect((await attemptsOf(suite)).map(({ correlationId }) => correlationId)).toEqual(['request-7']);
  });

  it('has each call settled, with no personal data and no open end', async () => {
    suite = await startLaneSuite({ goods: 4 });
    const operation = await suite.done(await suite.setPrices('9.00'));
    await suite.until(operation, ({ counts }) => counts.verified > 0);
    const attempts = await attemptsOf(suite);
    expect(attempts.map(({ state, items, receipt }) => [state, items.length, receipt])).toEqual([['SETTLED', 4, 'receipt-1']]);
  });
});
