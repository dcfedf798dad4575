import { describe, expect, it } from '@jest/globals';
import { TransportError, type MarketplaceRequest, type MarketplaceResponse } from '../../../platform/http/contract.js';
import type { PayloadId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { ConnectorError, type OfferChange } from '../../sync/connector/contract.js';
import { credentialsSchema, type TrendyolContext } from './client.js';
import { checkOffer, offers } from './offers.js';

type Answer = { status: number; body: unknown } | TransportError;

function contextAnswering(...answers: Answer[]): { context: TrendyolContext; requests: MarketplaceRequest[]; advance: (ms: number) => void } {
  const requests: MarketplaceRequest[] = [];
  const cache = new Map<string, string>();
  let nowMs = 1_800_000_000_000;
  const respond = (request: MarketplaceRequest): MarketplaceResponse => {
    requests.push(request);
    const answer = answers.shift();
    if (answer === undefined) throw new Error('no answer prepared');
    if (answer instanceof TransportError) throw answer;
    return { status: answer.status, headers: {}, body: Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)), payloadId: 'pay_1' as PayloadId };
  };
  const context: TrendyolContext = {
    store: { storeId: 'sto_1' as never, sellerId: 'sel_1' as never, baseUrl: 'http://sandbox', currency: 'TRY', remoteSellerId: '2738', credentials: credentialsSchema.parse({ apiKey: 'k', apiSecret: 's' }) },
    http: { send: async (request) => respond(request) },
    cache: { get: async (key) => cache.get(key) ?? null, set: async (key, value) => void cache.set(key, value) },
    tokens: createMemoryTokens(), now: () => new Date(nowMs), marketplaceNow: () => new Date(nowMs),
  };
  return { context, requests, advance: (ms) => (nowMs += ms) };
}

const price = { saleMinor: 19990, listMinor: 24990, currency: 'TRY' as const };
const change = (quantity: number): OfferChange => ({ remoteKey: 'B1', quantity, known: { price, quantity: 9 } });
const accepted: Answer = { status: 200, body: { batchRequestId: 'batch-1' } };
const bodyOf = (request: MarketplaceRequest | undefined): unknown => JSON.parse(request?.body as string);

describe('pushing offers to Trendyol', () => {
  it('sends only what changed, prices in lira, with the mandatory headers', async () => {
    const { context, requests } = contextAnswering(accepted);
    expect(await offers.push(context, [{ remoteKey: 'B1', price, known: { price: null, quantity: null } }, change(0)])).toMatchObject({ kind: 'ACCEPTED', receipt: 'batch-1' });
    expect(bodyOf(requests[0])).toEqual({ items: [{ barcode: 'B1', salePrice: 199.9, listPrice: 249.9 }, { barcode: 'B1', quantity: 0 }] });
    expect(requests[0]).toMatchObject({ path: '/inventory/sellers/2738/products/price-and-inventory', safe: false, headers: { 'user-agent': '2738 - SelfIntegration' } });
  });

  it('says a known price along with a quantity that was sent in the same words within 15 minutes', async () => {
    const { context, requests } = contextAnswering(accepted, accepted, accepted);
    await offers.push(context, [change(5)]);
    await offers.push(context, [change(4)]);
    await offers.push(context, [change(5)]);
    expect(bodyOf(requests[2])).toEqual({ items: [{ barcode: 'B1', quantity: 5, salePrice: 199.9, listPrice: 249.9 }] });
  });

  it('leaves a known list price out of a price that was sent in the same words within 15 minutes, and says no stock', async () => {
    const { context, requests } = contextAnswering(accepted, accepted);
    const repeated = { remoteKey: 'B1', price, known: { price: { ...price, saleMinor: 18_990 }, quantity: 9 } };
    await offers.push(context, [repeated]);
    await offers.push(context, [repeated]);
    expect(bodyOf(requests[1])).toEqual({ items: [{ barcode: 'B1', salePrice: 199.9 }] });
  });

  it('postpones a third repetition until the window has passed, without a call', async () => {
    const { context, requests, advance } = contextAnswering(accepted, accepted);
    await offers.push(context, [change(5)]);
    await offers.push(context, [change(5)]);
    advance(60_000);
    expect(await offers.push(context, [change(5)])).toMatchObject({ kind: 'POSTPONED', retryAfterMs: 14 * 60_000 });
    expect(requests).toHaveLength(2);
  });

  it('says no field along that is on its way, and looks again soon', async () => {
    const { context, requests } = contextAnswering(accepted);
    const onItsWay = { ...change(5), known: { price: null, quantity: 9 } };
    await offers.push(context, [onItsWay]);
    expect(await offers.push(context, [onItsWay])).toMatchObject({ kind: 'POSTPONED', retryAfterMs: 5_000 });
    expect(requests).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['a refused connection', new TransportError({ kind: 'NETWORK', reached: 'NO', message: 'connection refused' })],
    ['a spent quota', new TransportError({ kind: 'QUOTA_SPENT', reached: 'NO', message: 'spent', retryAfterMs: 10_000 })],
    ['a 503', { status: 503, body: '' }],
  ])('says the same words again after %s, however often that came back', async (_, answer) => {
    const { context, requests } = contextAnswering(answer, answer, answer, accepted);
    for (let time = 0; time < 3; time += 1) await expect(offers.push(context, [change(5)])).rejects.toBeInstanceOf(ConnectorError);
    expect(await offers.push(context, [change(5)])).toMatchObject({ kind: 'ACCEPTED' });
    expect(requests.map(bodyOf)).toEqual(Array.from({ length: 4 }, () => ({ items: [{ barcode: 'B1', quantity: 5 }] })));
  });

  it('tries the other words when Trendyol refuses the first as repeated', async () => {
    const { context, requests } = contextAnswering({ status: 400, body: { errors: [{ key: 'repeat', message: '15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!' }] } }, accepted);
    expect(await offers.push(context, [change(5)])).toMatchObject({ kind: 'ACCEPTED' });
    expect(requests).toHaveLength(2);
  });

  it.each<[string, Answer, Partial<ConnectorError>]>([
    ['401', { status: 401, body: { exception: 'ClientApiAuthenticationException' } }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
    ['429', { status: 429, body: { errors: [{ key: 'too.many.requests' }] } }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 10_000 }],
    ['500', { status: 500, body: '<html>oops</html>' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['HTML with 200', { status: 200, body: '<html></html>' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['truncated JSON with 200', { status: 200, body: '{"batchRequ' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a timeout', new TransportError({ kind: 'TIMEOUT', reached: 'MAYBE', message: 'no answer within 15000 ms' }), { errorClass: 'TIMEOUT', outcome: 'UNKNOWN' }],
    ['a refused connection', new TransportError({ kind: 'NETWORK', reached: 'NO', message: 'connection refused' }), { errorClass: 'NETWORK', outcome: 'NOT_SENT' }],
  ])('classifies %s', async (_, answer, expected) => {
    const { context } = contextAnswering(answer);
    const error = await offers.push(context, [change(5)]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject(expected);
  });
});

describe('polling a price-and-inventory receipt', () => {
  const batch = (items: unknown[]): Answer => ({ status: 200, body: { batchRequestId: 'b', items } });

  it('settles by items, since such a batch has no status of its own', async () => {
    const { context } = contextAnswering(batch([{ requestItem: { barcode: 'B1' }, status: 'SUCCESS' }, { requestItem: { barcode: 'B2' }, status: 'FAILED', failureReasons: ['Barkod bulunamadı'] }]));
    expect(await offers.poll(context, 'b')).toMatchObject({
      kind: 'SETTLED',
      results: [{ remoteKey: 'B1', ok: true }, { remoteKey: 'B2', ok: false, issue: { code: 'LISTING_NOT_FOUND', message: 'Barkod bulunamadı', retryable: false } }],
    });
  });

  it('stays pending while items are missing or undecided', async () => {
    const { context } = contextAnswering(batch([]), batch([{ requestItem: { barcode: 'B1' }, status: 'IN_PROGRESS' }]));
    expect(await offers.poll(context, 'b')).toMatchObject({ kind: 'PENDING', settled: [] });
    expect(await offers.poll(context, 'b')).toMatchObject({ kind: 'PENDING', settled: [] });
  });

  it('is expired once Trendyol has forgotten the batch', async () => {
    const { context } = contextAnswering({ status: 404, body: { errors: [{ message: 'not found' }] } });
    expect(await offers.poll(context, 'b')).toEqual({ kind: 'EXPIRED' });
  });
});

describe('checking an offer before it is sent', () => {
  const at = new Date(0);
  it.each<[string, Partial<OfferChange>, string | undefined]>([
    ['a fine one', { quantity: 20_000, price }, undefined],
    ['too many', { quantity: 20_001 }, 'QUANTITY_REFUSED'],
    ['dollars', { price: { ...price, currency: 'USD' } }, 'CURRENCY_REFUSED'],
    ['a list price below the sale price', { price: { ...price, listMinor: 1 } }, 'LIST_PRICE_BELOW_SALE_PRICE'],
  ])('%s', (_, part, code) => {
    expect(checkOffer({ remoteKey: 'B1', known: { price: null, quantity: null }, ...part }, at)?.code).toBe(code);
  });
});
