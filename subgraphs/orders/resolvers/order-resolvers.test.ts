import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventLog, type OpenEventLog } from '../../../platform/events/event-log.js';
import { createOutboxRelay, type OutboxRelay } from '../../../platform/events/outbox.js';
import { SCOPES, type Principal, type Scope } from '../../../platform/principal.js';
import type { RedisClient } from '../../../platform/redis/client.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { openOrderSuite, silent, type OrderSuite } from '../testing/order-suite.js';
import { sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';

describe('the orders schema', () => {
  let suite: OrderSuite;
  let redis: RedisClient;
  let events: OpenEventLog;
  let relay: OutboxRelay;
  let subgraph: LocalSubgraph;

  beforeAll(async () => {
    redis = await connectTestRedis();
    events = createEventLog({ redis });
    suite = await openOrderSuite({ events });
    relay = createOutboxRelay({ collections: [suite.orders.outboxed], log: events, logger: silent });
    subgraph = createSubgraph(suite.orders.subgraph).local();
    await suite.shelve([{ sku: 'SKU', barcode: 'BC', onHand: 9 }]);
    const orders = Array.from({ length: 5 }, (_, index) =>
      sampleOrder({
        remoteOrderId: `L-${index}`,
        orderedAt: new Date(Date.UTC(2026, 10, 20, index)),
        extra: { micro: index === 0 },
        packages: [samplePackage({ status: index === 4 ? 'SHIPPED' : 'CREATED', lines: [sampleLine({ remoteKey: index === 3 ? 'nobody' : 'BC', sellerSku: null, quantity: 2, ...(index === 0 ? { extra: { ratePercent: 12 } } : {}) })] })],
      }),
    );
    await suite.orders.recordOrders({ store: suite.origin, orders });
  });
  afterAll(async () => {
    await relay.stop();
    events.close();
    redis.destroy();
    await suite.drop();
  });

  const principal = (scopes: readonly Scope[] = SCOPES, sellerId = suite.sellerId): Principal => ({ sellerId, keyId: 'key_1', scopes });
  const ask = (query: string, variables: Record<string, unknown> = {}, as = principal()) => subgraph.execute({ query, variables, principal: as, correlationId: 'test' });
  const numbersOf = (answer: Awaited<ReturnType<typeof ask>>) => (answer.data?.['orders'] as { nodes: { remoteOrderId: string }[] }).nodes.map((node) => node.remoteOrderId);

  it('lists orders newest first, page by page', async () => {
    const page = 'query($after: String) { orders(first: 2, after: $after) { nodes { remoteOrderId } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    const first = await ask(page);
    expect(numbersOf(first)).toEqual(['L-4', 'L-3']);
    const { pageInfo } = first.data?.['orders'] as { pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string } };
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await ask(page, { after: pageInfo.endCursor });
    expect(numbersOf(second)).toEqual(['L-2', 'L-1']);
  });

  it('filters by date window, status and unmapped lines', async () => {
    const list = 'query($filter: OrderFilter) { orders(filter: $filter) { nodes { remoteOrderId } } }';
    expect(numbersOf(await ask(list, { filter: { orderedFrom: '2026-11-20T01:00:00Z', orderedTo: '2026-11-20T03:00:00Z' } }))).toEqual(['L-2', 'L-1']);
    expect(numbersOf(await ask(list, { filter: { statuses: ['SHIPPED'] } }))).toEqual(['L-4']);
    expect(numbersOf(await ask(list, { filter: { hasUnmappedLines: true } }))).toEqual(['L-3']);
    expect(numbersOf(await ask(list, { filter: { storeIds: ['sto_other'] } }))).toEqual([]);
  });

  it('refuses a cursor of another list with BAD_INPUT', async () => {
    const answer = await ask('{ orders(after: "bm9uc2Vuc2U") { nodes { id } } }');
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: ['after'] });
  });

  it('shows lines, claims and what only the marketplace has', async () => {
    const answer = await ask('{ orders(orderBy: ORDERED_AT_ASC, first: 1) { nodes { total { amount currency } remoteDetails stockShort stockClaims { sku quantity state } packages { lines { unmapped variant { id } unitPrice { amount } remoteDetails } } } } }');
    expect(answer.errors).toBeUndefined();
    expect((answer.data?.['orders'] as { nodes: unknown[] }).nodes[0]).toMatchObject({
      total: { amount: '449.80', currency: 'TRY' },
      remoteDetails: { micro: true },
      stockShort: false,
      stockClaims: [{ sku: 'SKU', quantity: 2, state: 'HELD' }],
      packages: [{ lines: [{ unmapped: false, variant: { id: expect.stringMatching(/^var_/) }, unitPrice: { amount: '249.90' }, remoteDetails: { ratePercent: 12 } }] }],
    });
  });

  it('shows nothing of a line of which the marketplace says nothing of its own', async () => {
    const answer = await ask('{ orders(orderBy: ORDERED_AT_ASC, first: 2) { nodes { packages { lines { remoteDetails } } } } }');
    expect((answer.data?.['orders'] as { nodes: unknown[] }).nodes[1]).toEqual({ packages: [{ lines: [{ remoteDetails: {} }] }] });
  });

  it('shows the buyer only with the scope orders:personal', async () => {
    const buyer = '{ orders(first: 1) { nodes { id buyer { name } } } }';
    expect((await ask(buyer)).data).toMatchObject({ orders: { nodes: [{ buyer: { name: 'Ayşe Yılmaz' } }] } });
    const refused = await ask(buyer, {}, principal(['orders:read']));
    expect(refused.data).toMatchObject({ orders: { nodes: [{ buyer: null }] } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'orders:personal' });
  });

  it('hides a seller\'s orders from another', async () => {
    const other = principal(SCOPES, 'sel_other' as Principal['sellerId']);
    expect(numbersOf(await ask('{ orders { nodes { remoteOrderId } } }', {}, other))).toEqual([]);
    const mine = (await ask('{ orders(first: 1) { nodes { id } } }')).data as { orders: { nodes: { id: string }[] } };
    expect((await ask('query($id: ID!) { order(id: $id) { id } }', { id: mine.orders.nodes[0]!.id }, other)).data).toEqual({ order: null });
  });

  it('tells of changes as they happen and resumes after a cursor', async () => {
    const stop = new AbortController();
    const subscription = 'subscription($after: String) { orderChanged(after: $after) { cursor gap { reason } order { remoteOrderId status } } }';
    relay.poke();
    await relay.idle();
    const listen = (after?: string) => subgraph.subscribe({ query: subscription, variables: { after }, principal: principal(), correlationId: 'test', signal: stop.signal })[Symbol.asyncIterator]();
    const live = listen();
    const heard = live.next();
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'L-0', packages: [samplePackage({ remoteRevision: 2, status: 'ACCEPTED', lines: [sampleLine({ remoteKey: 'BC' })] })] })] });
    relay.poke();
    const event = (await heard).value as { data: { orderChanged: { cursor: string; order: unknown } } };
    expect(event.data.orderChanged.order).toEqual({ remoteOrderId: 'L-0', status: 'ACCEPTED' });
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: 'L-1', packages: [samplePackage({ remoteRevision: 3, status: 'CANCELLED', lines: [sampleLine({ remoteKey: 'BC' })] })] })] });
    relay.poke();
    const resumed = (await listen(event.data.orderChanged.cursor).next()).value as { data: { orderChanged: { order: unknown } } };
    expect(resumed.data.orderChanged.order).toEqual({ remoteOrderId: 'L-1', status: 'CANCELLED' });
    stop.abort();
  });
});
