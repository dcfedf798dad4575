import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TransportError, type MarketplaceHttp, type MarketplaceRequest } from '../../../platform/http/contract.js';
import type { ItemResult, OfferChange, PushOutcome } from '../../sync/connector/contract.js';
import { carryWithoutFeed, chooseCarriers, PATCHES_PER_PUSH } from './choose-carrier.js';
import { createAmazonConnector } from './index.js';
import { openShop, scriptedHttp, SELLER, type Shop } from './testing/shop.js';

const { offers } = createAmazonConnector();
const NOTHING_KNOWN = { price: null, quantity: null };
const change = (remoteKey: string, quantity: number, known: OfferChange['known'] = NOTHING_KNOWN): OfferChange => ({ remoteKey, quantity, known });
const receiptOf = (outcome: PushOutcome): string => {
  if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
  return outcome.receipt;
};
const resultOf = (results: readonly ItemResult[], sku: string): ItemResult | undefined => results.find(({ remoteKey }) => remoteKey === sku);

describe('choosing how a change travels', () => {
  it('patches few changes, stock running out first, and lets the rest wait for the next push', () => {
    const many = Array.from({ length: 40 }, (_, index) => change(`SKU-${index}`, index === 39 ? 0 : 5));
    const { patched, fed, waiting } = chooseCarriers(many);
    expect([patched[0]?.remoteKey, patched.length, fed.length, waiting.length]).toEqual(['SKU-39', PATCHES_PER_PUSH, 0, 40 - PATCHES_PER_PUSH]);
  });

  it('patches what falls right after what runs out, before what is back in stock, other stock and prices', () => {
    const had = (quantity: number | null) => ({ price: null, quantity });
    const price: OfferChange = { remoteKey: 'PRICE', price: { saleMinor: 100, listMinor: 100, currency: 'TRY' }, known: had(9) };
    const many = [price, change('STILL-NONE', 0, had(0)), change('UNKNOWN', 5, had(null)), change('RISES', 9, had(5)), change('BACK', 5, had(0)), change('FALLS', 1, had(5)), change('OUT', 0, had(5))];
    expect(chooseCarriers(many).patched.map(({ remoteKey }) => remoteKey)).toEqual(['OUT', 'FALLS', 'BACK', 'STILL-NONE', 'UNKNOWN', 'RISES', 'PRICE']);
  });

  it('patches what falls among many changes too, after what runs out', () => {
    const many = Array.from({ length: 500 }, (_, index) => change(`SKU-${index}`, index === 400 ? 0 : index % 10 === 0 ? 4 : 6, { price: null, quantity: 5 }));
    const { patched, fed } = chooseCarriers(many);
    expect([patched.length, patched[0]?.remoteKey, patched.slice(1).every(({ quantity }) => quantity === 4), fed.length]).toEqual([PATCHES_PER_PUSH, 'SKU-400', true, 475]);
  });

  it('gives each change that finds no feed its turn by patch, and the last of them the next feed', () => {
    const many = Array.from({ length: 200 }, (_, index) => change(`SKU-${index}`, index === 199 ? 0 : 5));
    const { patched, later } = carryWithoutFeed(many, { room: 20, feedAfterMs: 12_000 });
    expect([patched.length, patched[0]?.remoteKey, new Set([...patched, ...later.map((one) => one.change)]).size]).toEqual([20, 'SKU-199', 200]);
    expect([5_000, 10_000, 12_000].map((turnMs) => later.filter(({ afterMs }) => afterMs === turnMs).length)).toEqual([25, 25, 130]);
  });

  it('feeds many changes and patches only what runs out among them', () => {
    const many = Array.from({ length: 500 }, (_, index) => change(`SKU-${index}`, index % 250 === 0 ? 0 : 5));
    const { patched, fed, waiting } = chooseCarriers(many);
    expect([patched.map(({ remoteKey }) => remoteKey), fed.length, waiting.length]).toEqual([['SKU-0', 'SKU-250'], 498, 0]);
  });

  it('carries every change exactly once', () => {
    for (const size of [1, 25, 26, 100, 101, 3_000]) {
      const many = Array.from({ length: size }, (_, index) => change(`SKU-${index}`, index % 7));
      const { patched, fed, waiting } = chooseCarriers(many);
      expect(new Set([...patched, ...fed, ...waiting].map(({ remoteKey }) => remoteKey)).size).toBe(size);
      expect(patched.length + fed.length + waiting.length).toBe(size);
    }
  });
});

describe('pushing offers to Amazon', () => {
  let shop: Shop;
  const skus = Array.from({ length: 300 }, (_, index) => `OFR-${index}`);
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: skus.map((sku) => ({ sku, quantity: 50, price: 199.9, listPrice: 249.9 })) });
  });
  afterEach(async () => shop.control('DELETE', '/faults'));
  afterAll(async () => shop.stop());

  it('keeps an accepted patch pending until it shows', async () => {
    const receipt = receiptOf(await offers.push(shop.context, [change('OFR-0', 9)]));
    expect(await offers.poll(shop.context, receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
    await shop.advance(1_000);
    expect(await offers.poll(shop.context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'OFR-0', ok: true, remoteIds: { asin: expect.any(String) } }] });
  });

  it('sends stock running out by patch beside a feed with all others, and settles both', async () => {
    const many = skus.slice(10, 160).map((sku, index) => change(sku, index === 0 ? 0 : 20 + index));
    const outcome = await offers.push(shop.context, many);
    const receipt = receiptOf(outcome);
    expect(outcome).toMatchObject({ marketplaceReceipt: expect.stringMatching(/^\d+$/) });
    await shop.advance(400);
    expect(resultOf((await offers.poll(shop.context, receipt) as { settled: readonly ItemResult[] }).settled, 'OFR-10')).toMatchObject({ ok: true });
    await shop.advance(1_000);
    const polled = await offers.poll(shop.context, receipt);
    expect(polled.kind === 'SETTLED' && polled.results.filter(({ ok }) => ok).length).toBe(150);
  });

  it('shows in a dry run exactly the calls that a push makes, patches or a feed with patches before it', async () => {
    const sent: MarketplaceRequest[] = [];
    const context = shop.contextWith({ http: { send: (request) => (sent.push(request), shop.context.http.send(request)) } });
    const upTo = (count: number) => skus.slice(0, count).map((sku, index) => change(sku, index === 7 ? 0 : 44));
    for (const changes of [[change('OFR-230', 3), change('OFR-231', 0)], upTo(1), upTo(20), upTo(100), upTo(120), upTo(300)]) {
      sent.length = 0;
      // What waits for the next push is sent with it.
      for (let left: readonly OfferChange[] = changes; left.length > 0; left = chooseCarriers(left).waiting) await offers.push(context, left);
      const made = sent.filter(({ method, operation }) => method !== 'GET' && operation !== 'token.refresh');
      const shown = offers.previewAll!(context.store, changes);
      const named = (text: string): string => text.replaceAll(SELLER.sellerId, '{sellerId}');
      expect(shown.map(({ method, quotaGroup }) => [method, quotaGroup])).toEqual(made.map(({ method, quotaGroup }) => [method, quotaGroup]));
      expect(shown.map(({ body }) => body.replace('{feedDocumentId}', ''))).toEqual(made.map(({ body }) => named(String(body)).replace(/amzn1\.tortuga[^"]*/, '')));
      expect(shown.reduce((sum, { items, quotaGroup }) => sum + (quotaGroup === 'listings-feed-create' || quotaGroup === 'listing-patch' ? items : 0), 0)).toBe(changes.length);
    }
  });

  it('keeps lead times and restock dates when only the quantity is merged', async () => {
    const before = await shop.control<{ listings: { attributes: Record<string, object[]> }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&sku=OFR-200`);
    expect(before.listings).toHaveLength(1);
    await fetchPatch(shop, 'OFR-200', [{ op: 'replace', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity: 4, lead_time_to_ship_max_days: 3, marketplace_id: 'A33AVAJ2PDY3EV' }] }]);
    await shop.advance(1_000);
    receiptOf(await offers.push(shop.context, [change('OFR-200', 6)]));
    await shop.advance(1_000);
    const { listings } = await shop.control<{ listings: { quantity: number; attributes: Record<string, object[]> }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&sku=OFR-200`);
    expect(listings[0]).toMatchObject({ quantity: 6, attributes: { fulfillment_availability: [{ quantity: 6, lead_time_to_ship_max_days: 3 }] } });
  });

  it('refuses prices in another currency than the marketplace\'s, per item and without a call', async () => {
    const outcome = await offers.push(shop.context, [{ remoteKey: 'OFR-1', price: { saleMinor: 100, listMinor: 100, currency: 'EUR' }, known: NOTHING_KNOWN }]);
    expect(outcome).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'CURRENCY_REFUSED' } }] });
  });

  it('puts off what was not sent when a patch in the middle is refused by quota, and loses none', async () => {
    await shop.control('POST', '/faults', { kind: 'status', status: 429, match: { method: 'PATCH', path: '/OFR-211' } });
    const receipt = receiptOf(await offers.push(shop.context, [change('OFR-210', 1), change('OFR-211', 2), change('OFR-212', 3)]));
    await shop.advance(1_000);
    const polled = await offers.poll(shop.context, receipt);
    expect(polled).toMatchObject({
      kind: 'SETTLED',
      results: [
        { remoteKey: 'OFR-210', ok: true },
        { remoteKey: 'OFR-211', ok: false, retryAfterMs: expect.any(Number) },
        { remoteKey: 'OFR-212', ok: false, retryAfterMs: expect.any(Number) },
      ],
    });
  });

  it('says nothing of a patch whose answer was lost, so that it is read back', async () => {
    await shop.control('POST', '/faults', { kind: 'drop-after', match: { method: 'PATCH', path: '/OFR-221' } });
    const receipt = receiptOf(await offers.push(shop.context, [change('OFR-220', 1), change('OFR-221', 2), change('OFR-222', 3)]));
    await shop.advance(1_000);
    const polled = await offers.poll(shop.context, receipt);
    expect(polled.kind === 'SETTLED' && polled.results.map(({ remoteKey }) => remoteKey)).toEqual(['OFR-220', 'OFR-222']);
    expect((await offers.read(shop.context, ['OFR-221']))[0]).toMatchObject({ quantity: 2 });
  });

  it('reads a listing that Amazon fulfils (FBA) as one whose stock nobody may set', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'FBA-READ', quantity: 12, price: 50, isFba: true }] });
    expect(await offers.read(shop.context, ['FBA-READ', 'OFR-0'])).toMatchObject([
      { remoteKey: 'FBA-READ', quantity: null, onSale: true, price: { saleMinor: 5_000 }, remoteIds: { fulfilledBy: 'MARKETPLACE' } },
      { remoteKey: 'OFR-0', quantity: expect.any(Number), remoteIds: { fulfilledBy: 'SELLER' } },
    ]);
  });

  it('settles the price of a patch and refuses its stock where Amazon has taken the fulfilment over meanwhile', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'FBA-RACE', quantity: 12, price: 50 }] });
    const receipt = receiptOf(await offers.push(shop.context, [{ ...change('FBA-RACE', 4), price: { saleMinor: 6_000, listMinor: 6_000, currency: 'TRY' } }]));
    await shop.advance(1_000);
    await shop.control('PUT', '/listings', { sellerId: SELLER.sellerId, sku: 'FBA-RACE', isFba: true, quantity: 12 });
    expect(await offers.poll(shop.context, receipt)).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'FBA-RACE', ok: false, fields: ['quantity'], issue: { code: 'FULFILLED_BY_MARKETPLACE' }, remoteIds: { fulfilledBy: 'MARKETPLACE' } }] });
  });

  it('leaves nothing behind when the upload of a feed fails', async () => {
    await shop.control('POST', '/faults', { kind: 'status', status: 500, match: { method: 'PUT', path: '/documents/' } });
    const pushed = offers.push(shop.context, skus.slice(0, 150).map((sku) => change(sku, 5)));
    await expect(pushed).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'NOT_SENT' });
  });

  describe('while no more feeds may go', () => {
    const spent = (quotaGroup: string, retryAfterMs: number) => new TransportError({ kind: 'QUOTA_SPENT', reached: 'NO', retryAfterMs, quotaGroup, message: 'spent' });
    const without = (...groups: readonly string[]) => {
      const http: MarketplaceHttp = {
        async send(request) {
          if (groups.includes(request.quotaGroup)) throw spent(request.quotaGroup, 240_000);
          return shop.context.http.send(request);
        },
      };
      return shop.contextWith({ http });
    };
    const many = skus.slice(0, 120).map((sku, index) => change(sku, index === 99 ? 0 : index === 98 ? 3 : 31, { price: null, quantity: 30 }));
    const waitsOf = (results: readonly ItemResult[]) => results.flatMap((result) => (result.ok ? [] : [[result.retryAfterMs, result.issue.code, result.issue.quotaGroup]]));

    it('patches the most urgent of what is many, and gives the others their turns', async () => {
      const receipt = receiptOf(await offers.push(without('listings-feed-create'), many));
      await shop.advance(1_000);
      const polled = await offers.poll(shop.context, receipt);
      const results = polled.kind === 'SETTLED' ? polled.results : [];
      expect(results.filter(({ ok }) => ok).map(({ remoteKey }) => remoteKey).slice(0, 2)).toEqual(['OFR-99', 'OFR-98']);
      expect([results.length, results.filter(({ ok }) => ok).length]).toEqual([120, PATCHES_PER_PUSH]);
      expect(waitsOf(results)).toEqual([5, 10, 15, 20].flatMap((seconds) => Array.from({ length: seconds === 20 ? 20 : 25 }, () => [seconds * 1_000, 'RATE_LIMITED', 'listings-feed-create'])));
    });

    it('loses no change where no patches may go either', async () => {
      const pushed = await offers.push(without('listings-feed-create', 'listing-patch'), many.map((one) => ({ ...one, quantity: 44 })));
      const results = pushed.kind === 'SETTLED' ? pushed.results : [];
      expect([new Set(results.map(({ remoteKey }) => remoteKey)).size, results.length, results.some(({ ok }) => ok)]).toEqual([120, 120, false]);
      expect(waitsOf(results).slice(0, 1)).toEqual([[240_000, 'RATE_LIMITED', 'listing-patch']]);
    });

    it('fails as a whole where the patches that go instead meet what all would meet', async () => {
      await shop.control('POST', '/faults', { kind: 'status', status: 403, body: { errors: [{ code: 'Unauthorized', message: 'The application lacks the role.' }] }, match: { method: 'PATCH', path: '/items/' } });
      await expect(offers.push(without('listings-feed-create'), many.map((one) => ({ ...one, quantity: 45 })))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    });
  });

  it('takes a feed that Amazon could not read at all as lost, so that its items are read back', async () => {
    const outcome = await offers.push(shop.contextWith({}), skus.slice(0, 150).map((sku) => change(sku, 5)));
    const [{ feedId }] = (await shop.control<{ feeds: [{ feedId: string }] }>('GET', '/feeds?limit=1')).feeds;
    await shop.control('POST', `/feeds/${feedId}/fail`);
    await expect(offers.poll(shop.context, receiptOf(outcome))).resolves.toEqual({ kind: 'EXPIRED' });
  });

  it('lists more than the thousand results that one question shows, each once', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: Array.from({ length: 1_100 }, (_, index) => ({ sku: `BULK-${index}`, quantity: 1, price: 10 })) });
    const seen: string[] = [];
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page: Awaited<ReturnType<typeof offers.list>> = await offers.list(shop.context, cursor);
      seen.push(...page.items.map(({ remoteKey }) => remoteKey));
      cursor = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([1_402, 1_402]);
  });

  it('reads a SKU with a comma and one that must be escaped', async () => {
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'A,B', quantity: 3 }, { sku: 'A/B C', quantity: 4 }] });
    expect((await offers.read(shop.context, ['A,B', 'A/B C'])).map(({ quantity }) => quantity).sort()).toEqual([3, 4]);
  });
});

describe('bad answers of Amazon to offers', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(async () => shop.stop());
  const withAnswer = (body: string, status = 200) => shop.contextWith({ http: scriptedHttp(() => ({ status, body })) });
  const item = (change: object) => JSON.stringify({ numberOfResults: 1, items: [{ sku: 'S', summaries: [{ marketplaceId: 'A33AVAJ2PDY3EV', asin: 'B01', status: ['BUYABLE'] }], offers: [{ marketplaceId: 'A33AVAJ2PDY3EV', offerType: 'B2C', price: { currencyCode: 'TRY', amount: '12.50' } }], fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 3 }], ...change }] });

  it('reads numbers that come as texts, and texts that come as numbers', async () => {
    const context = withAnswer(item({ fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: '3' }], offers: [{ price: { currencyCode: 'TRY', amount: 12.5 } }] }));
    expect(await offers.read(context, ['S'])).toMatchObject([{ quantity: 3, price: { saleMinor: 1_250 } }]);
  });

  it.each([
    ['thousandths', { currencyCode: 'TRY', amount: '12.505' }],
    ['a currency that the hub has no prices in', { currencyCode: 'DKK', amount: '12.50' }],
  ])('does not know a price in %s, instead of guessing one', async (_name, price) => {
    expect(await offers.read(withAnswer(item({ offers: [{ price }] })), ['S'])).toMatchObject([{ price: null, quantity: 3 }]);
  });

  it.each<[string, object, string]>([
    ['both channels', { fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 3 }, { fulfillmentChannelCode: 'AMAZON_EU', quantity: 8 }] }, 'MARKETPLACE'],
    ['none live and Amazon\'s submitted', { fulfillmentAvailability: [], attributes: { fulfillment_availability: [{ fulfillment_channel_code: 'AMAZON_NA' }] } }, 'MARKETPLACE'],
    ['the seller\'s live and Amazon\'s submitted', { attributes: { fulfillment_availability: [{ fulfillment_channel_code: 'AMAZON_EU' }] } }, 'SELLER'],
    ['none at all', { fulfillmentAvailability: null, attributes: { fulfillment_availability: 'odd' } }, 'SELLER'],
  ])('says who holds the goods of a listing with %s', async (_name, channels, fulfilledBy) => {
    expect(await offers.read(withAnswer(item(channels)), ['S'])).toMatchObject([{ quantity: fulfilledBy === 'SELLER' && !('fulfillmentAvailability' in channels) ? 3 : null, remoteIds: { fulfilledBy } }]);
  });

  it('tells of a listing with a field of another type that it cannot be read', async () => {
    expect(await offers.read(withAnswer(item({ fulfillmentAvailability: 'many' })), ['S'])).toMatchObject([{ remoteKey: 'S', price: null, quantity: null, unreadable: "'fulfillmentAvailability' cannot be read" }]);
  });

  it.each([
    ['HTML under status 200', '<html>no</html>'],
    ['half a body', '{"numberOfResults":1,"items":[{"sk'],
    ['a body of another shape', '{"hello":"world"}'],
  ])('reports %s as SERVER', async (_name, body) => {
    await expect(offers.read(withAnswer(body), ['S'])).rejects.toMatchObject({ name: 'ConnectorError', errorClass: 'SERVER' });
  });

  it('reports a submission status it does not know as SERVER of unknown outcome', async () => {
    await expect(offers.push(withAnswer('{"sku":"S","status":"MAYBE"}'), [change('S', 1)])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
  });

  it('takes a 200 that says INVALID as the refusal of the item', async () => {
    const body = JSON.stringify({ sku: 'S', status: 'INVALID', issues: [{ code: 90000900, message: 'no', severity: 'ERROR', categories: ['INVALID_PRICE'] }] });
    expect(await offers.push(withAnswer(body), [change('S', 1)])).toMatchObject({ kind: 'SETTLED', results: [{ ok: false, issue: { code: 'PRICE_REFUSED', message: expect.stringContaining('90000900') } }] });
  });

  it('reports a feed in a state it does not know as SERVER', async () => {
    await expect(offers.poll(withAnswer('{"feedId":"1","processingStatus":"SLEEPING"}'), '1')).rejects.toMatchObject({ errorClass: 'SERVER' });
  });

  it('ends a list whose paging token leads in a circle', async () => {
    const circle = JSON.stringify({ numberOfResults: 500, pagination: { nextToken: 'again' }, items: (JSON.parse(item({})) as { items: unknown[] }).items });
    const context = withAnswer(circle);
    const second = await offers.list(context, null);
    await expect(offers.list(context, second.next)).rejects.toMatchObject({ errorClass: 'SERVER' });
  });

  it('gives an item that comes twice once', async () => {
    const [one] = (JSON.parse(item({})) as { items: unknown[] }).items;
    expect(await offers.read(withAnswer(JSON.stringify({ numberOfResults: 2, items: [one, one] })), ['S'])).toHaveLength(1);
  });

  it('waits as long as the rate that comes with a 429 says', async () => {
    const context = shop.contextWith({ http: scriptedHttp(() => ({ status: 429, headers: { 'x-amzn-ratelimit-limit': '0.5' }, body: '{"errors":[{"code":"QuotaExceeded","message":"You exceeded your quota"}]}' })) });
    await expect(offers.read(context, ['S'])).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', retryAfterMs: 2_000, remoteCode: 'QuotaExceeded' });
  });

  it('waits a little for the patch quota instead of giving the push up', async () => {
    let patches = 0;
    const answers = scriptedHttp(() => ({ body: '{"sku":"S","status":"ACCEPTED"}' }));
    const http: MarketplaceHttp = {
      async send(request) {
        if (request.method === 'PATCH' && (patches += 1) === 2) throw new TransportError({ kind: 'QUOTA_SPENT', reached: 'NO', retryAfterMs: 20, message: 'spent' });
        return answers.send(request);
      },
    };
    expect(await offers.push(shop.contextWith({ http }), [change('S', 1), change('T', 1)])).toMatchObject({ kind: 'ACCEPTED', receipt: expect.not.stringContaining('POSTPONED') });
  });
});

async function fetchPatch(shop: Shop, sku: string, patches: readonly unknown[]): Promise<void> {
  const token = await shop.context.tokens.get('access', async () => ({ token: '', expiresInMs: 0 }));
  const answer = await fetch(`${shop.url}/listings/2021-08-01/items/${SELLER.sellerId}/${sku}?marketplaceIds=A33AVAJ2PDY3EV`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'x-amz-access-token': token },
    body: JSON.stringify({ productType: 'PRODUCT', patches }),
  });
  if (!answer.ok) throw new Error(`the patch was answered ${answer.status}`);
}
