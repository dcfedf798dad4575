import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import type { Attempt } from '../domain/attempt.js';
import type { Lane } from '../domain/lane.js';
import { createAttemptStore } from '../store/attempt-store.js';
import { createLaneStore } from '../store/lane-store.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

/** As a worker leaves the ledger that dies while it makes a call: the listings are in the attempt's hands. */
async function leaveInTheMiddle({ house, storeId }: LaneSuite, state: 'PREPARED' | 'SENT'): Promise<Attempt> {
  const now = new Date();
  const attemptId = newId('attempt');
  const due = await house.catalog.takeDueListings({ storeId, limit: 100, now });
  const items = due.map(({ _id, remoteKey, price }) => ({ listingId: _id, remoteKey, price: { value: price.desired.value, revision: price.desired.revision, operationId: price.desired.operationId, setAt: now } }));
  const lane = await createLaneStore(house.db).acquire({ storeId, sellerId: house.sellerId, owner: 'dead', now, leaseMs: 1 });
  const attempt: Attempt = {
    _id: attemptId, sellerId: house.sellerId, storeId, kind: 'OFFERS', state, fence: lane?.fence ?? 0, items, receipt: null, settledKeys: [], polls: 0, failures: 0, suspect: false, sample: [],
    dueAt: new Date(now.getTime() + 30_000), error: null, correlationId: null, preparedAt: now, sentAt: now, answeredAt: null, settledAt: null, expiresAt: new Date(now.getTime() + 60_000),
  };
  await createAttemptStore(house.db).prepare(attempt);
  await house.catalog.markSent({ storeId, attemptId, fence: attempt.fence, at: now, items: items.map(({ listingId, price }) => ({ listingId, field: 'price', revision: price.revision })) });
  return attempt;
}

describe('taking over from a worker that died', () => {
  it('sends what was prepared and surely not sent, without looking it up', async () => {
    suite = await startLaneSuite({ goods: 3, worker: false });
    const operation = await suite.setPrices('21.00');
    await leaveInTheMiddle(suite, 'PREPARED');
    suite.house.sync.worker.start();
    await suite.done(operation);
    expect(suite.paper.pushes.map(({ length }) => length)).toEqual([3]);
  });

  it('sends what an earlier one gave up unsent and did not put back', async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    const operation = await suite.setPrices('21.00');
    const { _id } = await leaveInTheMiddle(suite, 'PREPARED');
    const attempts = createAttemptStore(suite.house.db);
    expect(await attempts.abandon(_id, new Date())).toBe(true);
    suite.house.sync.worker.start();
    await suite.done(operation);
    expect(suite.paper.pushes.map(({ length }) => length)).toEqual([2]);
  });

  it('looks up what may have been sent, and sends nothing of it that has arrived', async () => {
    suite = await startLaneSuite({ goods: 3, worker: false });
    const operation = await suite.setPrices('21.00');
    await leaveInTheMiddle(suite, 'SENT');
    for (const sku of suite.skus) suite.paper.offers.set(sku, { price: { saleMinor: 2_100, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
    suite.house.sync.worker.start();
    await suite.done(operation);
    expect(suite.paper.pushes).toEqual([]);
    expect(suite.paper.reads).toEqual([[...suite.skus]]);
  });

  it('looks up what is due before it sends anything else, however much there is', async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    const [lost = '', next = ''] = suite.skus;
    const first = await suite.setPrices('21.00', [lost]);
    const { _id } = await leaveInTheMiddle(suite, 'SENT');
    const past = new Date(Date.now() - 60_000);
    await createAttemptStore(suite.house.db).loseSight({ id: _id, lostAt: past, dueAt: past, provesFrom: past, error: null, suspect: false });
    suite.paper.offers.set(lost, { price: { saleMinor: 2_100, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
    const second = await suite.setPrices('22.00', [next]);
    const held = suite.paper.hold();
    suite.house.sync.worker.start();
    await suite.paper.pushed(1);
    expect(suite.paper.reads).toEqual([[lost]]);
    held.release();
    await Promise.all([suite.done(first), suite.done(second)]);
    expect(suite.paper.pushes).toHaveLength(1);
  });

  it('looks up before it sends what may have been sent and has not arrived', async () => {
    suite = await startLaneSuite({ goods: 2, worker: false });
    const operation = await suite.setPrices('21.00');
    await leaveInTheMiddle(suite, 'SENT');
    suite.house.sync.worker.start();
    await suite.paper.pushed(1);
    expect(suite.paper.reads.length).toBeGreaterThanOrEqual(1);
    await suite.done(operation);
    expect(suite.paper.pushes).toHaveLength(1);
  });
});

describe('a lane', () => {
  it('is held by one worker at a time, each with a higher fence than any before', async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    const lanes = createLaneStore(suite.house.db);
    const take = (owner: string, atMs: number) => lanes.acquire({ storeId: suite.storeId, sellerId: suite.house.sellerId, owner, now: new Date(atMs), leaseMs: 8_000 });
    const first = await take('a', 1_000);
    expect(await take('b', 5_000)).toBeNull();
    const second = await take('b', 9_001);
    expect(second?.fence).toBeGreaterThan(first?.fence ?? 0);
    expect(await lanes.renew({ storeId: suite.storeId, fence: first?.fence ?? 0, until: new Date(99_000) })).toBe(false);
    await lanes.note(suite.storeId, first?.fence ?? 0, { failures: 7 });
    expect((await lanes.find(suite.storeId))?.failures).toBe(0);
  });

  it('goes to exactly one of twenty workers that reach for it at once', async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    const lanes = createLaneStore(suite.house.db);
    const now = new Date(1_000);
    const taken = await Promise.all(Array.from({ length: 20 }, (_, i) => lanes.acquire({ storeId: suite.storeId, sellerId: suite.house.sellerId, owner: `w${i}`, now, leaseMs: 8_000 })));
    expect(taken.filter((lane: Lane | null) => lane !== null)).toHaveLength(1);
  });
});

describe('Redis wiped in the middle', () => {
  it('loses no change: the sweep finds what no wake-up stands for', async () => {
    suite = await startLaneSuite({ goods: 60, offersPerPush: 10, pollAfterMs: 100 });
    const operation = await suite.setPrices('66.00');
    await suite.paper.pushed(2);
    await suite.house.redis.flushDb();
    const done = await suite.done(operation);
    expect(done).toMatchObject({ state: 'DONE', total: 60 });
    expect([...suite.paper.offers.values()].every(({ price }) => price?.saleMinor === 6_600)).toBe(true);
  });
});

describe('calls side by side of which one breaks down', () => {
  it('do not go on behind the back of the turn that made them', async () => {
    suite = await startLaneSuite({ goods: 4, offersPerPush: 2, pushesAtOnce: 2, worker: false });
    const { catalog, sync } = suite.house;
    const { storeId } = suite;
    const takes = catalog.markSent;
    let taken = 0;
    // The database is gone for the one call and slow for the other; the lane is woken again meanwhile, as it is all the time.
    Object.assign(catalog, {
      async markSent(sending: Parameters<typeof takes>[0]) {
        taken += 1;
        if (taken === 1) throw new Error('connection closed');
        if (taken === 2) for (let waits = 0; waits < 10; waits += 1) await sync.wakeLanes([storeId]).then(() => pause(50));
        return takes(sending);
      },
    });
    const operation = await suite.setPrices('21.00');
    sync.worker.start();
    await suite.done(operation);
    // Which of the two was taken first is open.
    expect((await suite.attempts()).map(({ state, items }) => [state, items.length]).toSorted()).toEqual([['NOT_SENT', 2], ['SETTLED', 2], ['SETTLED', 2]]);
  });
});
