import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../platform/clock.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import type { Connector, ConnectorContext } from '../../subgraphs/sync/connector/contract.js';
import { createMarketplaceClock } from '../../subgraphs/sync/connector/marketplace-clock.js';
import { OVERLAP_MS } from '../../subgraphs/sync/intake/domain/poll-plan.js';
import { pollOrders } from '../../subgraphs/sync/intake/poll-orders.js';
import { openIntakeSuite, type IntakeSuite } from '../../subgraphs/sync/intake/testing/intake-suite.js';
import { pagesOf } from './all-pages.js';
import { hooksFor } from './capability-contract.js';
import type { Bench } from './connector-contract.js';

const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;
/** By how much a window may be off: a clock is known to as much as an answer takes. */
const NEARLY_MS = 60_000;

export function describeClocks<C>(get: () => Bench<C>): void {
  describe('a clock that is wrong', () => {
    let suite: IntakeSuite;
    beforeAll(async () => {
      suite = await openIntakeSuite();
    });
    afterAll(() => suite.close());

    it.each([['behind', -TEN_MINUTES_MS], ['ahead', TEN_MINUTES_MS]])('ten minutes %s hides no order from the polls, and widens none for good', async (_, byMs) => {
      const bench = get();
      const { poll, windows } = pollsOf(bench, suite);
      await poll();
      await bench.control.shiftClock(byMs);
      try {
        const first = await sell(bench);
        // The first answer tells the other clock; the poll that comes at once then goes by it.
        await poll();
        await poll();
        expect(await recorded(suite)).toContain(first);
        const second = await sell(bench);
        const { coveredUntil } = await poll();
        expect(await recorded(suite)).toContain(second);
        const usualMs = (coveredUntil?.getTime() ?? 0) - OVERLAP_MS + byMs;
        expect(Math.abs((windows.at(-1)?.getTime() ?? 0) - usualMs)).toBeLessThan(NEARLY_MS);
      } finally {
        await bench.control.shiftClock(-byMs);
      }
    });

    it.each([['behind', -TEN_MINUTES_MS], ['ahead', TEN_MINUTES_MS]])('ten minutes %s hides no return of the last hour, and refuses no list from now on', async (_, byMs) => {
      const bench = get();
      const { claims } = bench.connector;
      if (!claims) return;
      const context = byItsClock(bench.contextWith({}));
      await bench.control.shiftClock(byMs);
      try {
        const [opened] = await hooksFor(bench, 'claims').open({ remoteKey: bench.sandbox.keys[67] ?? '', count: 1, context });
        // The first answer tells the other clock.
        await bench.connector.orders.byNumber(context, opened?.remoteOrderId ?? '');
        const since = new Date(Date.now() - HOUR_MS);
        const told: string[] = [];
        for await (const { items } of pagesOf((cursor) => claims.list(context, since, cursor))) told.push(...items.map(({ remoteClaimId }) => remoteClaimId));
        expect(told).toContain(opened?.remoteClaimId);
        // As who has asked for nothing yet: what was told within minutes may be told again.
        const afresh = { ...context, cache: bench.contextWith({}).cache, now: () => context.now(), marketplaceNow: () => context.marketplaceNow() };
        await expect(claims.list(afresh, new Date(), null)).resolves.toMatchObject({ items: expect.any(Array) });
      } finally {
        await bench.control.shiftClock(-byMs);
      }
    });
  });
}

/** The polls of a store as the worker makes them, and from when each asked. Each answers the mark that it went by. */
function pollsOf<C>({ connector, context }: Bench<C>, suite: IntakeSuite) {
  const deps = { ...suite.deps, clock: systemClock };
  const itsContext = byItsClock(context);
  const windows: Date[] = [];
  const orders: Connector<C>['orders'] = {
    ...connector.orders,
    changedSince(asked, since, cursor) {
      if (cursor === null) windows.push(since);
      return connector.orders.changedSince(asked, since, cursor);
    },
  };
  async function poll() {
    const [store] = suite.shops;
    const mark = await deps.marks.open({ storeId: store._id, sellerId: store.sellerId, now: systemClock.now() });
    const open = { store, connector: { ...connector, orders }, context: itsContext };
    await pollOrders(deps, open, mark, new AbortController().signal);
    return mark;
  }
  return { poll, windows };
}

/** The same, with a clock that the marketplace's own answers set. */
function byItsClock<C>(context: ConnectorContext<C>): ConnectorContext<C> {
  const marketplace = createMarketplaceClock(systemClock);
  return { ...context, http: marketplace.listening(context.http), now: () => context.now(), marketplaceNow: () => marketplace.now() };
}

function sell<C>({ sandbox }: Bench<C>): Promise<string> {
  return sandbox.placeOrder([{ remoteKey: sandbox.keys[97] ?? '', quantity: 1 }]);
}

async function recorded({ db }: IntakeSuite): Promise<readonly string[]> {
  return (await db.collection<Order>('orders').find({}).toArray()).map(({ remoteOrderId }) => remoteOrderId);
}
