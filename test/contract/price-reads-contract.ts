import { describe, expect, it } from '@jest/globals';
import type { BuyboxRow, ConnectorContext, FeeEstimate } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import { hooksFor } from './capability-contract.js';
import { answering } from './changed-answers.js';
import type { Bench } from './connector-contract.js';
import { pushAndSettle } from './offer-contract.js';

const OWN_MINOR = 20_000;
const RIVAL_MINOR = 15_000;
const MANY = 25;

export function describeBuybox<C>(get: () => Bench<C>): void {
  describe('reading what rivals ask', () => {
    it("tells a rival's lower price for the goods that it is asked of, and for no others", async () => {
      const bench = get();
      const [rivalled = '', alone = '', unasked = ''] = bench.sandbox.keys.slice(71, 74);
      await pushAndSettle(bench, [rivalled, alone].map((remoteKey) => ({ remoteKey, price: priceOf(bench, OWN_MINOR), known: { price: null, quantity: null } })));
      for (const key of [rivalled, unasked]) await hooksFor(bench, 'buybox').setRival(key, RIVAL_MINOR);
      const rows = await read(bench, [rivalled, alone]);
      expect(rows.filter(({ remoteKey }) => ![rivalled, alone].includes(remoteKey))).toEqual([]);
      expect(rows.filter(({ remoteKey }) => remoteKey === rivalled)).toEqual([expect.objectContaining({ hasRivals: true, priceMinor: RIVAL_MINOR, rivalMinor: RIVAL_MINOR })]);
      expect(rows.find(({ remoteKey }) => remoteKey === alone) ?? { hasRivals: false, rivalMinor: null }).toMatchObject({ hasRivals: false, rivalMinor: null });
      expect([2, null]).toContain(rows.find(({ remoteKey }) => remoteKey === rivalled)?.rank);
    });

    it('leaves out what the marketplace does not know, and tells of many once each', async () => {
      const bench = get();
      const keys = bench.sandbox.keys.slice(20, 20 + MANY);
      const told = (await read(bench, [...keys, 'NO-SUCH-KEY'])).map(({ remoteKey }) => remoteKey);
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter((key) => !keys.includes(key))).toEqual([]);
      expect(new Set(told).size).toBe(told.length);
    });

    it('takes no price in another currency for one in its own', async () => {
      const bench = get();
      const key = bench.sandbox.keys[74] ?? '';
      await hooksFor(bench, 'buybox').setRival(key, RIVAL_MINOR);
      const { context, isSaid } = inAnotherCurrency(bench);
      const [row] = await read(bench, [key], context);
      if (isSaid()) expect(row ?? { priceMinor: null, rivalMinor: null }).toMatchObject({ priceMinor: null, rivalMinor: null });
      else expect(row).toMatchObject({ rivalMinor: RIVAL_MINOR });
    });

    it('refuses wrong credentials as AUTHENTICATION', async () => {
      const bench = get();
      await expect(read(bench, bench.sandbox.keys.slice(71, 72), bench.contextWith({ credentials: bench.sandbox.wrongCredentials }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    });
  });
}

export function describeFees<C>(get: () => Bench<C>): void {
  describe('estimating fees', () => {
    it("tells what is kept of a sale, in the store's currency, and leaves out what the marketplace does not know", async () => {
      const bench = get();
      const [first = '', second = ''] = bench.sandbox.keys.slice(75, 77);
      const { commissionPercent } = hooksFor(bench, 'fees');
      const told = await estimate(bench, [{ remoteKey: first, minor: 10_000 }, { remoteKey: second, minor: 50_000 }, { remoteKey: 'NO-SUCH-KEY', minor: 10_000 }]);
      expect(told.map(({ remoteKey }) => remoteKey).toSorted()).toEqual([first, second].toSorted());
      for (const fee of told) {
        const commissionMinor = ((fee.remoteKey === first ? 10_000 : 50_000) * commissionPercent) / 100;
        expect(fee.commissionPercent).toBe(commissionPercent);
        if (fee.totalMinor !== null) expect([Number.isInteger(fee.totalMinor), fee.totalMinor >= commissionMinor]).toEqual([true, true]);
      }
    });

    it('takes no amount in another currency for one in its own', async () => {
      const bench = get();
      const wanted = [{ remoteKey: bench.sandbox.keys[77] ?? '', minor: 10_000 }];
      const { context, isSaid } = inAnotherCurrency(bench);
      const [told] = await estimate(bench, wanted, context);
      if (isSaid()) expect(told ?? { totalMinor: null }).toMatchObject({ totalMinor: null });
      else expect([told]).toEqual(await estimate(bench, wanted));
    });

    it('refuses wrong credentials as AUTHENTICATION', async () => {
      const bench = get();
      await expect(estimate(bench, [{ remoteKey: bench.sandbox.keys[75] ?? '', minor: 10_000 }], bench.contextWith({ credentials: bench.sandbox.wrongCredentials }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    });
  });
}

function read<C>({ connector, context }: Bench<C>, remoteKeys: readonly string[], asking: ConnectorContext<C> = context): Promise<readonly BuyboxRow[]> {
  return requireCapability(connector, 'buybox').read(asking, remoteKeys);
}

function estimate<C>(bench: Bench<C>, wanted: readonly { readonly remoteKey: string; readonly minor: number }[], asking: ConnectorContext<C> = bench.context): Promise<readonly FeeEstimate[]> {
  return requireCapability(bench.connector, 'fees').estimate(asking, wanted.map(({ remoteKey, minor }) => ({ remoteKey, price: priceOf(bench, minor) })));
}

function priceOf<C>({ sandbox }: Bench<C>, minor: number): { saleMinor: number; listMinor: number; currency: Bench<C>['sandbox']['currency'] } {
  return { saleMinor: minor, listMinor: minor, currency: sandbox.currency };
}

/** The answers name another currency wherever they name one: in capitals, between quotes. */
function inAnotherCurrency<C>({ contextWith, sandbox }: Bench<C>): { readonly context: ConnectorContext<C>; readonly isSaid: () => boolean } {
  const other = sandbox.currency === 'USD' ? 'EUR' : 'USD';
  let isSaid = false;
  const context = answering(contextWith({}), (text) => {
    isSaid ||= text.includes(`"${sandbox.currency}"`);
    return text.replaceAll(`"${sandbox.currency}"`, `"${other}"`);
  });
  return { context, isSaid: () => isSaid };
}
