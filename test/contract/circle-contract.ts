import { describe, expect, it } from '@jest/globals';
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
      const size = pageSizeOf(request);
      if (size === null) return context.http.send(request);
      if ((asked += 1) > MOST_CALLS) throw new Error(`still reading after ${MOST_CALLS} pages`);
      const list = `${request.operation} ${request.path.split('?')[0]}`;
      const page = first.get(list) ?? promisingMore(await context.http.send(request), size);
      if (page.status === 200) first.set(list, page);
      return page;
    },
  };
  return { context: { ...context, http, now: () => context.now() }, asked: () => asked };
}

const SIZES = ['limit', 'size', 'pageSize', 'maxResultsPerPage', 'count'];

/** Null for a request that asks for no page of a list. */
function pageSizeOf({ path, body }: MarketplaceRequest): number | null {
  const query = new URL(path, 'http://127.0.0.1').searchParams;
  const said = typeof body === 'string' && body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {};
  const size = SIZES.map((name) => Number(query.get(name) ?? said[name] ?? Number.NaN)).find((value) => value > 1);
  return size ?? null;
}

const MORE = { hasMore: true, has_next: true, last: false, totalPages: 1_000_000, total: 1_000_000, totalCount: 1_000_000, numberOfResults: 1_000_000, nextCursor: 'again', nextPageToken: 'again', cursor: 'again', last_id: 'again', pagination: { nextToken: 'again' } };

function promisingMore(response: MarketplaceResponse, size: number): MarketplaceResponse {
  const text = response.body.toString('utf8');
  if (response.status !== 200 || !/^\s*[[{]/.test(text)) return response;
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, /total|count/i.test(name) && /^\d+$/.test(value) ? '1000000' : value]));
  return { ...response, headers, body: Buffer.from(JSON.stringify(filled(JSON.parse(text), size))) };
}

function filled(value: unknown, size: number): unknown {
  if (Array.isArray(value)) return value.length === 0 ? value : Array.from({ length: Math.max(size, value.length) }, (_, at) => another(value[at % value.length], Math.floor(at / value.length)));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const rows = fields.find(([, one]) => Array.isArray(one) && typeof one[0] === 'object');
  if (rows) return { ...value, ...MORE, [rows[0]]: filled(rows[1], size) };
  return Object.fromEntries(fields.map(([name, one]) => [name, typeof one === 'object' && !Array.isArray(one) ? filled(one, size) : one]));
}

const NAMES = /(id|number|sku|barcode|stockCode)$/i;

/** The row under other names, so that a page has each once. */
function another(row: unknown, copy: number): unknown {
  if (copy === 0 || typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]: [string, unknown]) => [name, NAMES.test(name) ? renamed(value, copy) : value]));
}

function renamed(value: unknown, copy: number): unknown {
  if (typeof value === 'number') return value + copy;
  return typeof value === 'string' ? `${value}-${copy}` : value;
}
