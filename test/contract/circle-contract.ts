import { describe, expect, it } from '@jest/globals';
import { isCount, pageSizeOf, promisingMore } from '../../platform/sandbox/changed-answers.js';
import type { ConnectorContext, MarketplaceRequest, MarketplaceResponse } from '../../subgraphs/sync/connector/contract.js';
import { followPage, NO_TRAIL, PageCircleError } from '../../subgraphs/sync/connector/page-trail.js';
import type { Bench } from './connector-contract.js';

/** More than any guard needs; far fewer than a walk without one would make. */
const MOST_CALLS = 1_500;
const HOUR_MS = 3_600_000;

interface Walked {
  readonly next: string | null;
  readonly rows: readonly string[];
}

export function describeCircles<C>(get: () => Bench<C>): void {
  describe('a list that shows its first page for ever, and always promises another', () => {
    it('of orders comes to an end or is refused, and does not keep the store', async () => {
      const bench = get();
      await bench.sandbox.placeOrder([{ remoteKey: bench.sandbox.keys[98] ?? '', quantity: 1 }]);
      const since = new Date(Date.now() - HOUR_MS);
      const { asked, context } = repeating(bench.context);
      await walk(async (cursor) => {
        const { items, next } = await bench.connector.orders.changedSince(context, since, cursor);
        return { next, rows: items.map(({ remoteOrderId, packages }) => JSON.stringify([remoteOrderId, packages.map(({ remotePackageId, remoteRevision }) => [remotePackageId, remoteRevision])])) };
      });
      expectFewButSeveral(asked());
    });

    it('of offers comes to an end or is refused, and does not keep the store', async () => {
      const bench = get();
      const { asked, context } = repeating(bench.context);
      await walk(async (cursor) => {
        const { items, next } = await bench.connector.offers.list(context, cursor);
        return { next, rows: items.map(({ remoteKey }) => remoteKey) };
      });
      expectFewButSeveral(asked());
    });

    it('does not keep a look at many offers at once', async () => {
      const bench = get();
      const { asked, context } = repeating(bench.context);
      const found = await bench.connector.offers.read(context, bench.sandbox.keys.slice(0, Math.min(120, bench.connector.limits.offersPerRead)));
      expect(found.length).toBeGreaterThan(0);
      expect(asked()).toBeLessThan(MOST_CALLS);
    });
  });
}

/** Follows pages as polls and sweeps do. */
async function walk(read: (cursor: string | null) => Promise<Walked>): Promise<void> {
  let trail = NO_TRAIL;
  try {
    for (let page = await read(null); page.next !== null; page = await read(page.next)) trail = followPage(trail, page);
  } catch (error) {
    expect(error).toBeInstanceOf(PageCircleError);
  }
}

function expectFewButSeveral(calls: number): void {
  expect(calls).toBeGreaterThan(1);
  expect(calls).toBeLessThan(MOST_CALLS);
}

/** Every list is answered with the first page it gave, filled up to its size, and with every word for "there is more" that marketplaces have. */
function repeating<C>(context: ConnectorContext<C>): { readonly context: ConnectorContext<C>; readonly asked: () => number } {
  const first = new Map<string, MarketplaceResponse>();
  let asked = 0;
  const http = {
    async send(request: Parameters<typeof context.http.send>[0]): Promise<MarketplaceResponse> {
      const size = sizeAskedBy(request);
      if (size === null) return context.http.send(request);
      if ((asked += 1) > MOST_CALLS) throw new Error(`still reading after ${MOST_CALLS} pages`);
      const list = `${request.operation} ${request.path.split('?')[0]}`;
      const page = first.get(list) ?? endless(await context.http.send(request), size);
      if (page.status === 200) first.set(list, page);
      return page;
    },
  };
  return { context: { ...context, http, now: () => context.now() }, asked: () => asked };
}

/** Null for a request that asks for no page of a list. */
function sizeAskedBy({ path, body }: MarketplaceRequest): number | null {
  return pageSizeOf({ query: Object.fromEntries(new URL(path, 'http://127.0.0.1').searchParams), body: typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : null });
}

function endless(response: MarketplaceResponse, size: number): MarketplaceResponse {
  const text = response.body.toString('utf8');
  if (response.status !== 200 || !/^\s*[[{]/.test(text)) return response;
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, isCount(name, value) ? '1000000' : value]));
  return { ...response, headers, body: Buffer.from(JSON.stringify(promisingMore(JSON.parse(text), size))) };
}
