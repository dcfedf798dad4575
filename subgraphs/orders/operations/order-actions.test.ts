import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OrderId } from '../../../platform/ids.js';
import type { OrderAction, OrderActionIssue } from '../domain/order.js';
import type { ActionStep } from '../domain/order-action-states.js';
import { openOrderSuite, type OrderSuite } from '../testing/order-suite.js';
import { sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';

describe('actions of an order', () => {
  let suite: OrderSuite;
  let numbers = 0;

  beforeAll(async () => {
    suite = await openOrderSuite();
  });
  afterAll(() => suite.drop());

  async function record(packages = [samplePackage({ lines: [sampleLine({ quantity: 2 })] })]): Promise<OrderId> {
    const { orderIds } = await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: `A-${++numbers}`, packages })] });
    return orderIds[0]!;
  }

  const due = async (orderId: OrderId) => (await suite.orders.dueActions({ storeId: suite.origin.storeId, limit: 100 })).filter(({ order }) => order._id === orderId);

  it('wait for the worker once asked, and are the same when asked again', async () => {
    const orderId = await record();
    const request = { sellerId: suite.sellerId, operationId: newId('operation'), orderId };
    const asked = await suite.orders.acceptOrder(request);
    expect(asked.userErrors).toEqual([]);
    const again = await suite.orders.acceptOrder(request);
    expect(await suite.orders.countActions({ ...request, orderIds: [orderId] })).toEqual({ QUEUED: 1 });
    expect(again.actions).toEqual(asked.actions);
    expect((await due(orderId)).map(({ action }) => action.kind)).toEqual(['ACCEPT']);
    expect(await suite.orders.storesWithActionsDue(suite.clock.now())).toContain(suite.origin.storeId);
  });

  it('write nothing on a dry run', async () => {
    const orderId = await record();
    const dry = await suite.orders.shipOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, trackingNumber: '726', dryRun: true });
    expect(dry.actions).toMatchObject([{ kind: 'SHIP', parameters: { trackingNumber: '726' } }]);
    expect(await due(orderId)).toEqual([]);
  });

  it('name the lines that go when a package is to be split', async () => {
    const orderId = await record();
    const request = { sellerId: suite.sellerId, operationId: newId('operation'), orderId, remotePackageId: 'P1', lines: [{ remoteLineId: '1', quantity: 1 }] };
    expect((await suite.orders.splitOrderPackage(request)).userErrors).toEqual([]);
    expect((await due(orderId)).map(({ action }) => action)).toMatchObject([{ kind: 'SPLIT', remotePackageId: 'P1', lines: request.lines }]);
  });

  it('are refused with ORDER_NOT_FOUND for another seller', async () => {
    const orderId = await record();
    const { userErrors } = await suite.orders.acceptOrder({ sellerId: newId('seller'), operationId: newId('operation'), orderId });
    expect(userErrors.map(({ code }) => code)).toEqual(['ORDER_NOT_FOUND']);
  });

  it('go to one of two workers', async () => {
    const orderId = await record();
    await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, lines: [{ remoteLineId: '1', quantity: 1 }], reason: 'OUT_OF_STOCK' });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const now = suite.clock.now();
    const take = () => suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at: now, dueAt: new Date(now.getTime() + 60_000) } });
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.filter((order) => order !== null)).toHaveLength(1);
    expect(await due(orderId)).toEqual([]);
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'SENT', sends: 1, step: { state: 'APPLIED', at: now } });
    suite.clock.advance(120_000);
    expect(await due(orderId)).toEqual([]);
  });

  const REFUSAL: OrderActionIssue = { code: 'BUSY', message: 'not yet', retryable: true };
  async function refused(issue = REFUSAL, ask: (request: { sellerId: typeof suite.sellerId; operationId: ReturnType<typeof newId<'operation'>>; orderId: OrderId }) => Promise<unknown> = (request) => suite.orders.acceptOrder(request)) {
    const orderId = await record();
    const where = { sellerId: suite.sellerId, operationId: newId('operation'), orderIds: [orderId] };
    await ask({ ...where, orderId });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const at = suite.clock.now();
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: at } });
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'SENT', sends: 1, step: { state: 'REJECTED', at, issue } });
    return { orderId, where };
  }

  it('wait for the worker again when a refusal may pass and the seller retries', async () => {
    const { orderId, where } = await refused();
    expect(await suite.orders.retryActions({ ...where, issueCode: 'ANOTHER' })).toEqual({ moved: 0, storeIds: [], userErrors: [] });
    expect(await suite.orders.retryActions({ ...where, issueCode: 'BUSY' })).toEqual({ moved: 1, storeIds: [suite.origin.storeId], userErrors: [] });
    expect((await due(orderId)).map(({ action }) => [action.state, action.settledAt])).toEqual([['QUEUED', null]]);
    expect(await suite.orders.retryActions({ ...where, issueCode: null })).toMatchObject({ moved: 0 });
  });

  it('stay refused with NOT_RETRYABLE for a reason that does not pass', async () => {
    const { orderId, where } = await refused({ ...REFUSAL, retryable: false });
    expect(await suite.orders.retryActions({ ...where, issueCode: null })).toMatchObject({ moved: 0, userErrors: [{ code: 'NOT_RETRYABLE', itemRef: 'P1' }] });
    expect(await due(orderId)).toEqual([]);
  });

  it('stay refused when the order no longer allows them', async () => {
    const { where } = await refused();
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: `A-${numbers}`, packages: [samplePackage({ remoteRevision: 2, status: 'CANCELLED' })] })] });
    expect(await suite.orders.retryActions({ ...where, issueCode: null })).toMatchObject({ moved: 0, userErrors: [{ code: 'TRANSITION_NOT_ALLOWED' }] });
  });

  it('stay refused while another operation divides the same package', async () => {
    const lines = [{ remoteLineId: '1', quantity: 1 }];
    const { orderId, where } = await refused(REFUSAL, (request) => suite.orders.splitOrderPackage({ ...request, remotePackageId: 'P1', lines }));
    await suite.orders.cancelOrderLines({ sellerId: suite.sellerId, operationId: newId('operation'), orderId, lines, reason: 'OUT_OF_STOCK' });
    expect(await suite.orders.retryActions({ ...where, issueCode: null })).toMatchObject({ moved: 0, userErrors: [{ code: 'ACTION_IN_PROGRESS', retryable: true }] });
  });

  it('of unknown outcome are looked up now, not queued, when the seller retries', async () => {
    const orderId = await record();
    const where = { sellerId: suite.sellerId, operationId: newId('operation'), orderIds: [orderId] };
    await suite.orders.acceptOrder({ ...where, orderId });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const at = suite.clock.now();
    const later = new Date(at.getTime() + 60_000);
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: later } });
    await suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'SENT', sends: 1, step: { state: 'UNKNOWN', dueAt: later, issue: null } });
    expect(await due(orderId)).toEqual([]);
    expect(await suite.orders.retryActions({ ...where, issueCode: null })).toMatchObject({ moved: 1 });
    expect((await due(orderId)).map((one) => one.action.state)).toEqual(['UNKNOWN']);
  });

  it('are taken back while they wait, and asked for anew afterwards', async () => {
    const orderId = await record();
    const where = { sellerId: suite.sellerId, operationId: newId('operation'), orderIds: [orderId] };
    await suite.orders.acceptOrder({ ...where, orderId });
    expect(await suite.orders.withdrawActions(where)).toEqual({ moved: 1, storeIds: [suite.origin.storeId], userErrors: [] });
    expect(await due(orderId)).toEqual([]);
    expect((await suite.orders.findOrder({ sellerId: suite.sellerId, orderId }))?.actions).toMatchObject([{ state: 'CANCELLED', dueAt: null }]);
    expect((await suite.orders.acceptOrder({ ...where, operationId: newId('operation'), orderId })).userErrors).toEqual([]);
    expect(await due(orderId)).toHaveLength(1);
  });

  it('are not moved by whoever comes back after another has sent them once more', async () => {
    const orderId = await record();
    await suite.orders.acceptOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const at = suite.clock.now();
    const move = (from: OrderAction['state'], sends: number, step: ActionStep) => suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from, sends, step });
    await move('QUEUED', 0, { state: 'SENT', at, dueAt: at });
    await move('SENT', 1, { state: 'QUEUED', dueAt: at, issue: null });
    expect(await move('QUEUED', 1, { state: 'SENT', at, dueAt: at })).toMatchObject({ actions: [{ state: 'SENT', sends: 2 }] });
    expect(await move('SENT', 1, { state: 'QUEUED', dueAt: at, issue: null })).toBeNull();
    expect(await move('SENT', 2, { state: 'APPLIED', at })).toMatchObject({ actions: [{ state: 'APPLIED' }] });
  });

  it('are sent or taken back, never both', async () => {
    const orderId = await record();
    const where = { sellerId: suite.sellerId, operationId: newId('operation'), orderIds: [orderId] };
    await suite.orders.acceptOrder({ ...where, orderId });
    const [{ action }] = (await due(orderId)) as [Awaited<ReturnType<typeof due>>[number]];
    const at = suite.clock.now();
    const [sent, taken] = await Promise.all([
      suite.orders.markAction({ sellerId: suite.sellerId, orderId, actionId: action.actionId, from: 'QUEUED', sends: 0, step: { state: 'SENT', at, dueAt: at } }),
      suite.orders.withdrawActions(where),
    ]);
    expect([sent !== null, taken.moved, taken.userErrors.map(({ code }) => code)]).toEqual(sent !== null ? [true, 0, ['ALREADY_SENT']] : [false, 1, []]);
  });

  it('survive news of the order that arrive meanwhile', async () => {
    const orderId = await record();
    await suite.orders.acceptOrder({ sellerId: suite.sellerId, operationId: newId('operation'), orderId });
    await suite.orders.recordOrders({ store: suite.origin, orders: [sampleOrder({ remoteOrderId: `A-${numbers}`, packages: [samplePackage({ remoteRevision: 2, status: 'ACCEPTED' })] })] });
    expect((await due(orderId)).map(({ action, order }) => [action.state, order.status])).toEqual([['QUEUED', 'ACCEPTED']]);
  });
});
