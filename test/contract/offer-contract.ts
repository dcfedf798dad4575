import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ItemResult, OfferChange, PushOutcome, RemoteOffer, RemotePrice, VariantPrice } from '../../subgraphs/sync/connector/contract.js';
import { allOffers } from './all-pages.js';
import type { Bench } from './connector-contract.js';

const NOTHING_KNOWN = { price: null, quantity: null };
const SETTLES_WITHIN_MS = 40_000;

export function describeOffers<C>(get: () => Bench<C>): void {
  describe('pushing offers', () => {
    it('has the marketplace show a pushed price and quantity once the receipt settles', async () => {
      const bench = get();
      const [key = ''] = bench.sandbox.keys;
      const price = priceOf(bench, 12_345, 23_456);
      const results = await pushAndSettle(bench, [{ remoteKey: key, price, quantity: 17, known: NOTHING_KNOWN }]);
      expect(results).toEqual([expect.objectContaining({ remoteKey: key, ok: true })]);
      expect(await readOne(bench, key)).toMatchObject({ remoteKey: key, price: asShown(bench, price), quantity: 17 });
    });

    it('leaves a price alone when only the quantity is pushed', async () => {
      const bench = get();
      const key = bench.sandbox.keys[1] ?? '';
      const before = await readOne(bench, key);
      await pushAndSettle(bench, [{ remoteKey: key, quantity: 0, known: NOTHING_KNOWN }]);
      expect(await readOne(bench, key)).toMatchObject({ price: before?.price, quantity: 0 });
    });

    it('leaves a quantity alone when only the price is pushed', async () => {
      const bench = get();
      const key = bench.sandbox.keys[2] ?? '';
      const before = await readOne(bench, key);
      const price = priceOf(bench, 54_321, 54_321);
      await pushAndSettle(bench, [{ remoteKey: key, price, known: NOTHING_KNOWN }]);
      expect(await readOne(bench, key)).toMatchObject({ price: asShown(bench, price), quantity: before?.quantity });
    });

    it('refuses an unknown key by itself and applies the others of the call', async () => {
      const bench = get();
      const key = bench.sandbox.keys[3] ?? '';
      const results = await pushAndSettle(bench, [
        { remoteKey: key, quantity: 7, known: NOTHING_KNOWN },
        { remoteKey: 'NO-SUCH-KEY', quantity: 7, known: NOTHING_KNOWN },
      ]);
      const byKey = new Map(results.map((result) => [result.remoteKey, result]));
      expect(byKey.get(key)).toMatchObject({ ok: true });
      expect(byKey.get('NO-SUCH-KEY')).toMatchObject({ ok: false, issue: { code: expect.any(String), message: expect.stringMatching(/\S/), retryable: false } });
      expect(await readOne(bench, key)).toMatchObject({ quantity: 7 });
    });

    it('sends as many changes as its limit says in one call, and settles each', async () => {
      const bench = get();
      const { limits } = bench.connector;
      const known = bench.sandbox.keys.slice(20, 20 + Math.min(40, limits.offersPerPush - 2));
      const unknown = Array.from({ length: limits.offersPerPush - known.length }, (_, i) => `NO-SUCH-KEY-${i}`);
      const path = bench.sandbox.bulkPushPath ?? bench.sandbox.pushPath;
      const before = await bench.control.countRequests('POST', path);
      const results = await pushAndSettle(bench, [...known, ...unknown].map((remoteKey) => ({ remoteKey, quantity: 11, known: NOTHING_KNOWN })));
      expect(await bench.control.countRequests('POST', path)).toBe(before + 1);
      expect(results).toHaveLength(limits.offersPerPush);
      expect(results.filter(({ ok }) => ok).map(({ remoteKey }) => remoteKey).sort()).toEqual([...known].sort());
    });

    it('tells an expired or unknown receipt from one that is pending', async () => {
      const { connector, context } = get();
      await expect(connector.offers.poll(context, '999999999')).resolves.toEqual({ kind: 'EXPIRED' });
    });

    it('shows in a dry run what it would send, without sending', async () => {
      const bench = get();
      const countPushes = () => bench.control.countRequests(bench.sandbox.pushMethod ?? 'POST', bench.sandbox.pushPath);
      const before = await countPushes();
      const { method, path, body } = bench.connector.offers.preview([{ remoteKey: 'KEY-1', price: priceOf(bench, 100, 200), quantity: 3, known: NOTHING_KNOWN }]);
      expect([method, path.length > 0, body.includes('KEY-1')]).toEqual([expect.stringMatching(/^(POST|PUT)$/), true, true]);
      expect(await countPushes()).toBe(before);
    });

    it.each([
      ['a list price below the sale price', { saleMinor: 200, listMinor: 100 }],
      ['a price of zero', { saleMinor: 0, listMinor: 0 }],
    ])('refuses %s before anything is sent', (_name, amounts) => {
      const { connector, sandbox } = get();
      const issue = connector.checkOffer({ remoteKey: 'KEY-1', price: { ...amounts, currency: sandbox.currency }, known: NOTHING_KNOWN }, new Date());
      expect(issue).toMatchObject({ code: expect.any(String), message: expect.stringMatching(/\S/), retryable: false });
    });

    it('refuses a negative quantity and takes zero', () => {
      const { connector } = get();
      expect(connector.checkOffer({ remoteKey: 'KEY-1', quantity: -1, known: NOTHING_KNOWN }, new Date())).not.toBeNull();
      expect(connector.checkOffer({ remoteKey: 'KEY-1', quantity: 0, known: NOTHING_KNOWN }, new Date())).toBeNull();
    });
  });

  describe('reading offers', () => {
    it('reads as many keys as its limit says, and leaves out those the marketplace does not know', async () => {
      const { connector, context, sandbox } = get();
      const keys = sandbox.keys.slice(0, Math.min(connector.limits.offersPerRead, sandbox.keys.length) - 1);
      const offers = await connector.offers.read(context, [...keys, 'NO-SUCH-KEY']);
      expect(offers.map(({ remoteKey }) => remoteKey).sort()).toEqual([...keys].sort());
    });

    it('lists every offer of the store exactly once, page by page', async () => {
      const bench = get();
      const listed = await allOffers(bench, bench.context);
      expect(new Set(listed.map(({ remoteKey }) => remoteKey)).size).toBe(listed.length);
      expect(listed.map(({ remoteKey }) => remoteKey)).toEqual(expect.arrayContaining([...bench.sandbox.keys]));
    });

    it('says the same of an offer when listing as when reading', async () => {
      const bench = get();
      const key = bench.sandbox.keys[70] ?? '';
      const listed = (await allOffers(bench, bench.context)).find(({ remoteKey }) => remoteKey === key);
      expect(await readOne(bench, key)).toMatchObject({ price: listed?.price, quantity: listed?.quantity });
    });
  });
}

function priceOf<C>({ sandbox }: Bench<C>, saleMinor: number, listMinor: number): VariantPrice {
  return { saleMinor, listMinor, currency: sandbox.currency };
}

function asShown<C>({ sandbox }: Bench<C>, price: VariantPrice): RemotePrice {
  return sandbox.hasListPrice === false ? { ...price, listMinor: null } : price;
}

async function readOne<C>({ connector, context }: Bench<C>, key: string): Promise<RemoteOffer | undefined> {
  const [offer] = await connector.offers.read(context, [key]);
  return offer;
}

export async function pushAndSettle<C>(bench: Bench<C>, changes: readonly OfferChange[]): Promise<readonly ItemResult[]> {
  return settle(bench, await bench.connector.offers.push(bench.context, changes));
}

async function settle<C>({ connector, context }: Bench<C>, outcome: PushOutcome): Promise<readonly ItemResult[]> {
  if (outcome.kind === 'SETTLED') return outcome.results;
  if (outcome.kind !== 'ACCEPTED') throw new Error(`the push was ${outcome.kind}: ${JSON.stringify(outcome)}`);
  const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
  let pollAfterMs = outcome.pollAfterMs;
  while (Date.now() < giveUpAt) {
    await pause(pollAfterMs);
    const receipt = await connector.offers.poll(context, outcome.receipt);
    if (receipt.kind === 'SETTLED') return receipt.results;
    if (receipt.kind === 'EXPIRED') throw new Error('the receipt expired before it settled');
    pollAfterMs = receipt.pollAfterMs;
  }
  throw new Error(`the receipt did not settle within ${SETTLES_WITHIN_MS} ms`);
}
