import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarketplaceHttp, MarketplaceRequest, OfferChange } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { createHepsiburadaConnector } from './index.js';
import { lineStatus } from './order-status.js';

const MINUTE_MS = 60_000;

describe('what Hepsiburada should never answer', () => {
  const { offers, claims, content, ...connector } = createHepsiburadaConnector();
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let now = Date.now();
  let answers: (request: MarketplaceRequest) => unknown;

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    shop = connectStore(hepsiburada.url, () => new Date(now));
  });
  beforeEach(() => {
    now += MINUTE_MS;
    shop.loseCache();
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  /** A Hepsiburada that answers every call with what `answers` says. */
  const http: MarketplaceHttp = { send: async (request) => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(answers(request))), payloadId: 'pay_1' as never }) };
  const context = () => ({ ...shop.context, http });
  const row = (change: object = {}) => ({ hepsiburadaSku: 'HB1', merchantSku: 'A', price: 10, availableStock: 3, isSalable: true, isFulfilledByHB: false, ...change });
  const listings = (...rows: readonly unknown[]) => ({ listings: rows, totalCount: rows.length });

  describe('in a list of listings', () => {
    it.each<[string, object, object]>([
      ['numbers as texts', { price: '10.5', availableStock: '3' }, { price: { saleMinor: 1_050 }, quantity: 3 }],
      ['a price with a comma', { price: '10,5' }, { price: null, quantity: 3 }],
      ['a price that is an object', { price: { amount: 10 } }, { price: null, quantity: 3 }],
      ['reasons that are no list', { lockReasons: 'OutOfPriceRange', isLocked: 'true' }, { onSale: false, remoteIds: { locked: 'true', lockReasons: '' } }],
      ['an id that is a list', { listingId: [1] }, { price: { saleMinor: 1_000 }, quantity: 3 }],
    ])('keeps what can be read of a row with %s', async (_name, change, expected) => {
      answers = () => listings(row(change));
      expect((await offers.read(context(), ['A']))[0]).toMatchObject({ remoteKey: 'A', ...expected });
    });

    it('is read without rows that have no SKU of the seller, whose absence is not taken for that of a named one', async () => {
      answers = () => listings(row(), { hepsiburadaSku: 'HB2', merchantSku: null });
      expect((await offers.list(context(), null)).items.map(({ remoteKey }) => remoteKey)).toEqual(['A']);
      await expect(offers.read(context(), ['A', 'B'])).rejects.toMatchObject({ errorClass: 'SERVER', message: expect.stringContaining('cannot be read') });
    });

    it('goes on behind a page that has nothing to be read', async () => {
      const nameless = Array.from({ length: 100 }, () => ({ hepsiburadaSku: 'HB2' }));
      answers = ({ path }) => ({ listings: path.includes('offset=0') ? nameless : [row()], totalCount: 101 });
      const first = await offers.list(context(), null);
      expect([first.items, (await offers.list(context(), first.next)).items.map(({ remoteKey }) => remoteKey)]).toEqual([[], ['A']]);
      answers = () => ({ listings: nameless });
      expect((await offers.list(context(), null)).next).toBeNull();
    });

    it('sends no stock while it cannot be told whose warehouse it lies in', async () => {
      const sent: string[] = [];
      answers = ({ path }) => (sent.push(path), listings(row({ isFulfilledByHB: 'perhaps' })));
      await expect(offers.push(context(), [{ remoteKey: 'A', quantity: 1, known: { price: null, quantity: null } }])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'NOT_SENT' });
      expect(sent.filter((path) => path.includes('uploads'))).toEqual([]);
    });

    it('counts a SKU told twice once', async () => {
      answers = () => listings(row(), row({ availableStock: 9 }));
      expect((await offers.list(context(), null)).items.map(({ remoteKey, quantity }) => [remoteKey, quantity])).toEqual([['A', 3]]);
      expect((await offers.read(context(), ['A'])).map(({ remoteKey, quantity }) => [remoteKey, quantity])).toEqual([['A', 3]]);
    });
  });

  describe('about an upload', () => {
    const change = (remoteKey: string): OfferChange => ({ remoteKey, quantity: 5, known: { price: null, quantity: null } });
    const resultOf = async (result: object, keys = ['A', 'B']) => {
      answers = ({ path }) => (path.includes('-uploads/id/') ? result : path.includes('-uploads') ? { id: 'u-1' } : listings());
      const pushed = await offers.push(context(), keys.map(change));
      if (pushed.kind !== 'ACCEPTED') throw new Error(JSON.stringify(pushed));
      return { first: await offers.poll(context(), pushed.receipt), later: (now += 3 * MINUTE_MS, await offers.poll(context(), pushed.receipt)) };
    };

    it('in a word that nobody knows is waited for, then the listings are read instead', async () => {
      const { first, later } = await resultOf({ status: 'Yarım kaldı', errors: [] });
      expect([first.kind, later.kind]).toEqual(['PENDING', 'EXPIRED']);
    });

    it.each(['Processing', 'WAITING'])('in the word %s is waited for as long as it takes', async (status) => {
      expect((await resultOf({ status })).later).toMatchObject({ kind: 'PENDING' });
    });

    it('that tells of some of its items tells the refused ones from the others', async () => {
      const { first } = await resultOf({ status: 'DONE', errors: [{ elementNo: '1', errors: [{ message: 'InvalidStock' }] }] });
      expect(first).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'A', ok: true }, { remoteKey: 'B', ok: false, issue: { code: 'QUANTITY_REFUSED' } }] });
    });

    it.each([
      ['refuses an item that nobody sent', { status: 'Done', errors: [{ hepsiburadaSku: 'HB9', errors: ['InvalidStock'] }] }],
      ['has its errors in another shape', { status: 'Done', errors: { A: 'InvalidStock' } }],
      ['has an error that is no row', { status: 'Done', errors: ['InvalidStock'] }],
    ])('is no success when it %s: the listings are read instead', async (_name, result) => {
      expect((await resultOf(result)).first).toEqual({ kind: 'EXPIRED' });
    });

    it('keeps a refusal whose reason is in another shape', async () => {
      expect((await resultOf({ status: 'Done', errors: [{ elementNo: 0, merchantSku: 'A', errors: 7 }] })).first).toMatchObject({ kind: 'SETTLED', results: [{ remoteKey: 'A', ok: false, issue: { code: 'MARKETPLACE_REFUSED' } }, { remoteKey: 'B', ok: true }] });
    });

    it('inside a 200 that carries neither id nor sentence is of unknown outcome', async () => {
      answers = ({ path }) => (path.includes('-uploads') ? { success: false } : listings());
      await expect(offers.push(context(), [change('A')])).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
    });
  });

  it('as a word for a state is UNKNOWN, whatever JavaScript knows by that name', async () => {
    expect(['Beklemede', 'constructor', 'toString', ' OPEN '].map((word) => lineStatus(word, false))).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'CREATED']);
    answers = () => [{ number: 1, status: 'constructor', orderNumber: 4, quantity: {}, Reason: { code: 1 } }];
    expect((await claims!.list(context(), new Date(0), null)).items[0]).toMatchObject({ remoteClaimId: '1', remoteOrderId: '4', state: 'UNKNOWN', status: 'constructor', lines: [{ quantity: 1, reason: '' }] });
  });

  it('about an import holds up no product, and is never taken for one that is on sale', async () => {
    answers = ({ path }) => (path.includes('/status/') ? { success: true, data: [{ merchantSku: 'A', productStatus: 'REJECTED', rejectReasonsMessages: 'kötü', taskDetails: {} }, { merchantSku: 'B', productStatus: 'constructor' }], last: 'maybe' } : listings());
    await expect(content!.poll(context(), JSON.stringify({ import: 't-1', settled: [], languages: {} }))).rejects.toMatchObject({ errorClass: 'SERVER' });
    answers = ({ path }) => (path.includes('/status/') ? { success: true, data: [{ merchantSku: 'A', productStatus: 'REJECTED', rejectReasonsMessages: 'kötü', taskDetails: {} }, { merchantSku: 'B', productStatus: 'constructor' }], last: true } : listings());
    expect(await content!.poll(context(), JSON.stringify({ import: 't-1', settled: [], languages: {} }))).toMatchObject({ kind: 'PENDING', settled: [{ remoteKey: 'A', ok: false, issue: { code: 'CATALOGUE_REJECTED' } }] });
  });

  it('about one product of an import holds up none of the others, and is waited for', async () => {
    const odd = { of: ['another shape'] };
    const rows = [{ merchantSku: 'A', productStatus: 'REJECTED', importStatus: 'SUCCESS' }, { merchantSku: 'B', productStatus: odd, importStatus: odd, hbSku: odd }, { merchantSku: odd }, 'row', { merchantSku: 'A', productStatus: 'REJECTED' }];
    let pages = 0;
    answers = ({ path }) => (path.includes('/status/') ? ((pages += 1), { success: true, code: odd, message: 7, totalPages: '3', totalElements: '5', data: rows, last: false }) : listings());
    expect(await content!.poll(context(), JSON.stringify({ import: 't-1', settled: [], languages: {} }))).toMatchObject({ kind: 'PENDING', settled: [{ remoteKey: 'A', ok: false }] });
    expect(pages).toBeLessThanOrEqual(20);
  });

  it('about a content ticket is never taken for success, and holds up no other product', async () => {
    const rows = [{ hbSku: 'HB1', status: 'Completed', fields: { NAME: 'APPROVED' } }, { hbSku: 'HB2', status: 'COMPLETED', fields: [{ fieldName: 'NAME', status: 'approved' }] }, { hbSku: 'HB2', status: 'COMPLETED', fields: [{ fieldName: 'NAME', status: 'APPROVED' }] }, { hbSku: { of: 'HB3' } }, { hbSku: 'HB4', status: 'COMPLETED', fields: [{ fieldName: 'NAME', status: 'Belki' }] }];
    answers = () => ({ success: true, data: rows });
    const receipt = JSON.stringify({ ticket: { id: 't-1', keys: { HB1: 'A', HB2: 'B', HB3: 'C', HB4: 'D' } }, settled: [], languages: {} });
    expect(await content!.poll(context(), receipt)).toMatchObject({ kind: 'PENDING', settled: [{ remoteKey: 'A', ok: false, issue: { code: 'CONTENT_REFUSED' } }, { remoteKey: 'B', ok: true }, { remoteKey: 'D', ok: false, issue: { message: expect.stringContaining('BELKI') } }] });
  });

  it('as a storm of 429 is RATE_LIMITED every time, with the wait that it names', async () => {
    await hepsiburada.control('/faults', { kind: 'retry-after', retryAfterSeconds: 9, match: { path: '/listing-external' } });
    for (let call = 0; call < 5; call += 1) await expect(connector.checkAccount(shop.context)).rejects.toMatchObject({ errorClass: 'RATE_LIMITED', outcome: 'REFUSED', retryAfterMs: 9_000 });
    await fetch(`${hepsiburada.url}/_sandbox/faults`, { method: 'DELETE' });
    await expect(connector.checkAccount(shop.context)).resolves.toBeUndefined();
  });
});
