import { afterEach, describe, expect, it } from '@jest/globals';
import { newId, type ListingId } from '../../../platform/ids.js';
import type { PushOutcome } from '../connector/contract.js';
import { ConnectorError } from '../connector/connector-error.js';
import type { Attempt } from '../domain/attempt.js';
import type { Lane } from '../domain/lane.js';
import { createAttemptStore } from '../store/attempt-store.js';
import { createLaneStore } from '../store/lane-store.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

const refused = (): PushOutcome => ({ kind: 'REFUSED', issue: { code: 'MARKETPLACE_REFUSED', message: 'the request has an invalid item', retryable: false, at: new Date() } });
const pushed = () => suite.paper.pushes.map((push) => push.map(({ remoteKey }) => remoteKey).toSorted());
const lane = () => suite.house.db.collection<Lane>('lanes').findOne({ _id: suite.storeId });
const idsOf = async (skus: readonly string[]) => Promise.all(skus.map(async (sku) => (await suite.listing(sku))._id));

describe('a call refused as a whole', () => {
  it('leaves the others their full calls, and is closed in on among its own items', async () => {
    suite = await startLaneSuite({ goods: 24, offersPerPush: 8, worker: false });
    const poison = suite.skus[3]!;
    suite.paper.poison(poison, refused);
    const operation = await suite.setPrices('12.00');
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 1 });
    const calls = pushed();
    const first = calls.find((call) => call.includes(poison)) ?? [];
    expect(first).toHaveLength(8);
    const withSuspects = calls.filter((call) => call !== first && call.some((key) => first.includes(key)));
    const others = calls.filter((call) => call !== first && !withSuspects.includes(call));
    expect(others.map(({ length }) => length)).toEqual([8, 8]);
    expect(withSuspects.every((call) => call.every((key) => first.includes(key)))).toBe(true);
    expect(withSuspects.map(({ length }) => length).toSorted()).toEqual([1, 1, 2, 2, 2, 2]);
    expect(await suite.listing(poison)).toMatchObject({ price: { state: 'REJECTED', issue: { code: 'MARKETPLACE_REFUSED', message: 'the request has an invalid item' } } });
    expect((await lane())?.suspects).toEqual([]);
  });

  it('finds two bad items, and sends each of the others once', async () => {
    suite = await startLaneSuite({ goods: 16, offersPerPush: 16, worker: false });
    const bad = [suite.skus[2]!, suite.skus[3]!];
    for (const sku of bad) suite.paper.poison(sku, refused);
    const operation = await suite.setPrices('12.00');
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 2 });
    const accepted = pushed().filter((call) => !call.some((key) => bad.includes(key))).flat();
    expect(accepted.toSorted()).toEqual(suite.skus.filter((sku) => !bad.includes(sku)));
  });

  it('costs less than two calls for each item where nothing is taken at all', async () => {
    suite = await startLaneSuite({ goods: 20, offersPerPush: 5, worker: false });
    for (const sku of suite.skus) suite.paper.poison(sku, refused);
    const operation = await suite.setPrices('12.00');
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 20 });
    expect(suite.paper.pushes.length).toBeLessThan(2 * 20);
  });

  it('holds those that say a quantity by then to the smaller calls, where prices alone fill larger ones', async () => {
    suite = await startLaneSuite({ goods: 16, offersPerPush: 2, pricesPerPush: 16, worker: false });
    const poison = suite.skus[3]!;
    suite.paper.poison(poison, refused);
    const prices = await suite.setPrices('12.00');
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(1);
    const stock = await suite.setStock(4);
    held.release();
    expect((await suite.done(prices)).counts).toMatchObject({ rejected: 1 });
    await suite.done(stock);
    expect(suite.paper.pushes[0]).toHaveLength(16);
    const withQuantities = suite.paper.pushes.filter((push) => push.some(({ quantity }) => quantity !== undefined));
    expect(Math.max(...withQuantities.map(({ length }) => length))).toBe(2);
    const good = suite.skus.filter((sku) => sku !== poison);
    expect(good.map((sku) => [suite.paper.offers.get(sku)?.price?.saleMinor, suite.paper.offers.get(sku)?.quantity])).toEqual(good.map(() => [1_200, 4]));
    expect(pushed().filter((call) => !call.includes(poison)).flat().toSorted()).toEqual(good);
    expect((await lane())?.suspects).toEqual([]);
  });

  it('gives the newest value of a suspect to the call that judges it', async () => {
    suite = await startLaneSuite({ goods: 8, offersPerPush: 8, worker: false });
    const poison = suite.skus[0]!;
    const last = suite.skus[7]!;
    const operation = await suite.setPrices('12.00');
    suite.paper.poison(poison, refused);
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(1);
    const newer = await suite.setPrices('13.00', [last]);
    held.release();
    await suite.done(newer);
    await suite.done(operation);
    expect(suite.paper.offers.get(last)?.price?.saleMinor).toBe(1_300);
    const withLast = suite.paper.pushes.slice(1).filter((push) => push.some(({ remoteKey }) => remoteKey === last));
    // A value whose suspicion had ended would have gone alone.
    expect(withLast[0]).toHaveLength(2);
    expect(withLast[0]?.find(({ remoteKey }) => remoteKey === last)?.price?.saleMinor).toBe(1_300);
  });

  it('stays closed in on by the next worker when one dies in the middle', async () => {
    suite = await startLaneSuite({ goods: 8, offersPerPush: 4, worker: false });
    const poison = suite.skus[1]!;
    suite.paper.poison(poison, refused);
    const operation = await suite.setPrices('12.00');
    await leaveSuspects([await idsOf(suite.skus.slice(0, 2)), await idsOf(suite.skus.slice(2, 4))]);
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 1 });
    expect(pushed().filter((call) => call.includes(poison)).map(({ length }) => length)).toEqual([2, 1]);
    expect(pushed()).toContainEqual(suite.skus.slice(4));
  });

  it('is found anew when a worker dies before it has written down who is suspect', async () => {
    suite = await startLaneSuite({ goods: 4, offersPerPush: 4, settleMs: 20, worker: false });
    const poison = suite.skus[1]!;
    suite.paper.poison(poison, refused);
    const operation = await suite.setPrices('12.00');
    await leaveSent();
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 1 });
    expect(pushed().map(({ length }) => length).toSorted()).toEqual([1, 1, 1, 1, 4]);
  });

  it('is forgotten once nothing of its items waits any more', async () => {
    suite = await startLaneSuite({ goods: 4, offersPerPush: 4, worker: false });
    await leaveSuspects([await idsOf(suite.skus.slice(0, 2))]);
    const operation = await suite.setPrices('12.00', suite.skus.slice(2));
    suite.house.sync.worker.start();
    await suite.done(operation);
    expect(await eventually(lane, (now) => now?.suspects?.length === 0)).toMatchObject({ suspects: [] });
    expect(pushed()).toEqual([suite.skus.slice(2)]);
  });

  it('is closed in on as well where the marketplace wants its calls one by one', async () => {
    suite = await startLaneSuite({ goods: 8, offersPerPush: 4, pushSpacingMs: 5, worker: false });
    const poison = suite.skus[0]!;
    suite.paper.poison(poison, refused);
    const operation = await suite.setPrices('12.00');
    suite.house.sync.worker.start();
    expect((await suite.done(operation)).counts).toMatchObject({ rejected: 1 });
    expect(pushed().map(({ length }) => length).toSorted()).toEqual([1, 1, 1, 1, 4, 4]);
  });

  it('holds up nobody else when the quota has no room for closing in', async () => {
    suite = await startLaneSuite({ goods: 4, offersPerPush: 2, worker: false });
    const suspects = suite.skus.slice(0, 2);
    await leaveSuspects([await idsOf(suspects)]);
    const spent = new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'spent', retryAfterMs: 600_000, quotaGroup: 'listings/minute' });
    suite.paper.poison(suspects[0]!, () => {
      throw spent;
    });
    const waiting = await suite.setPrices('12.00', suspects);
    suite.house.sync.worker.start();
    await suite.until(waiting, ({ counts }) => counts.queued === 2);
    await eventually(() => suite.listing(suspects[0]!), ({ price }) => price.issue?.code === 'RATE_LIMITED');
    await suite.done(await suite.setPrices('13.00', suite.skus.slice(2)));
    expect((await lane())?.pushNotBefore).toBeNull();
    expect((await lane())?.suspects?.map(({ listingIds: some }) => some.length)).toEqual([2]);
  });
});

/** As a worker leaves the lane that dies after it has set listings aside. */
async function leaveSuspects(groups: readonly (readonly ListingId[])[]): Promise<void> {
  const lanes = createLaneStore(suite.house.db);
  const now = new Date();
  const taken = await lanes.acquire({ storeId: suite.storeId, sellerId: suite.house.sellerId, owner: 'dead', now, leaseMs: 1 });
  await lanes.note(suite.storeId, taken?.fence ?? 0, { suspects: groups.map((some) => ({ kind: 'OFFERS', listingIds: some, since: now, lookAt: null })) });
}

/** As a worker leaves the ledger that dies when it has made a call and not heard an answer. */
async function leaveSent(): Promise<void> {
  const { house, storeId } = suite;
  const now = new Date();
  const due = await house.catalog.takeDueListings({ storeId, limit: 100, now });
  const items = due.map(({ _id, remoteKey, price }) => ({ listingId: _id, remoteKey, price: { value: price.desired.value, revision: price.desired.revision, operationId: price.desired.operationId, setAt: now } }));
  const taken = await createLaneStore(house.db).acquire({ storeId, sellerId: house.sellerId, owner: 'dead', now, leaseMs: 1 });
  const attempt: Attempt = {
    _id: newId('attempt'), sellerId: house.sellerId, storeId, kind: 'OFFERS', state: 'SENT', fence: taken?.fence ?? 0, items, receipt: null, settledKeys: [], polls: 0, failures: 0, suspect: false, sample: [],
    dueAt: new Date(now.getTime() + 30_000), error: null, correlationId: null, preparedAt: now, sentAt: now, answeredAt: null, settledAt: null, expiresAt: new Date(now.getTime() + 60_000),
  };
  await createAttemptStore(house.db).prepare(attempt);
  await house.catalog.markSent({ storeId, attemptId: attempt._id, fence: attempt.fence, at: now, items: items.map(({ listingId, price }) => ({ listingId, field: 'price', revision: price.revision })) });
}
