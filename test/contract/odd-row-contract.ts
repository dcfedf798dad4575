import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext, RemoteOffer, UnreadableRow } from '../../subgraphs/sync/connector/contract.js';
import { allOffers, pagesOf } from './all-pages.js';
import { garbling } from './changed-answers.js';
import type { Bench } from './connector-contract.js';

export function describeOddRows<C>(get: () => Bench<C>): void {
  describe('a listing in a shape that nobody can read', () => {
    it('is told as such when it is read back, and the others are read', async () => {
      const bench = get();
      const keys = bench.sandbox.keys.slice(112, 115);
      const [first, odd = '', last] = keys;
      const before = new Map((await bench.connector.offers.read(bench.context, keys)).map((offer) => [offer.remoteKey, offer]));
      const after = new Map((await bench.connector.offers.read(garbling(bench.context, odd), keys)).map((offer) => [offer.remoteKey, offer]));
      expect(after.get(odd)).toMatchObject({ remoteKey: odd, price: null, quantity: null, onSale: null, unreadable: expect.stringMatching(/\S/) });
      expect([after.get(first ?? ''), after.get(last ?? '')]).toEqual([before.get(first ?? ''), before.get(last ?? '')]);
    });

    it('is told as such in the list of all, which goes on to its end', async () => {
      const bench = get();
      const odd = bench.sandbox.keys[113] ?? '';
      const readable = (offers: readonly RemoteOffer[]) => offers.filter(({ remoteKey }) => remoteKey !== odd).map(({ remoteKey }) => remoteKey).toSorted();
      const offers = await allOffers(bench, garbling(bench.context, odd));
      expect(offers.filter(({ remoteKey }) => remoteKey === odd)).toEqual([expect.objectContaining({ price: null, quantity: null, unreadable: expect.stringMatching(/\S/) })]);
      expect(offers.filter(({ unreadable }) => unreadable !== undefined)).toHaveLength(1);
      expect(readable(offers)).toEqual(readable(await allOffers(bench, bench.context)));
    });
  });
}

export function describeOddOrders<C>(get: () => Bench<C>): void {
  describe('an order in a shape that nobody can read', () => {
    it('is handed on as it came, and the others of the poll are read', async () => {
      const bench = get();
      const [odd, other] = [await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[94] ?? '', quantity: 1 }]), await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[95] ?? '', quantity: 1 }])];
      const { orders, unreadable } = await poll(bench, garbling(bench.context, odd));
      expect(orders).toContain(other);
      expect(orders).not.toContain(odd);
      expect(unreadable.map(({ reason, text }) => [reason.length > 0, text.includes(odd)])).toEqual(unreadable.map(() => [true, true]));
      expect(unreadable.length).toBeGreaterThan(0);
    });
  });
}

async function poll<C>({ connector }: Bench<C>, context: ConnectorContext<C>): Promise<{ readonly orders: readonly string[]; readonly unreadable: readonly UnreadableRow[] }> {
  const orders: string[] = [];
  const unreadable: UnreadableRow[] = [];
  const since = new Date(Date.now() - 3_600_000);
  for await (const page of pagesOf((cursor) => connector.orders.changedSince(context, since, cursor))) {
    orders.push(...page.items.map(({ remoteOrderId }) => remoteOrderId));
    unreadable.push(...(page.unreadable ?? []));
  }
  return { orders, unreadable };
}
