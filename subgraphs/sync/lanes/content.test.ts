import { afterEach, describe, expect, it } from '@jest/globals';
import type { Lane } from '../domain/lane.js';
import type { SyncOperation } from '../domain/operation.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

const mapping = { categoryId: '411', attributes: [], vatRatePercent: 20 };

async function publish(skus: readonly string[], withMapping = true): Promise<SyncOperation> {
  const { operation, userErrors } = await suite.house.sync.publishListings(suite.house.principal, { storeId: suite.storeId, items: skus.map((sku) => ({ sku, ...(withMapping ? { mapping } : {}) })) });
  if (!operation) throw new Error(JSON.stringify(userErrors));
  return operation;
}

async function withNewGoods(): Promise<string[]> {
  suite = await startLaneSuite({ goods: 1 });
  const skus = ['NEW-1', 'NEW-2'];
  await suite.house.addVariants(skus);
  return skus;
}

describe('publishing', () => {
  it('puts goods on sale in one call, learns their ids there, and keeps price and stock in step from then on', async () => {
    const skus = await withNewGoods();
    expect(await suite.done(await publish(skus))).toMatchObject({ state: 'DONE', total: 2 });
    expect(suite.paper.published).toEqual([skus]);
    const listing = await suite.untilListing(skus[0]!, ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    expect(listing).toMatchObject({ content: { state: 'APPLIED', published: { value: { presence: 'LISTED' } } }, remoteIds: { paperId: 'P-NEW-1' } });
    await suite.done(await suite.setPrices('71.00', skus));
    expect(suite.paper.offers.get('NEW-1')?.price?.saleMinor).toBe(7_100);
  });

  it('sends no price or stock of goods that the marketplace has not put on sale', async () => {
    const skus = await withNewGoods();
    suite.paper.refuse('NEW-2', { code: 'IMAGE_REFUSED', message: 'Görsel uygun değil', retryable: false, at: new Date() });
    expect(await suite.done(await publish(skus))).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    await suite.setPrices('71.00', skus);
    await suite.untilListing('NEW-1', ({ price }) => price.published?.value.saleMinor === 7_100);
    expect(suite.paper.pushes.flat().map(({ remoteKey }) => remoteKey)).not.toContain('NEW-2');
    expect((await suite.listing('NEW-2')).content.issue).toMatchObject({ code: 'IMAGE_REFUSED', message: 'Görsel uygun değil' });
  });

  it('says what is missing before any call when goods were never mapped', async () => {
    const skus = await withNewGoods();
    await suite.done(await publish(skus, false));
    expect(suite.paper.published).toEqual([]);
    expect((await suite.listing('NEW-1')).content).toMatchObject({ state: 'REJECTED', issue: { code: 'NOT_MAPPED' } });
  });

  it('is tried in parts after a call was refused as a whole, and puts on sale what was not at fault', async () => {
    const skus = await withNewGoods();
    suite.paper.failPushes({ error: trouble('VALIDATION', 'REFUSED') }, { error: trouble('VALIDATION', 'REFUSED') });
    expect(await suite.done(await publish(skus))).toMatchObject({ state: 'DONE_WITH_ERRORS', counts: { rejected: 1 } });
    expect(suite.paper.published.map(({ length }) => length)).toEqual([2, 1, 1]);
    const listings = await Promise.all(skus.map((sku) => suite.listing(sku)));
    expect(listings.map(({ content }) => content.state).toSorted()).toEqual(['APPLIED', 'REJECTED']);
  });

  it.each([
    ['holds up no price when it meets trouble', 'SERVER', true],
    ['waits with all else when the marketplace itself asks for a wait', 'RATE_LIMITED', false],
  ] as const)('%s', async (_name, errorClass, goesOn) => {
    const skus = await withNewGoods();
    const [onSale = ''] = suite.skus;
    suite.paper.failPushes({ error: trouble(errorClass, 'REFUSED', 60_000) });
    await publish(skus);
    const lane = () => suite.house.db.collection<Lane>('lanes').findOne({ _id: suite.storeId });
    await eventually(lane, (now) => now?.heldFor?.errorClass === errorClass && now.owner === null);
    const before = (await lane())?.workedAt?.getTime() ?? 0;
    await suite.setPrices('71.00', [onSale]);
    if (goesOn) await suite.untilListing(onSale, ({ price }) => price.published?.value.saleMinor === 7_100);
    else {
      await suite.house.sync.wakeLanes([suite.storeId]);
      await eventually(lane, (now) => (now?.workedAt?.getTime() ?? 0) > before && now?.owner === null);
    }
    expect(suite.paper.pushes).toHaveLength(goesOn ? 1 : 0);
    expect((await suite.listing(skus[0]!)).content.state).toBe('QUEUED');
    expect(suite.paper.published).toEqual([skus]);
  });

  it('does not publish again what a look-up finds there after an answer was lost', async () => {
    const skus = await withNewGoods();
    suite.paper.failPushes({ error: trouble('TIMEOUT', 'UNKNOWN'), after: true });
    expect((await suite.done(await publish(skus))).state).toBe('DONE');
    expect(suite.paper.published).toHaveLength(1);
  });
});

describe('withdrawing', () => {
  it('takes goods off sale and sends nothing of them afterwards', async () => {
    suite = await startLaneSuite({ goods: 2 });
    const [gone = '', stays = ''] = suite.skus;
    const { operation } = await suite.house.sync.withdrawListings(suite.house.principal, { storeId: suite.storeId, skus: [gone] });
    await suite.done(operation!);
    expect(suite.paper.withdrawn).toEqual([[gone]]);
    const pushedBefore = suite.paper.pushes.length;
    await suite.setPrices('19.00', [gone, stays]);
    await suite.untilListing(stays, ({ price }) => price.published?.value.saleMinor === 1_900);
    expect(suite.paper.pushes.slice(pushedBefore).flat().map(({ remoteKey }) => remoteKey)).toEqual([stays]);
  });
});

describe('verifying a store', () => {
  it('finds what somebody changed on the marketplace, and puts it right', async () => {
    suite = await startLaneSuite({ goods: 3 });
    suite.paper.offers.set(suite.skus[1]!, { price: { saleMinor: 1, listMinor: 1, currency: 'TRY' }, quantity: 10 });
    const { operation } = await suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind: 'VERIFY' });
    await suite.until(operation!, ({ state }) => state === 'DONE');
    await suite.untilListing(suite.skus[1]!, ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    expect(suite.paper.offers.get(suite.skus[1]!)?.price?.saleMinor).toBe(10_000);
    expect(suite.paper.pushes.map((push) => push.map(({ remoteKey }) => remoteKey))).toEqual([[suite.skus[1]]]);
  });
});
