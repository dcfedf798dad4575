import { describe, expect, it } from '@jest/globals';
import { numbersAsText, parsedAnswer, rowsTwice } from '../../platform/sandbox/changed-answers.js';
import type { ConnectorContext, MarketplaceResponse, RemoteOffer, RemoteOrder } from '../../subgraphs/sync/connector/contract.js';
import { allOffers, pagesOf } from './all-pages.js';
import type { Bench } from './connector-contract.js';

const HOUR_MS = 3_600_000;

/** What marketplaces do to their own answers without saying so. */
export function describeLooseAnswers<C>(get: () => Bench<C>): void {
  describe('an answer that writes its numbers as text', () => {
    it('tells the same orders', async () => {
      const bench = get();
      const number = await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[99] ?? '', quantity: 2 }]);
      const plain = await bench.connector.orders.byNumber(bench.context, number);
      expect(plain?.packages[0]?.lines).toMatchObject([{ quantity: 2 }]);
      const loose = changing(bench.context, (body) => numbersAsText(body));
      expect(withoutExtra(await bench.connector.orders.byNumber(loose, number))).toEqual(withoutExtra(plain));
      const polled = await poll(bench, loose);
      expect(polled.unreadable).toBe(0);
      expect(withoutExtra(polled.pages.flat().findLast(({ remoteOrderId }) => remoteOrderId === number) ?? null)).toEqual(withoutExtra(plain));
    });

    it('tells the same listings', async () => {
      const bench = get();
      const keys = bench.sandbox.keys.slice(100, 103);
      const loose = changing(bench.context, (body) => numbersAsText(body));
      expect(byKey(await bench.connector.offers.read(loose, keys))).toEqual(byKey(await bench.connector.offers.read(bench.context, keys)));
      expect(byKey(await allOffers(bench, loose))).toEqual(byKey(await allOffers(bench, bench.context)));
    });
  });

  describe('a page that shows each row twice', () => {
    it('tells an order once', async () => {
      const bench = get();
      const number = await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[99] ?? '', quantity: 1 }]);
      const { pages } = await poll(bench, changing(bench.context, rowsTwice));
      const shown = pages.map((orders) => orders.flatMap(({ remoteOrderId, packages }) => packages.map(({ remotePackageId, lines }) => ({ of: remoteOrderId, package: `${remoteOrderId} ${remotePackageId}`, units: lines.map(({ quantity }) => quantity) }))));
      expect(shown.map((packages) => packages.length)).toEqual(shown.map((packages) => new Set(packages.map((one) => one.package)).size));
      expect(shown.flat().findLast(({ of }) => of === number)).toMatchObject({ units: [1] });
    });

    it('tells a listing once', async () => {
      const bench = get();
      const keys = bench.sandbox.keys.slice(100, 103);
      const twice = changing(bench.context, rowsTwice);
      expect(byKey(await bench.connector.offers.read(twice, keys))).toEqual(byKey(await bench.connector.offers.read(bench.context, keys)));
      const { items } = await bench.connector.offers.list(twice, null);
      expect(items.length).toBeGreaterThan(0);
      expect(items.map(({ remoteKey }) => remoteKey)).toEqual([...new Set(items.map(({ remoteKey }) => remoteKey))]);
    });
  });
}

async function poll<C>({ connector }: Bench<C>, context: ConnectorContext<C>): Promise<{ readonly pages: readonly (readonly RemoteOrder[])[]; readonly unreadable: number }> {
  const pages: (readonly RemoteOrder[])[] = [];
  let unreadable = 0;
  const since = new Date(Date.now() - HOUR_MS);
  for await (const page of pagesOf((cursor) => connector.orders.changedSince(context, since, cursor))) {
    pages.push(page.items);
    unreadable += page.unreadable?.length ?? 0;
  }
  return { pages, unreadable };
}

/** What only the marketplace's own fields tell may be written as it came. */
function withoutExtra(order: RemoteOrder | null): unknown {
  if (order === null) return null;
  const { extra: _ofTheMarketplace, ...rest } = order;
  return rest;
}

function byKey(offers: readonly RemoteOffer[]): readonly RemoteOffer[] {
  return offers.toSorted((a, b) => (a.remoteKey < b.remoteKey ? -1 : 1));
}

function changing<C>(context: ConnectorContext<C>, change: (body: unknown) => unknown): ConnectorContext<C> {
  const http = {
    async send(request: Parameters<typeof context.http.send>[0]): Promise<MarketplaceResponse> {
      const response = await context.http.send(request);
      const text = response.body.toString('utf8');
      if (response.status !== 200 || !/^\s*[[{]/.test(text)) return response;
      return { ...response, body: Buffer.from(JSON.stringify(change(parsedAnswer(text)))) };
    },
  };
  return { ...context, http, now: () => context.now() };
}
