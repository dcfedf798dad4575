import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type PayloadId } from '../../../platform/ids.js';
import { PageError } from '../../../platform/mongo/keyset-page.js';
import { SCOPES, type Principal } from '../../../platform/principal.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import type { Connector, RemoteOrder } from '../connector/contract.js';
import { takeInNews } from '../intake/take-in-news.js';
import { openIntakeSuite, type IntakeSuite } from '../intake/testing/intake-suite.js';
import { replayPayloads, type ReplayDeps } from './replay-payloads.js';

const never = new AbortController().signal;

describe('mapping archived payloads anew', () => {
  let suite: IntakeSuite;
  let principal: Principal;
  let deps: ReplayDeps;
  let lanes: string[];
  /** Today's mapper; the one that took the calls in changed nothing. */
  let mend: (order: RemoteOrder) => RemoteOrder;

  beforeAll(async () => {
    suite = await openIntakeSuite();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 1_000 }]);
    principal = { sellerId: suite.sellerId, keyId: 'k', scopes: SCOPES };
    const { access } = suite.deps;
    const open: typeof access.open = async (storeId) => {
      const opened = await access.open(storeId);
      const { webhooks } = opened.connector;
      const parse: NonNullable<Connector['webhooks']>['parse'] = (call, currency) => {
        const news = webhooks!.parse(call, currency);
        return { ...news, orders: news.orders.map(mend) };
      };
      return { ...opened, connector: { ...opened.connector, webhooks: { ...webhooks!, parse } } };
    };
    deps = { archive: suite.archive, orders: suite.deps.orders as ReplayDeps['orders'], wakeLanes: async (storeIds) => void lanes.push(...storeIds), access: { open, openOwned: (_sellerId, storeId) => open(storeId) } };
  });
  afterAll(() => suite.close());
  beforeEach(() => {
    lanes = [];
    mend = (order) => order;
  });

  async function tell(remoteOrderId: string): Promise<PayloadId> {
    const order = sampleOrder({ remoteOrderId, packages: [samplePackage({ remotePackageId: `P-${remoteOrderId}`, lines: [sampleLine({ remoteKey: 'BC' })] })] });
    await suite.post(suite.storeIds.first, suite.market.bodyOf(order));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    const [payloadId] = (await known(remoteOrderId))?.payloadIds ?? [];
    return payloadId!;
  }

  const known = (remoteOrderId: string) => suite.db.collection<{ payloadIds: PayloadId[]; totalMinor: number }>('orders').findOne({ remoteOrderId });
  const withoutDiscount = (order: RemoteOrder): RemoteOrder => ({ ...order, packages: order.packages.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, unitDiscountMinor: 0 })) })) });

  it('says SAME for what today’s mapper reads as it is kept', async () => {
    const payloadId = await tell('SAME-1');
    expect(await replayPayloads(deps, principal, { payloadIds: [payloadId] })).toMatchObject({ replays: [{ state: 'SAME', payloadIds: [payloadId], operation: 'webhook', isWhole: true, orders: [] }], userErrors: [] });
  });

  it('shows what a mended mapper reads otherwise, then keeps it, then finds nothing left to do', async () => {
    const payloadId = await tell('MENDED-1');
    mend = withoutDiscount;
    const differences = [
      { path: 'totalMinor', before: '22490', after: '24990' },
      { path: 'packages[P-MENDED-1].lines[1].unitDiscountMinor', before: '2500', after: '0' },
    ];
    expect(await replayPayloads(deps, principal, { payloadIds: [payloadId], dryRun: true })).toMatchObject({ replays: [{ state: 'DIFFERENT', orders: [{ remoteOrderId: 'MENDED-1', differences }] }] });
    expect(await known('MENDED-1')).toMatchObject({ totalMinor: 22490 });
    expect(await replayPayloads(deps, principal, { payloadIds: [payloadId] })).toMatchObject({ replays: [{ state: 'APPLIED', orders: [{ differences }] }] });
    expect(await known('MENDED-1')).toMatchObject({ totalMinor: 24990, payloadIds: [payloadId] });
    expect(await replayPayloads(deps, principal, { payloadIds: [payloadId] })).toMatchObject({ replays: [{ state: 'SAME' }] });
  });

  it('refuses what a buyer was erased from, since it no longer tells the buyers of the other orders', async () => {
    const named = (id: string, buyerIds: string[]): RemoteOrder => sampleOrder({ remoteOrderId: id, buyerIds, packages: [samplePackage({ remotePackageId: `P-${id}` })] });
    await suite.post(suite.storeIds.first, suite.market.bodyOf(named('ERASED-1', ['closed']), named('KEPT-1', ['open'])));
    await takeInNews(suite.deps, suite.storeIds.first, never);
    const payloadIds = (await known('KEPT-1'))?.payloadIds ?? [];
    await suite.archive.eraseNames({ storeId: suite.storeIds.first, names: ['closed'] });
    const before = await known('KEPT-1');
    expect(await replayPayloads(deps, principal, { payloadIds })).toMatchObject({ replays: [{ state: 'NOT_REPLAYABLE' }] });
    expect(await known('KEPT-1')).toEqual(before);
  });

  it('wakes the stores whose quantities change by it', async () => {
    const payloadId = await tell('MORE-1');
    mend = (order) => ({ ...order, packages: order.packages.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, quantity: 3 })) })) });
    const { reserved } = await suite.stockOf('SKU');
    await replayPayloads(deps, principal, { payloadIds: [payloadId] });
    expect((await suite.stockOf('SKU')).reserved).toBe(reserved + 2);
    expect(new Set(lanes)).toEqual(new Set([suite.storeIds.second, suite.storeIds.n11]));
  });

  it('goes through all of a time, oldest first, each call by itself', async () => {
    suite.clock.advance(1_000);
    const since = suite.clock.now();
    const first = await tell('RANGE-1');
    suite.clock.advance(1_000);
    const second = await tell('RANGE-2');
    suite.clock.advance(1_000);
    const range = { storeId: suite.storeIds.first, since, until: suite.clock.now() };
    mend = withoutDiscount;
    const { replays } = await replayPayloads(deps, principal, { range, dryRun: true });
    expect(replays.map(({ payloadIds, state }) => [payloadIds[0], state])).toEqual([[first, 'DIFFERENT'], [second, 'DIFFERENT']]);
    expect((await replayPayloads(deps, principal, { range: { ...range, direction: 'OUTBOUND' } })).replays).toEqual([]);
  });

  it('walks a range of more than five hundred, each exchange once, to its end', async () => {
    suite.clock.advance(1_000);
    const since = suite.clock.now();
    const first = await tell('LONG-1');
    const origin = { marketplace: 'TRENDYOL', sellerId: suite.sellerId, storeId: suite.storeIds.first, operation: 'webhook', method: 'POST', url: 'http://hub/webhooks/ty/x', headers: {}, body: Buffer.from('[]'), personal: true, status: 200 };
    await Promise.all(Array.from({ length: 500 }, () => suite.archive.recordInbound(origin)));
    suite.clock.advance(1_000);
    const last = await tell('LONG-2');
    suite.clock.advance(1_000);
    const range = { storeId: suite.storeIds.first, since, until: suite.clock.now() };
    mend = withoutDiscount;
    const begun = await replayPayloads(deps, principal, { range });
    expect(begun.userErrors).toEqual([]);
    const gone = await replayPayloads(deps, principal, { range: { ...range, after: begun.endCursor } });
    const ids = [...begun.replays, ...gone.replays].flatMap(({ payloadIds }) => payloadIds);
    expect([begun.replays.length, gone.replays.length, new Set(ids).size, gone.endCursor]).toEqual([500, 2, 502, null]);
    expect([ids.includes(first), gone.replays.at(-1)]).toMatchObject([true, { payloadIds: [last], state: 'APPLIED' }]);
    await expect(replayPayloads(deps, principal, { range: { ...range, after: 'elsewhere' } })).rejects.toThrow(PageError);
  });

  it('says which payloads it cannot read, and why, without holding up the others', async () => {
    await suite.post(suite.storeIds.first, '{"not":"an order"}');
    const { items } = await suite.archive.findPayloads({ sellerId: suite.sellerId, page: { first: 1 } });
    const good = await tell('GOOD-1');
    const { replays } = await replayPayloads(deps, principal, { payloadIds: [items[0]!.node.id, good] });
    expect(replays.map(({ state, message }) => [state, message])).toEqual([['UNREADABLE', 'the body is not a list of orders'], ['SAME', null]]);
  });

  it('names what is asked for wrongly, and shows nobody another seller’s payloads', async () => {
    const payloadId = await tell('MINE-1');
    const stranger: Principal = { ...principal, sellerId: newId('seller') };
    expect(await replayPayloads(deps, stranger, { payloadIds: [payloadId] })).toMatchObject({ replays: [], userErrors: [{ code: 'PAYLOAD_NOT_FOUND', itemRef: payloadId }] });
    expect(await replayPayloads(deps, principal, {})).toMatchObject({ userErrors: [{ code: 'NO_ITEMS', field: ['input'] }] });
    expect(await replayPayloads(deps, principal, { payloadIds: Array.from({ length: 501 }, () => newId('payload')) })).toMatchObject({ userErrors: [{ code: 'TOO_MANY_ITEMS', field: ['input', 'payloadIds'] }] });
  });
});
