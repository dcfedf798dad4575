import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPlainHttp, type PlainHttp } from '../../../test/contract/plain-http.js';
import type { OfferChange, VariantPrice } from '../../sync/connector/contract.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { SELLER, startTestShop, type TestShop } from '../sandbox/test-shop.js';
import { credentialsSchema, type TrendyolContext } from './client.js';
import { offers } from './offers.js';

const WINDOW_MS = 15 * 60_000;
const KNOWN_STOCK = 10;

let shop: TestShop;
let http: PlainHttp;
let context: TrendyolContext;
let nowMs: number;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed([{ barcode: 'KUPA', quantity: KNOWN_STOCK, salePrice: 100, listPrice: 120 }]);
  http = createPlainHttp({ baseUrl: `${shop.url}/integration`, timeoutMs: 10_000 });
  nowMs = 1_800_000_000_000;
  const cache = new Map<string, string>();
  context = {
    store: { storeId: 'sto_1' as never, sellerId: 'sel_1' as never, baseUrl: shop.url, currency: 'TRY', remoteSellerId: String(SELLER.sellerId), credentials: credentialsSchema.parse({ apiKey: SELLER.apiKey, apiSecret: SELLER.apiSecret }) },
    http,
    cache: { get: async (key) => cache.get(key) ?? null, set: async (key, value) => void cache.set(key, value) },
    tokens: createMemoryTokens(),
    now: () => new Date(nowMs),
    marketplaceNow: () => new Date(nowMs),
  };
});
afterEach(async () => {
  await http.close();
  await shop.stop();
});

const lira = (sale: number, list: number): VariantPrice => ({ saleMinor: sale * 100, listMinor: list * 100, currency: 'TRY' });
/** A price alone; the hub knows the stock as it was before anybody bought. */
const push = (price: VariantPrice, present: VariantPrice) => offers.push(context, [{ remoteKey: 'KUPA', price, known: { price: present, quantity: KNOWN_STOCK } } satisfies OfferChange]);
const pass = async (ms: number) => {
  nowMs += ms;
  await shop.advance(ms);
};
const believed = async () => (await shop.control<{ listings: { quantity: number; salePrice: number; listPrice: number }[] }>('GET', `/listings?sellerId=${SELLER.sellerId}&barcode=KUPA`)).listings[0];
const loseAnswer = (kind: 'drop-before' | 'drop-after') => shop.control('POST', '/faults', { match: { path: 'price-and-inventory' }, kind, times: 1 });
const sellOne = () => shop.control('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'KUPA', quantity: 1 }] });

describe('a price that is wanted again within 15 minutes', () => {
  it('does not put on sale again a unit that was sold meanwhile', async () => {
    await push(lira(90, 120), lira(100, 120));
    await pass(60_000);
    await push(lira(95, 120), lira(90, 120));
    await pass(60_000);
    await sellOne();
    expect(await push(lira(90, 120), lira(95, 120))).toMatchObject({ kind: 'ACCEPTED' });
    await pass(60_000);
    expect(await believed()).toMatchObject({ quantity: KNOWN_STOCK - 1, salePrice: 90, listPrice: 120 });
  });

  it('waits for the end of the 15 minutes where nothing but a stock could be said along', async () => {
    await push(lira(90, 110), lira(100, 120));
    await pass(60_000);
    await push(lira(95, 115), lira(90, 110));
    await pass(60_000);
    await sellOne();
    expect(await push(lira(90, 110), lira(95, 115))).toMatchObject({ kind: 'POSTPONED', retryAfterMs: WINDOW_MS - 120_000 });
    await pass(WINDOW_MS - 120_000);
    expect(await push(lira(90, 110), lira(95, 115))).toMatchObject({ kind: 'ACCEPTED' });
    await pass(60_000);
    expect(await believed()).toMatchObject({ quantity: KNOWN_STOCK - 1, salePrice: 90, listPrice: 110 });
  });
});

describe('a price whose answer was lost', () => {
  it('goes through at once in the same words when the call never arrived', async () => {
    await loseAnswer('drop-before');
    await expect(push(lira(90, 110), lira(100, 120))).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    await pass(30_000);
    await sellOne();
    expect(await push(lira(90, 110), lira(100, 120))).toMatchObject({ kind: 'ACCEPTED' });
    await pass(60_000);
    expect(await believed()).toMatchObject({ quantity: KNOWN_STOCK - 1, salePrice: 90, listPrice: 110 });
  });

  it('waits until 15 minutes after the call when Trendyol has taken it, and asks once only', async () => {
    await loseAnswer('drop-after');
    await expect(push(lira(90, 110), lira(100, 120))).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    await pass(30_000);
    const calls = async () => (await shop.control<{ requests: unknown[] }>('GET', '/requests')).requests.length;
    for (const asked of [1, 0]) {
      const before = await calls();
      expect(await push(lira(90, 110), lira(100, 120))).toMatchObject({ kind: 'POSTPONED', retryAfterMs: WINDOW_MS - 30_000 });
      expect((await calls()) - before).toBe(asked);
    }
  });
});
