import { afterEach, describe, expect, it } from '@jest/globals';
import type { ListingIssue } from '../connector/contract.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

let suite: LaneSuite;
afterEach(() => suite.stop());

describe('a refusal of some of what is pushed', () => {
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

describe('a call that fails for one of its items', () => {
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
});
