import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemResult, OfferChange, PushOutcome } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createHepsiburadaConnector } from './index.js';

const STEP_MS = 600_000;
const known = { price: null, quantity: null };
const lira = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'TRY' as const });

describe('offers on Hepsiburada', () => {
  const { offers, buybox, fees } = createHepsiburadaConnector();
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    // Nothing falls due by itself: the tests move the clock.
    await hepsiburada.settings({ batchDelayMs: STEP_MS, dailyUploadsPerListing: 10_000 });
    await hepsiburada.control('/products', { products: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => ({ merchantSku: `Q-${name}`, price: 100, stock: 50 })) });
    shop = connectStore(hepsiburada.url);
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  const push = (...changes: Omit<OfferChange, 'known'>[]) => offers.push(shop.context, changes.map((change) => ({ ...change, known })));
  const receiptOf = (outcome: PushOutcome): string => {
    if (outcome.kind !== 'ACCEPTED') throw new Error(JSON.stringify(outcome));
    return outcome.receipt;
  };
  const settled = async (receipt: string): Promise<readonly ItemResult[]> => {
    await hepsiburada.advance(STEP_MS);
    const outcome = await offers.poll(shop.context, receipt);
    if (outcome.kind !== 'SETTLED') throw new Error(JSON.stringify(outcome));
    return outcome.results;
  };
  const change = (sku: string, body: object) => hepsiburada.control(`/listings/${sku}`, body, 'PUT');
  const remoteIdsOf = async (sku: string) => (await offers.read(shop.context, [sku]))[0]?.remoteIds;

  it('go as numbers with a decimal point, price and stock in an upload each, under one receipt', async () => {
    const receipt = receiptOf(await push({ remoteKey: 'Q-A', price: lira(13_050), quantity: 7 }));
    expect(receipt).toMatch(/^stock:[\w-]+,price:[\w-]+$/);
    expect(await offers.poll(shop.context, receipt)).toMatchObject({ kind: 'PENDING', settled: [] });
    expect(await settled(receipt)).toEqual([{ remoteKey: 'Q-A', ok: true }]);
    expect(JSON.parse(offers.preview([{ remoteKey: 'Q-A', price: lira(13_050), known }]).body)).toEqual([{ merchantSku: 'Q-A', price: 130.5 }]);
  });

  it('say of a price outside the band which band it is and what to do, and still apply the stock', async () => {
    await change('Q-B', { band: { min: 90, max: 900 } });
    const results = await settled(receiptOf(await push({ remoteKey: 'Q-B', price: lira(150), quantity: 3 })));
    expect(results).toEqual([{ remoteKey: 'Q-B', ok: false, fields: ['price'], issue: expect.objectContaining({ code: 'PRICE_OUTSIDE_BAND', remoteCode: 'OutOfPriceRange', retryable: false, message: expect.stringMatching(/90\.00 to 900\.00 TRY.*locked.*hepsiburadaListingsUnlock/) }), remoteIds: expect.objectContaining({ locked: 'true', priceBandMin: '9000', priceBandMax: '90000' }) }]);
    const [offer] = await offers.read(shop.context, ['Q-B']);
    expect(offer).toMatchObject({ price: { saleMinor: 10_000 }, quantity: 3, onSale: false, remoteIds: { locked: 'true', lockReasons: 'OutOfPriceRange' } });
  });

  it('tell that a campaign forbids a higher price and a lower stock', async () => {
    await change('Q-C', { inCampaign: true });
    const results = await settled(receiptOf(await push({ remoteKey: 'Q-C', price: lira(20_000), quantity: 1 })));
    expect(results.map((result) => (result.ok ? 'ok' : [result.fields, result.issue.code]))).toEqual([[['quantity'], 'CAMPAIGN_FORBIDS_STOCK'], [['price'], 'CAMPAIGN_FORBIDS_PRICE']]);
  });

  it("never overwrite the count of Hepsiburada's own warehouse", async () => {
    await change('Q-D', { isFulfilledByHB: true });
    shop.loseCache();
    const results = await settled(receiptOf(await push({ remoteKey: 'Q-D', price: lira(11_100), quantity: 0 })));
    expect(results).toMatchObject([{ ok: false, fields: ['quantity'], issue: { code: 'FULFILLED_BY_MARKETPLACE' } }]);
    expect((await offers.read(shop.context, ['Q-D', 'Q-E'])).map(({ remoteIds }) => remoteIds['fulfilledBy'])).toEqual(['MARKETPLACE', 'SELLER']);
    expect((await offers.read(shop.context, ['Q-D']))[0]).toMatchObject({ quantity: 50, price: { saleMinor: 11_100 } });
  });

  it('wait while five uploads are under way, though Hepsiburada answers 200', async () => {
    const receipts = [];
    for (let quantity = 1; quantity <= 5; quantity += 1) receipts.push(receiptOf(await push({ remoteKey: 'Q-E', quantity })));
    expect(await push({ remoteKey: 'Q-E', quantity: 6 })).toMatchObject({ kind: 'POSTPONED', reason: expect.stringContaining('too many') });
    await settled(receipts[4] ?? '');
    expect((await offers.read(shop.context, ['Q-E']))[0]?.quantity).toBe(5);
  });

  it('are of unknown outcome when the second of two uploads finds no room', async () => {
    const receipts = [];
    for (let quantity = 1; quantity <= 4; quantity += 1) receipts.push(receiptOf(await push({ remoteKey: 'Q-F', quantity })));
    await expect(push({ remoteKey: 'Q-F', quantity: 9, price: lira(9_900) })).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', outcome: 'UNKNOWN' });
    await settled(receipts[3] ?? '');
    expect((await offers.read(shop.context, ['Q-F']))[0]).toMatchObject({ quantity: 9, price: { saleMinor: 10_000 } });
  });

  it('are read back instead once nobody knows any more what an upload carried', async () => {
    const receipt = receiptOf(await push({ remoteKey: 'Q-A', quantity: 8 }));
    shop.loseCache();
    expect(await offers.poll(shop.context, receipt)).toEqual({ kind: 'EXPIRED' });
    await hepsiburada.advance(STEP_MS);
  });

  it('list nothing twice when Hepsiburada answers the same page for ever', async () => {
    const sent: string[] = [];
    const page = JSON.stringify({ listings: Array.from({ length: 100 }, (_, i) => ({ hepsiburadaSku: `H${i}`, merchantSku: `S${i}`, price: '10.5', availableStock: '3' })), totalCount: 1_000_000 });
    const http = { send: async ({ path }: { path: string }) => ({ status: 200, headers: {}, body: Buffer.from(page), payloadId: (sent.push(path), 'pay_1') as never }) };
    const keys: string[] = [];
    let cursor: string | null = null;
    do {
      const read: Awaited<ReturnType<typeof offers.list>> = await offers.list({ ...shop.context, http }, cursor);
      keys.push(...read.items.map(({ remoteKey, price, quantity }) => `${remoteKey} ${price?.saleMinor ?? ''} ${quantity ?? ''}`));
      cursor = read.next;
    } while (cursor !== null);
    expect([keys.length, new Set(keys).size, sent.length, keys[0]]).toEqual([100, 100, 2, 'S0 1050 3']);
  });

  it('show the own place among rivals, and what Hepsiburada keeps of a sale', async () => {
    const hbSku = (await remoteIdsOf('Q-G'))?.['hbSku'] ?? '';
    await hepsiburada.control('/rivals', { hbSku, rivals: [{ merchantName: 'Rakip', price: 80 }] }, 'PUT');
    expect(await buybox!.read(shop.context, ['Q-G', 'NO-SUCH'])).toEqual([{ remoteKey: 'Q-G', rank: 2, priceMinor: 8_000, rivalMinor: 8_000, hasRivals: true }]);
    expect(await fees!.estimate(shop.context, [{ remoteKey: 'Q-G', price: lira(10_000) }, { remoteKey: 'NO-SUCH', price: lira(1) }])).toEqual([{ remoteKey: 'Q-G', commissionPercent: 21, totalMinor: 2_100 }]);
  });
});
