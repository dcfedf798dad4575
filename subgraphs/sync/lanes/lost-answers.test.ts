import { afterEach, describe, expect, it } from '@jest/globals';
import type { Attempt } from '../domain/attempt.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

/** Longer than any test takes. */
const NEVER_MS = 600_000;

/** As if the time for it had come. */
async function bringLookForward({ house, storeId }: LaneSuite, state: Attempt['state'], sure: { readonly provesFrom?: Date } = {}): Promise<void> {
  await house.db.collection<Attempt>('attempts').updateOne({ storeId, state, dueAt: { $ne: null } }, { $set: { dueAt: new Date(), ...sure } });
  await house.sync.wakeLanes([storeId]);
}

describe('a push whose answer was lost', () => {
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
    expect(suite.pushedKeys()).toEqual([[...suite.skus], [suite.skus[0], suite.skus[2]]]);
    expect(suite.paper.reads.length).toBeGreaterThanOrEqual(1);
  });

  it('sends again only what has not arrived of a call of prices alone, larger than one with quantities may be', async () => {
    suite = await startLaneSuite({ goods: 12, offersPerPush: 2, pricesPerPush: 12, offersPerRead: 5, worker: false });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN') });
    const price = await suite.setPrices('77.00');
    const arrived = suite.skus.slice(0, 9);
    for (const sku of arrived) suite.paper.offers.set(sku, { price: { saleMinor: 7_700, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
    suite.house.sync.worker.start();
    expect((await suite.done(price)).state).toBe('DONE');
    expect(suite.pushedKeys()).toEqual([[...suite.skus], suite.skus.slice(9)]);
  });

  it('finds what has arrived long before it would be sure of what has not', async () => {
    suite = await startLaneSuite({ goods: 3, settleMs: 120_000 });
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    await suite.done(await suite.setPrices('77.00'));
    await suite.done(await suite.setPrices('78.00'));
    expect(suite.paper.pushes).toHaveLength(2);
    const [early] = await suite.attempts();
    expect(early).toMatchObject({ state: 'SETTLED', sample: [...suite.skus], dueAt: early?.provesFrom });
  });

  it('reads what it found early once more when nothing of the call can land any more', async () => {
    suite = await startLaneSuite({ goods: 1, settleMs: 120_000 });
    const [sku = ''] = suite.skus;
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    await suite.done(await suite.setPrices('77.00'));
    await suite.done(await suite.setPrices('78.00'));
    // The sample of the second is read, so that nothing but the first is still to be looked at.
    await eventually(() => suite.attempts(), ([, second]) => second?.state === 'SETTLED' && second.dueAt === null);
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
});
