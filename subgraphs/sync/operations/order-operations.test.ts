import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationId, OrderId } from '../../../platform/ids.js';
import { createSubgraph, type Subgraph } from '../../../platform/subgraph/subgraph.js';
import { sampleLine, sampleOrder, samplePackage } from '../../orders/testing/sample-orders.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const ACCEPT = 'mutation ($id: ID!) { orderAccept(input: { orderId: $id }) { operation { id } userErrors { code } } }';
const RETRY = 'mutation ($id: ID!) { operationRetry(input: { id: $id }) { retried operation { state counts { queued rejected } } userErrors { code itemRef } } }';
const DRY_RETRY = RETRY.replace('id: $id', 'id: $id, dryRun: true');
const CANCEL = 'mutation ($id: ID!) { operationCancel(input: { id: $id }) { withdrawn operation { state } userErrors { code itemRef } } }';
const DRY_CANCEL = CANCEL.replace('id: $id', 'id: $id, dryRun: true');

describe('an operation that asks something of an order', () => {
  let suite: LaneSuite;
  let subgraph: Subgraph;
  let numbers = 0;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
    subgraph = createSubgraph(suite.house.sync.subgraph);
  });
  afterAll(() => suite.stop());

  async function run<T>(query: string, id: string): Promise<T> {
    const { data, errors } = await subgraph.local().execute({ query, variables: { id }, principal: suite.house.principal, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return Object.values(data as Record<string, T>)[0]!;
  }

  /** An order of two packages that the seller has just taken on. */
  async function accepted(): Promise<{ orderId: OrderId; operationId: OperationId }> {
    const { sellerId, orders } = suite.house;
    const packages = ['P1', 'P2'].map((remotePackageId, index) => samplePackage({ remotePackageId, lines: [sampleLine({ remoteLineId: String(index) })] }));
    const { orderIds } = await orders.recordOrders({ store: { sellerId, storeId: suite.storeId, marketplace: 'EBAY' }, orders: [sampleOrder({ remoteOrderId: `O-${++numbers}`, packages })] });
    const { operation } = await run<{ operation: { id: OperationId } }>(ACCEPT, orderIds[0]!);
    return { orderId: orderIds[0]!, operationId: operation.id };
  }

  const actionIdOf = ({ operationId }: { operationId: OperationId }, remotePackageId: string) => `${operationId}:ACCEPT:${remotePackageId}`;
  async function send(which: { orderId: OrderId; operationId: OperationId }, remotePackageId: string) {
    const at = new Date();
    return suite.house.orders.markAction({ sellerId: suite.house.sellerId, orderId: which.orderId, actionId: actionIdOf(which, remotePackageId), from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: at } });
  }
  async function refuse(which: { orderId: OrderId; operationId: OperationId }, remotePackageId: string, retryable: boolean) {
    await send(which, remotePackageId);
    await suite.house.orders.markAction({ sellerId: suite.house.sellerId, orderId: which.orderId, actionId: actionIdOf(which, remotePackageId), from: 'SENT', sends: 1, step: { state: 'REJECTED', at: new Date(), issue: { code: 'ACTION_REFUSED', message: 'no', retryable } } });
  }
  const statesOf = async ({ orderId }: { orderId: OrderId }) => (await suite.house.orders.findOrder({ sellerId: suite.house.sellerId, orderId }))?.actions.map(({ state }) => state);

  it('is cancelled while nothing of it was sent', async () => {
    const asked = await accepted();
    expect(await run(DRY_CANCEL, asked.operationId)).toEqual({ withdrawn: 2, operation: { state: 'RUNNING' }, userErrors: [] });
    expect(await statesOf(asked)).toEqual(['QUEUED', 'QUEUED']);
    expect(await run(CANCEL, asked.operationId)).toEqual({ withdrawn: 2, operation: { state: 'CANCELLED' }, userErrors: [] });
    expect(await statesOf(asked)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await send(asked, 'P1')).toBeNull();
    expect(await run(RETRY, asked.operationId)).toMatchObject({ retried: 0, operation: { state: 'CANCELLED' }, userErrors: [{ code: 'NOTHING_TO_RETRY' }] });
  });

  it('keeps what the marketplace was asked already when it is cancelled, and names it', async () => {
    const asked = await accepted();
    await send(asked, 'P1');
    expect(await run(CANCEL, asked.operationId)).toEqual({ withdrawn: 1, operation: { state: 'CANCELLED' }, userErrors: [{ code: 'ALREADY_SENT', itemRef: 'P1' }] });
    expect(await statesOf(asked)).toEqual(['SENT', 'CANCELLED']);
  });

  it('goes on when nothing of it can be taken back', async () => {
    const asked = await accepted();
    await send(asked, 'P1');
    await send(asked, 'P2');
    expect(await run(CANCEL, asked.operationId)).toEqual({ withdrawn: 0, operation: { state: 'RUNNING' }, userErrors: [{ code: 'ALREADY_SENT', itemRef: 'P1' }, { code: 'ALREADY_SENT', itemRef: 'P2' }] });
  });

  it('is tried again where it was refused for a reason that may pass, and runs again', async () => {
    const asked = await accepted();
    await refuse(asked, 'P1', true);
    await refuse(asked, 'P2', false);
    expect(await run(DRY_RETRY, asked.operationId)).toMatchObject({ retried: 1, userErrors: [{ code: 'NOT_RETRYABLE', itemRef: 'P2' }] });
    expect(await statesOf(asked)).toEqual(['REJECTED', 'REJECTED']);
    expect(await run(RETRY, asked.operationId)).toEqual({ retried: 1, operation: { state: 'RUNNING', counts: { queued: 1, rejected: 1 } }, userErrors: [{ code: 'NOT_RETRYABLE', itemRef: 'P2' }] });
    expect(await statesOf(asked)).toEqual(['QUEUED', 'REJECTED']);
  });

  it('has nothing to retry while it only waits', async () => {
    const asked = await accepted();
    expect(await run(RETRY, asked.operationId)).toMatchObject({ retried: 0, operation: { state: 'RUNNING' }, userErrors: [{ code: 'NOTHING_TO_RETRY', itemRef: asked.operationId }] });
  });
});
