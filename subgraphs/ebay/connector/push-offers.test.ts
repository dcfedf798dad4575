import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OfferChange } from '../../sync/connector/contract.js';
import { SELLER } from '../testing/running-sandbox.js';
import { scriptedContext, type ScriptedAnswer } from '../testing/scripted-context.js';
import { settled, useSandbox } from '../testing/use-sandbox.js';
import { offers } from './offers.js';
import { BULK_PATH, pushOffers } from './push-offers.js';
import { mayRevise, revisionCounter, untilNextDayMs, worthOf } from './revision-budget.js';

const UNKNOWN = { price: null, quantity: null };
const euros = (saleMinor: number) => ({ saleMinor, listMinor: saleMinor, currency: 'EUR' as const });
const sandbox = useSandbox();

beforeEach(async () => {
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: ['A', 'B', 'C'].map((sku) => ({ sku, quantity: 20, price: '10.00' })) });
});

const shown = (sku: string) => sandbox.control<{ quantity: number; offers: { listingId: string; availableQuantity: number | null; price: { value: string }; revisionsToday: number }[] }>('GET', `/listings?seller=${SELLER.username}&sku=${sku}`);
const listingIdOf = async (sku: string) => (await shown(sku)).offers[0]?.listingId ?? '';
const posts = async () => (await sandbox.control<{ requests: { itemCount: number }[] }>('GET', '/requests?method=POST&path=bulk_update_price_quantity&limit=1000')).requests;

const push = (...changes: (Partial<OfferChange> & { remoteKey: string })[]) => settled(pushOffers(sandbox.context, changes.map((change) => ({ known: UNKNOWN, ...change }))));

describe('pushing price and quantity', () => {
  it('lowers the cap of an offer together with its item, since the smaller counts', async () => {
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'CAPPED', quantity: 50, availableQuantity: 5 }] });
    expect((await offers.read(sandbox.context, ['CAPPED']))[0]?.quantity).toBe(5);
    expect(await push({ remoteKey: 'CAPPED', quantity: 30 })).toMatchObject([{ ok: true }]);
    expect([(await shown('CAPPED')).quantity, (await shown('CAPPED')).offers[0]?.availableQuantity]).toEqual([30, 30]);
    expect((await offers.read(sandbox.context, ['CAPPED']))[0]?.quantity).toBe(30);
  });

  it('looks an offer up once and remembers it', async () => {
    await push({ remoteKey: 'A', quantity: 3 });
    await push({ remoteKey: 'A', price: euros(1_250) });
    const reads = await sandbox.control<{ requests: unknown[] }>('GET', '/requests?method=GET&path=/sell/inventory/v1/offer');
    expect(reads.requests).toHaveLength(1);
    expect((await shown('A')).offers[0]?.price.value).toBe('12.50');
  });

  it('finds the offer anew when it was published anew meanwhile', async () => {
    await push({ remoteKey: 'A', quantity: 3 });
    await sandbox.control('PUT', '/listings', { seller: SELLER.username, sku: 'A', ended: true });
    expect(await push({ remoteKey: 'A', price: euros(1_250) })).toMatchObject([{ ok: false, issue: { code: 'LISTING_NOT_FOUND', retryable: true }, retryAfterMs: expect.any(Number) }]);
    expect(await push({ remoteKey: 'A', price: euros(1_250) })).toMatchObject([{ ok: false, issue: { code: 'LISTING_NOT_FOUND', retryable: false } }]);
    await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'A' }] });
    expect(await push({ remoteKey: 'A', price: euros(1_250) })).toMatchObject([{ ok: true }]);
  });

  it("settles each change of a call by its own answer, in eBay's words", async () => {
    const dollars = { saleMinor: 100, listMinor: 100, currency: 'USD' as const };
    const results = await push({ remoteKey: 'A', quantity: 4 }, { remoteKey: 'B', price: dollars }, { remoteKey: 'GONE', quantity: 1 });
    expect(results.find(({ remoteKey }) => remoteKey === 'A')).toMatchObject({ ok: true });
    expect(results.find(({ remoteKey }) => remoteKey === 'B')).toMatchObject({ ok: false, issue: { code: 'CURRENCY_REFUSED', message: expect.stringContaining('USD') } });
    expect(results.find(({ remoteKey }) => remoteKey === 'GONE')).toMatchObject({ ok: false, issue: { code: 'LISTING_NOT_FOUND', retryable: false } });
  });

  it('sends 25 listings in one call', async () => {
    const items = Array.from({ length: 25 }, (_, i) => ({ sku: `MANY-${i}` }));
    await sandbox.control('POST', '/products', { seller: SELLER.username, items });
    await push(...items.map(({ sku }) => ({ remoteKey: sku, quantity: 1 })));
    expect((await posts()).map(({ itemCount }) => itemCount)).toEqual([25]);
  });
});

describe("a listing's 250 changes of the day", () => {
  it.each([
    ['stock running out to the very last', { quantity: 0 }, 249],
    ['prices and returns from zero up to the last ten', { price: euros(100) }, 239],
    ['a return from zero up to the last ten', { quantity: 5, known: { price: null, quantity: 0 } }, 239],
    ['any other quantity up to the last sixty', { quantity: 5, known: { price: null, quantity: 7 } }, 189],
  ])('go to %s', (_name, change, last) => {
    const worth = worthOf({ known: UNKNOWN, ...change });
    expect([mayRevise(last, worth), mayRevise(last + 1, worth)]).toEqual([true, false]);
  });

  it('hold back what can wait until the next day, and let through what cannot', async () => {
    for (const sku of ['A', 'B', 'C']) await revisionCounter(sandbox.context).add(await listingIdOf(sku), 200);
    const results = await push({ remoteKey: 'A', quantity: 19 }, { remoteKey: 'B', quantity: 0 }, { remoteKey: 'C', price: euros(999) });
    expect(results.find(({ remoteKey }) => remoteKey === 'A')).toMatchObject({ ok: false, issue: { code: 'CHANGES_OF_THE_DAY_USED_UP', retryable: true }, retryAfterMs: expect.any(Number) });
    expect(results.filter(({ ok }) => ok).map(({ remoteKey }) => remoteKey).sort()).toEqual(['B', 'C']);
    expect([(await shown('A')).quantity, (await shown('B')).quantity]).toEqual([20, 0]);
    expect((await posts()).map(({ itemCount }) => itemCount)).toEqual([2]);
  });

  it('are shared by the variants of one listing, the most urgent first', async () => {
    await sandbox.control('POST', '/products', { seller: SELLER.username, groupKey: 'G', items: ['V1', 'V2', 'V3'].map((sku) => ({ sku, quantity: 9 })) });
    await revisionCounter(sandbox.context).add(await listingIdOf('V1'), 248);
    const results = await push({ remoteKey: 'V1', price: euros(500) }, { remoteKey: 'V2', quantity: 0 }, { remoteKey: 'V3', quantity: 0 });
    expect(results.filter(({ ok }) => ok).map(({ remoteKey }) => remoteKey)).toEqual(['V2', 'V3']);
  });

  it('are counted one after the other by calls that run side by side', async () => {
    const skus = ['V1', 'V2', 'V3', 'V4'];
    await sandbox.control('POST', '/products', { seller: SELLER.username, groupKey: 'G', items: skus.map((sku) => ({ sku, quantity: 9 })) });
    const listingId = await listingIdOf('V1');
    await revisionCounter(sandbox.context).add(listingId, 248);
    const answers = await Promise.all(skus.map((remoteKey) => push({ remoteKey, quantity: 0 })));
    expect(answers.flat().filter(({ ok }) => ok)).toHaveLength(2);
    expect(await revisionCounter(sandbox.context).spent(listingId)).toBe(250);
  });

  it('are counted as eBay counts them', async () => {
    await push({ remoteKey: 'A', quantity: 3, price: euros(900) });
    await push({ remoteKey: 'A', quantity: 4 });
    expect([await revisionCounter(sandbox.context).spent(await listingIdOf('A')), (await shown('A')).offers[0]?.revisionsToday]).toEqual([2, 2]);
  });

  it('are believed to be gone when eBay says so, and nothing more is sent that day', async () => {
    await sandbox.control('PUT', '/listings', { seller: SELLER.username, sku: 'A', revisionsToday: 250 });
    const used = { ok: false, issue: { code: 'CHANGES_OF_THE_DAY_USED_UP', retryable: true }, retryAfterMs: expect.any(Number) };
    expect(await push({ remoteKey: 'A', quantity: 0 })).toMatchObject([used]);
    expect(await push({ remoteKey: 'A', quantity: 0 })).toMatchObject([used]);
    expect(await posts()).toHaveLength(1);
  });

  it("come back when California's day ends", () => {
    expect(untilNextDayMs(new Date('2026-11-22T12:30:00Z'))).toBe(19.5 * 3_600_000);
    expect(untilNextDayMs(new Date('2026-07-01T06:59:00Z'))).toBe(60_000);
  });
});

describe("an answer of eBay's that is not as promised", () => {
  const change = { remoteKey: 'A', quantity: 1, known: UNKNOWN };
  const offer = { offers: [{ offerId: '1', sku: 'A', marketplaceId: 'EBAY_DE', status: 'PUBLISHED', listing: { listingId: '11', listingStatus: 'ACTIVE' } }] };
  const answering = (answer: ScriptedAnswer) => scriptedContext(({ path }) => (path === BULK_PATH ? answer : { body: offer }));

  it.each<[string, ScriptedAnswer, object]>([
    ['a 200 that carries an error', { body: { errors: [{ errorId: 25_709, category: 'REQUEST', message: 'Invalid value' }] } }, { errorClass: 'VALIDATION', outcome: 'REFUSED', remoteCode: '25709' }],
    ["a 200 that carries an error of eBay's own", { body: { errors: [{ errorId: 25_001, category: 'APPLICATION', message: 'System error' }] } }, { errorClass: 'SERVER', outcome: 'UNKNOWN', remoteCode: '25001' }],
    ['a 200 that says the token is bad', { body: { errors: [{ errorId: 1001, message: 'Invalid access token' }] } }, { errorClass: 'AUTHENTICATION' }],
    ['a 200 of HTML', { body: '<html>maintenance</html>' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a 200 of half a JSON', { body: '{"responses":[{"sku":"A","statusC' }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a 200 with other fields', { body: { results: [] } }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a changed type of field', { body: { responses: 'ok' } }, { errorClass: 'SERVER', outcome: 'UNKNOWN' }],
    ['a 429', { status: 429, body: { errors: [{ errorId: 2001, message: 'Too many requests.' }] } }, { errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: null }],
    ['a 429 with a time', { status: 429, headers: { 'retry-after': '7' }, body: '' }, { errorClass: 'RATE_LIMITED', retryAfterMs: 7_000 }],
    ['a 403 for want of a scope', { status: 403, body: { errors: [{ errorId: 1100, message: 'Access denied' }] } }, { errorClass: 'AUTHENTICATION', outcome: 'REFUSED' }],
    ['a 503', { status: 503, body: '' }, { errorClass: 'SERVER', outcome: 'REFUSED' }],
  ])('is classified: %s', async (_name, answer, expected) => {
    const { context } = answering(answer);
    await expect(pushOffers(context, [change])).rejects.toMatchObject({ name: 'ConnectorError', ...expected });
  });

  it('is read with numbers as text', async () => {
    const { context } = answering({ status: 207, body: { responses: [{ sku: 'A', offerId: 1, statusCode: '400', errors: [{ errorId: '25004', message: 'Invalid quantity' }] }] } });
    expect(await pushOffers(context, [change])).toMatchObject({ results: [{ ok: false, issue: { code: 'QUANTITY_REFUSED' } }] });
  });

  it('leaves a change it does not mention, or failed at, of unknown outcome', async () => {
    expect(await pushOffers(answering({ body: { responses: [] } }).context, [change])).toEqual({ kind: 'SETTLED', results: [] });
    const failed = { responses: [{ sku: 'A', statusCode: 500, errors: [{ errorId: 25_001, message: 'System error' }] }] };
    expect(await pushOffers(answering({ status: 400, body: failed }).context, [change])).toEqual({ kind: 'SETTLED', results: [] });
  });

  it('asks for another try of a change that met another at work', async () => {
    const busy = { responses: [{ sku: 'A', statusCode: 500, errors: [{ errorId: 25_025, message: 'Concurrent access' }] }] };
    expect(await pushOffers(answering({ status: 207, body: busy }).context, [change])).toMatchObject({ results: [{ ok: false, issue: { code: 'BUSY', retryable: true }, retryAfterMs: 1_000 }] });
  });

  it('met while only looking an offer up means that nothing was sent', async () => {
    const { context, requests } = scriptedContext(({ path }) => (path === BULK_PATH ? { body: {} } : { status: 500, body: '' }));
    await expect(pushOffers(context, [change])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'REFUSED' });
    expect(requests.some(({ path }) => path === BULK_PATH)).toBe(false);
  });

  it('counts the same answer twice as one', async () => {
    const row = { sku: 'A', offerId: '1', statusCode: 200, errors: [] };
    expect(await pushOffers(answering({ body: { responses: [row, row] } }).context, [change])).toMatchObject({ results: [{ remoteKey: 'A', ok: true }] });
  });
});
