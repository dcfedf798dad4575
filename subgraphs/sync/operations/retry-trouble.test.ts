import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type OrderId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';

const LISTING_RETRY = 'mutation ($input: ListingRetryInput!) { listingRetry(input: $input) { retried hasMore listings { id } userErrors { code field itemRef } } }';
const ORDER_RETRY = 'mutation ($input: OrderRetryInput!) { orderRetry(input: $input) { retried order { id } userErrors { code } } }';
const ORDERS_RETRY = 'mutation ($input: OrderRetryInput!) { orderRetry(input: $input) { retried hasMore orders { id } userErrors { code } } }';
const OPERATION = 'query ($id: ID!) { operation(id: $id) { state troubles { code errorClass message retryable count attempts nextAttemptAt explanation { cause } } } }';
const PRICE_REFUSED = { code: 'PRICE_REFUSED', message: 'too dear', retryable: false, at: new Date() } as const;

interface Retried {
  readonly retried: number;
  readonly listings?: readonly { readonly id: string }[];
  readonly userErrors: readonly { readonly code: string; readonly itemRef?: string }[];
}

describe('trouble', () => {
  let suite: LaneSuite;
  beforeEach(async () => {
    suite = await startLaneSuite({ goods: 3 });
  });
  afterEach(() => suite.stop());

  async function ask<T>(query: string, variables: Record<string, unknown>, principal: Principal = suite.house.principal): Promise<T> {
    const { data, errors } = await createSubgraph(suite.house.sync.subgraph).local().execute({ query, variables, principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return Object.values(data as Record<string, T>)[0]!;
  }
  const idOf = async (sku: string) => (await suite.listing(sku))._id;

  /** Two listings that a marketplace has refused a price of. */
  async function refused() {
    for (const sku of ['SKU-0000', 'SKU-0001']) suite.paper.refuse(sku, PRICE_REFUSED);
    const operation = await suite.setPrices('12.00');
    await suite.until(operation, ({ state }) => state === 'DONE_WITH_ERRORS');
    for (const sku of ['SKU-0000', 'SKU-0001']) suite.paper.allow(sku);
    return operation;
  }

  it('is told of an operation cause by cause, with attempts and class', async () => {
    const { _id: id } = await refused();
    expect(await ask(OPERATION, { id })).toEqual({ state: 'DONE_WITH_ERRORS', troubles: [{ code: 'PRICE_REFUSED', errorClass: 'VALIDATION', message: 'too dear', retryable: false, count: 2, attempts: 1, nextAttemptAt: null, explanation: { cause: expect.any(String) } }] });
  });

  it('is told with the time of the next attempt while it is waited out', async () => {
    suite.paper.failPushes({ error: trouble('SERVER', 'NOT_SENT', 3_600_000) });
    const { _id: id } = await suite.setPrices('12.00', ['SKU-0002']);
    const { price } = await suite.untilListing('SKU-0002', (listing) => listing.price.issue !== null);
    expect(await ask(OPERATION, { id })).toMatchObject({ state: 'RUNNING', troubles: [{ code: 'SERVER', errorClass: 'SERVER', retryable: true, count: 1, attempts: 1, nextAttemptAt: price.notBefore?.toISOString() }] });
  });

  it('of one listing is tried again, and of no other', async () => {
    const operation = await refused();
    const input = { ids: [await idOf('SKU-0000')] };
    expect(await ask<Retried>(LISTING_RETRY, { input: { ...input, dryRun: true } })).toMatchObject({ retried: 1, userErrors: [] });
    expect((await suite.listing('SKU-0000')).price.state).toBe('REJECTED');
    expect(await ask<Retried>(LISTING_RETRY, { input })).toMatchObject({ retried: 1, hasMore: false, listings: [{ id: input.ids[0] }], userErrors: [] });
    await suite.untilListing('SKU-0000', ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    await suite.until(operation, ({ state, counts }) => state === 'DONE_WITH_ERRORS' && counts.rejected === 1);
    expect((await suite.listing('SKU-0001')).price.state).toBe('REJECTED');
  });

  it('with the same cause is tried again all at once, and its operation goes on to its end', async () => {
    const operation = await refused();
    expect(await ask<Retried>(LISTING_RETRY, { input: { issueCode: 'TITLE_REFUSED' } })).toMatchObject({ retried: 0 });
    expect(await ask<Retried>(LISTING_RETRY, { input: { issueCode: 'PRICE_REFUSED', storeId: newId('store') } })).toMatchObject({ retried: 0 });
    expect(await ask<Retried>(LISTING_RETRY, { input: { issueCode: 'PRICE_REFUSED', storeId: suite.storeId } })).toMatchObject({ retried: 2, userErrors: [] });
    await suite.until(operation, ({ state }) => state === 'DONE');
  });

  it('that is being waited out is tried now', async () => {
    suite.paper.failPushes({ error: trouble('SERVER', 'NOT_SENT', 3_600_000) });
    const operation = await suite.setPrices('12.00', ['SKU-0002']);
    await suite.untilListing('SKU-0002', ({ price }) => price.notBefore !== null);
    expect(await ask<Retried>(LISTING_RETRY, { input: { ids: [await idOf('SKU-0002')] } })).toMatchObject({ retried: 1 });
    await suite.done(operation);
  });

  it('of another seller is not there to be tried again, and nothing is tried without a name or a cause', async () => {
    await refused();
    const [id, stranger] = [await idOf('SKU-0000'), { ...suite.house.principal, sellerId: newId('seller') }];
    expect(await ask<Retried>(LISTING_RETRY, { input: { ids: [id] } }, stranger)).toMatchObject({ retried: 0, userErrors: [{ code: 'NOTHING_TO_RETRY', field: ['input', 'ids', '0'], itemRef: id }] });
    expect(await ask<Retried>(LISTING_RETRY, { input: { issueCode: 'PRICE_REFUSED' } }, stranger)).toMatchObject({ retried: 0, listings: [] });
    expect(await ask<Retried>(LISTING_RETRY, { input: {} })).toMatchObject({ retried: 0, userErrors: [{ code: 'NO_ITEMS' }] });
  });

  it('with what was asked of an order is tried again there, action by action', async () => {
    const { sellerId, orders } = suite.house;
    await suite.house.sync.worker.stop();
    const packages = ['P1', 'P2'].map((remotePackageId, index) => samplePackage({ remotePackageId, lines: [sampleLine({ remoteLineId: String(index) })] }));
    const { orderIds } = await orders.recordOrders({ store: { sellerId, storeId: suite.storeId, marketplace: 'EBAY' }, orders: [sampleOrder({ remoteOrderId: 'O-1', packages })] });
    const orderId = orderIds[0] as OrderId;
    const { operation } = await ask<{ operation: { id: string } }>('mutation ($id: ID!) { orderAccept(input: { orderId: $id }) { operation { id } } }', { id: orderId });
    const actionIds = ['P1', 'P2'].map((name) => `${operation.id}:ACCEPT:${name}`);
    for (const actionId of actionIds) {
      const at = new Date();
      await orders.markAction({ sellerId, orderId, actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: at } });
      await orders.markAction({ sellerId, orderId, actionId, from: 'SENT', sends: 1, step: { state: 'QUEUED', dueAt: new Date(at.getTime() + 3_600_000), issue: { code: 'SERVER', message: 'down', retryable: true } } });
    }
    expect(await ask(OPERATION, { id: operation.id })).toMatchObject({ troubles: [{ code: 'SERVER', count: 2, attempts: 1 }] });
    expect(await ask<Retried>(ORDER_RETRY, { input: { orderId, actionIds: [actionIds[0]], dryRun: true } })).toMatchObject({ retried: 1 });
    expect(await ask<Retried>(ORDER_RETRY, { input: { orderId, actionIds: [actionIds[0]] } })).toEqual({ retried: 1, order: { id: orderId }, userErrors: [] });
    const due = (await orders.findOrder({ sellerId, orderId }))?.actions.map(({ dueAt }) => (dueAt?.getTime() ?? Infinity) <= Date.now());
    expect(due).toEqual([true, false]);
    expect(await ask<Retried>(ORDER_RETRY, { input: { orderId, issueCode: 'TIMEOUT' } })).toMatchObject({ retried: 0, userErrors: [{ code: 'NOTHING_TO_RETRY' }] });
    expect(await ask<Retried>(ORDER_RETRY, { input: { orderId: newId('order') } })).toEqual({ retried: 0, order: null, userErrors: [{ code: 'ORDER_NOT_FOUND' }] });
  });

  it('with what was asked of orders is tried again on all that have the same cause', async () => {
    const { sellerId, orders } = suite.house;
    await suite.house.sync.worker.stop();
    const given = ['O-1', 'O-2', 'O-3'].map((remoteOrderId) => sampleOrder({ remoteOrderId, packages: [samplePackage({ remotePackageId: `P-${remoteOrderId}` })] }));
    const { orderIds } = await orders.recordOrders({ store: { sellerId, storeId: suite.storeId, marketplace: 'EBAY' }, orders: given });
    const later = new Date(Date.now() + 3_600_000);
    const operationIds: string[] = [];
    for (const [index, orderId] of orderIds.entries()) {
      const { operation } = await ask<{ operation: { id: string } }>('mutation ($id: ID!) { orderAccept(input: { orderId: $id }) { operation { id } } }', { id: orderId });
      const actionId = (await orders.findOrder({ sellerId, orderId }))!.actions[0]!.actionId;
      const at = new Date();
      await orders.markAction({ sellerId, orderId, actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: at } });
      const issue = { code: index === 2 ? 'TIMEOUT' : 'SERVER', message: 'down', retryable: true } as const;
      await orders.markAction({ sellerId, orderId, actionId, from: 'SENT', sends: 1, step: index === 1 ? { state: 'REJECTED', at, issue } : { state: 'QUEUED', dueAt: later, issue } });
      operationIds.push(operation.id);
    }
    const wanted = { issueCode: 'SERVER', storeId: suite.storeId };
    const both = { retried: 2, hasMore: false, orders: expect.arrayContaining(orderIds.slice(0, 2).map((id) => ({ id }))), userErrors: [] };
    expect(await ask<Retried>(ORDERS_RETRY, { input: { ...wanted, storeId: newId('store') } })).toMatchObject({ retried: 0, orders: [] });
    expect(await ask<Retried>(ORDERS_RETRY, { input: wanted }, { ...suite.house.principal, sellerId: newId('seller') })).toMatchObject({ retried: 0, orders: [] });
    expect(await ask<Retried>(ORDERS_RETRY, { input: { ...wanted, dryRun: true } })).toEqual(both);
    expect(await ask<Retried>(ORDERS_RETRY, { input: wanted })).toEqual(both);
    const states = await Promise.all(orderIds.map(async (orderId) => (await orders.findOrder({ sellerId, orderId }))!.actions.map(({ state, dueAt }) => [state, dueAt !== null && dueAt < later])));
    expect(states).toEqual([[['QUEUED', true]], [['QUEUED', true]], [['QUEUED', false]]]);
    expect(await ask(OPERATION, { id: operationIds[1] })).toMatchObject({ state: 'RUNNING' });
    expect(await ask<Retried>(ORDERS_RETRY, { input: wanted })).toEqual({ retried: 0, hasMore: false, orders: [], userErrors: [] });
    expect(await ask<Retried>(ORDERS_RETRY, { input: { storeId: suite.storeId } })).toMatchObject({ retried: 0, userErrors: [{ code: 'NO_ITEMS' }] });
  });
});
