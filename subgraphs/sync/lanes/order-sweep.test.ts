import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { Order, RemoteOrder } from '../../orders/domain/order.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { OrderPage } from '../connector/contract.js';
import type { OrderCertificate } from '../domain/order-certificate.js';
import type { Lane } from '../domain/lane.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

const HOUR_MS = 3_600_000;
const PAGE = 10;

let suite: LaneSuite;
/** What the marketplace has, what the next page after the first meets, and every cursor it was asked with. */
let there: Map<string, RemoteOrder>;
let failures: Error[];
let asked: { readonly since: Date; readonly cursor: string | null }[];
let read: string[];

beforeEach(async () => {
  there = new Map();
  [failures, asked, read] = [[], [], []];
  suite = await startLaneSuite({ goods: 1, worker: false, sweepPagePauseMs: 10 });
  Object.assign(suite.paper.connector.orders, { changedSince, byNumber: async (_context: unknown, id: string) => (read.push(id), there.get(id) ?? null) });
  suite.house.sync.worker.start();
});
afterEach(() => suite.stop());

async function changedSince(_context: unknown, since: Date, cursor: string | null): Promise<OrderPage> {
  asked.push({ since, cursor });
  const failure = cursor === null ? undefined : failures.shift();
  if (failure) throw failure;
  const from = Number(cursor ?? 0);
  const changed = [...there.values()].filter(({ packages }) => packages.some(({ remoteRevision }) => remoteRevision >= since.getTime()));
  return { items: changed.slice(from, from + PAGE), next: changed.length > from + PAGE ? String(from + PAGE) : null };
}

/** An order placed some hours ago, and told of by nobody. */
function place(id: string, o: { readonly hoursAgo?: number; readonly priceMinor?: number } = {}): RemoteOrder {
  const at = Date.now() - (o.hoursAgo ?? 3) * HOUR_MS;
  const order = sampleOrder({ remoteOrderId: id, orderedAt: new Date(at), packages: [samplePackage({ remotePackageId: `${id}-1`, remoteRevision: at, lines: [sampleLine({ unitPriceMinor: o.priceMinor ?? 10_000, unitDiscountMinor: 0 })] })] });
  there.set(id, order);
  return order;
}

const run = async (kind: 'ORDERS' | 'VERIFY_ORDERS'): Promise<void> => {
  const { operation, userErrors } = await suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind });
  if (!operation) throw new Error(JSON.stringify(userErrors));
  await suite.done(operation);
};
const certificates = () => suite.house.db.collection<OrderCertificate>('orderCertificates').find({ finishedAt: { $ne: null } }).sort({ finishedAt: 1, _id: 1 }).toArray();
const recorded = () => suite.house.db.collection<Order>('orders').find({}).sort({ remoteOrderId: 1 }).toArray();

describe('comparing the orders of a store', () => {
  it('records an order that neither webhook nor poll told of, once, and says so', async () => {
    place('O-1', { hoursAgo: 30 });
    await run('ORDERS');
    place('O-2');
    await run('ORDERS');
    expect((await recorded()).map(({ remoteOrderId }) => remoteOrderId)).toEqual(['O-1']);
    await run('VERIFY_ORDERS');
    await run('VERIFY_ORDERS');
    expect((await recorded()).map(({ remoteOrderId }) => remoteOrderId)).toEqual(['O-1', 'O-2']);
    const [first, second] = await certificates();
    expect(first).toMatchObject({ listed: 2, recorded: 1, recordedListed: 1, found: { MISSING: 1, OLDER: 0, DIFFERENT: 0, UNKNOWN_THERE: 0 }, repaired: 1, differences: [{ remoteOrderId: 'O-2', kind: 'MISSING', isRepaired: true }], sums: [{ currency: 'TRY', thereMinor: 20_000, hereMinor: 10_000 }] });
    expect(second).toMatchObject({ listed: 2, recorded: 2, differences: [], sums: [{ currency: 'TRY', thereMinor: 20_000, hereMinor: 20_000 }] });
    expect(read).toEqual(['O-2']);
  });

  it('takes what a poll brings meanwhile for news, not for a difference', async () => {
    await run('ORDERS');
    place('O-1', { hoursAgo: 0 });
    await run('VERIFY_ORDERS');
    expect(await certificates()).toMatchObject([{ listed: 1, differences: [], repaired: 0, counts: [{ status: 'CREATED', there: 1, here: 1 }] }]);
    expect(read).toEqual([]);
  });

  it('goes on at the page where it met trouble, and asks for what was missed some at a time', async () => {
    await run('ORDERS');
    const ids = Array.from({ length: 45 }, (_, i) => place(`O-${String(i).padStart(2, '0')}`).remoteOrderId);
    failures = [trouble('NETWORK', 'NOT_SENT', 10)];
    const before = asked.length;
    await run('VERIFY_ORDERS');
    const week = asked.slice(before).filter(({ since }) => since.getTime() < Date.now() - 6 * 24 * HOUR_MS);
    expect(week.map(({ cursor }) => cursor)).toEqual([null, '10', '10', '20', '30', '40']);
    expect(await certificates()).toMatchObject([{ pages: 5, listed: 45, found: { MISSING: 45 }, repaired: 45, unconfirmed: 0 }]);
    expect((await recorded()).map(({ remoteOrderId }) => remoteOrderId)).toEqual(ids);
    expect(new Set(read).size).toBe(45);
  });

  it('gives up a list that goes in a circle, tells of it, and compares the orders once it ends again', async () => {
    place('O-1');
    await run('ORDERS');
    const told = changedSince(null, new Date(0), null);
    Object.assign(suite.paper.connector.orders, { changedSince: async () => ({ ...(await told), next: 'again' }) });
    await suite.house.sync.runSync(suite.house.principal, { storeId: suite.storeId, kind: 'VERIFY_ORDERS' });
    const lane = await eventually(async () => (await suite.house.db.collection<Lane>('lanes').findOne({ _id: suite.storeId }))!, ({ lastError }) => lastError !== null);
    expect(lane.lastError).toMatchObject({ errorClass: 'SERVER', message: expect.stringContaining('Comparing orders: ') });
    expect(await certificates()).toEqual([]);
    Object.assign(suite.paper.connector.orders, { changedSince });
    await run('VERIFY_ORDERS');
    expect((await certificates()).at(-1)).toMatchObject({ listed: 1, pages: 1, differences: [] });
  });

  it('leaves an order that only the hub has, and tells of it', async () => {
    place('O-1');
    place('O-2');
    await run('ORDERS');
    there.delete('O-2');
    await run('VERIFY_ORDERS');
    expect(await certificates()).toMatchObject([{ listed: 1, recorded: 2, recordedListed: 1, differences: [{ remoteOrderId: 'O-2', kind: 'UNKNOWN_THERE', isRepaired: false }], sums: [{ thereMinor: 10_000, hereMinor: 20_000 }] }]);
    expect(await recorded()).toHaveLength(2);
  });

  it('leaves a certificate and a score that a caller with the scope can read', async () => {
    place('O-1');
    place('O-2');
    await run('ORDERS');
    place('O-2', { priceMinor: 12_500 });
    await suite.house.db.collection<Order>('orders').updateOne({ remoteOrderId: 'O-2' }, { $set: { 'packages.0.remoteRevision': there.get('O-2')!.packages[0]!.remoteRevision } });
    await run('VERIFY_ORDERS');
    const subgraph = createSubgraph(suite.house.sync.subgraph).local();
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store {
      orderCertificates(first: 1) { nodes { id pages orders recorded coverage found repaired left missing older different unknownThere unconfirmed unreadable ageSeconds counts { status there here } sums { currency there { amount currency } here { amount } } differences { remoteOrderId kind isRepaired } } pageInfo { hasNextPage } }
      consistency { field score equal compared unknown oldestSeconds } } } }`;
    const ask = (scopes: readonly Scope[] = SCOPES) => subgraph.execute({ query, variables: { r: [{ __typename: 'Store', id: suite.storeId }] }, principal: { ...suite.house.principal, scopes }, correlationId: 'c' });
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toMatchObject([
      {
        orderCertificates: {
          nodes: [{ pages: 1, orders: 2, recorded: 2, coverage: 1, found: 1, repaired: 1, left: 0, missing: 0, older: 0, different: 1, unknownThere: 0, unconfirmed: 0, unreadable: 0, ageSeconds: expect.any(Number), counts: [{ status: 'CREATED', there: 2, here: 2 }], sums: [{ currency: 'TRY', there: { amount: '225.00', currency: 'TRY' }, here: { amount: '200.00' } }], differences: [{ remoteOrderId: 'O-2', kind: 'DIFFERENT', isRepaired: true }] }],
          pageInfo: { hasNextPage: false },
        },
        consistency: [{ field: 'PRICE' }, { field: 'QUANTITY' }, { field: 'ORDERS', score: 0.5, equal: 1, compared: 2, unknown: 0, oldestSeconds: expect.any(Number) }],
      },
    ]);
    expect((await ask(['stores:read'])).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }, { extensions: { code: 'FORBIDDEN' } }]);
  });
});
