import { describe, expect, it } from '@jest/globals';
import type { OperationId, OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import { everyGoods, sampleLine, sampleOrder, samplePackage } from '../testing/sample-orders.js';
import { decideOrder } from './decide-order.js';
import type { Order, RemotePackage } from './order.js';
import { evidenceOf, planAction, type ActionRequest } from './order-action.js';
import { stepAction, withActions } from './order-action-states.js';

const now = new Date('2026-11-22T10:00:00Z');
const accept: ActionRequest = { kind: 'ACCEPT', operationId: 'opr_1' as OperationId, parameters: {} };
const cancel: ActionRequest = { kind: 'CANCEL_LINES', operationId: 'opr_2' as OperationId, lines: [{ remoteLineId: '1', quantity: 1 }], parameters: { reason: 'OUT_OF_STOCK' } };

describe('planAction', () => {
  it('asks for every package the action is possible for', () => {
    const plan = planAction(orderOf([samplePackage(), samplePackage({ remotePackageId: 'P2', status: 'ACCEPTED' })]), accept, now);
    expect(plan).toMatchObject({ kind: 'PLANNED', actions: [{ remotePackageId: 'P1', state: 'QUEUED', dueAt: now }] });
  });

  it('refuses with TRANSITION_NOT_ALLOWED what the table does not foresee', () => {
    const shipped = orderOf([samplePackage({ status: 'SHIPPED' })]);
    expect(codesOf(shipped, accept)).toEqual(['TRANSITION_NOT_ALLOWED']);
    expect(codesOf(shipped, cancel)).toEqual(['TRANSITION_NOT_ALLOWED']);
  });

  it('refuses with PACKAGE_NOT_FOUND a package the order does not have', () => {
    expect(codesOf(orderOf([samplePackage()]), { ...accept, remotePackageId: 'P9' })).toEqual(['PACKAGE_NOT_FOUND']);
  });

  it.each([
    ['LINE_NOT_FOUND', [{ remoteLineId: '1', quantity: 1 }, { remoteLineId: '77', quantity: 1 }]],
    ['QUANTITY_TOO_LARGE', [{ remoteLineId: '1', quantity: 3 }]],
    ['QUANTITY_INVALID', [{ remoteLineId: '1', quantity: 0.5 }]],
    ['LINES_MISSING', []],
  ])('refuses a cancel with %s', (code, lines) => {
    const order = orderOf([samplePackage({ lines: [sampleLine({ quantity: 2 })] })]);
    expect(codesOf(order, { ...cancel, lines })).toEqual([code]);
  });

  it('adds nothing when the operation has asked before', () => {
    const order = orderOf([samplePackage()]);
    const asked = withActions(order, actionsOf(order, accept));
    expect(planAction(asked, accept, now)).toEqual({ kind: 'PLANNED', actions: [] });
  });

  it('refuses with ACTION_IN_PROGRESS while another operation asks the same', () => {
    const order = orderOf([samplePackage()]);
    const asked = withActions(order, actionsOf(order, accept));
    expect(codesOf(asked, { ...accept, operationId: 'opr_9' as OperationId })).toEqual(['ACTION_IN_PROGRESS']);
  });
});

describe('planAction of a split', () => {
  const split: ActionRequest = { kind: 'SPLIT', operationId: 'opr_3' as OperationId, remotePackageId: 'P1', lines: [{ remoteLineId: '1', quantity: 1 }], parameters: {} };
  const order = orderOf([samplePackage({ lines: [sampleLine({ quantity: 2 }), sampleLine({ remoteLineId: '2', quantity: 1 })] })]);

  it('asks for the lines that go, whole or in part', () => {
    const lines = [{ remoteLineId: '1', quantity: 1 }, { remoteLineId: '2', quantity: 1 }];
    expect(planAction(order, { ...split, lines }, now)).toMatchObject({ kind: 'PLANNED', actions: [{ kind: 'SPLIT', remotePackageId: 'P1', lines }] });
  });

  it.each([
    ['NOTHING_STAYS', [{ remoteLineId: '1', quantity: 2 }, { remoteLineId: '2', quantity: 1 }]],
    ['LINE_REPEATED', [{ remoteLineId: '1', quantity: 1 }, { remoteLineId: '1', quantity: 1 }]],
    ['LINE_NOT_FOUND', [{ remoteLineId: '77', quantity: 1 }]],
    ['QUANTITY_TOO_LARGE', [{ remoteLineId: '1', quantity: 3 }]],
    ['LINES_MISSING', []],
  ])('is refused with %s', (code, lines) => {
    expect(codesOf(order, { ...split, lines })).toEqual([code]);
  });

  it.each(['SHIPPED', 'DELIVERED', 'CANCELLED', 'SPLIT'] as const)('is refused with TRANSITION_NOT_ALLOWED once the package is %s', (status) => {
    expect(codesOf(orderOf([samplePackage({ status, lines: [sampleLine({ quantity: 2 })] })]), split)).toEqual(['TRANSITION_NOT_ALLOWED']);
  });

  it.each([['split', split, cancel], ['cancel', cancel, split]])('is kept apart from a cancel of the same package: a %s is under way', (_, first, second) => {
    expect(codesOf(withActions(order, actionsOf(order, first)), second)).toEqual(['ACTION_IN_PROGRESS']);
  });
});

describe('stepAction', () => {
  it('lets one of two senders have an action', () => {
    const order = orderOf([samplePackage()]);
    const asked = withActions(order, actionsOf(order, accept));
    const sent = stepAction(asked, asked.actions[0]!.actionId, 'QUEUED', { state: 'SENT', at: now, dueAt: now });
    expect(sent?.actions[0]).toMatchObject({ state: 'SENT', sentAt: now });
    expect(stepAction(sent!, asked.actions[0]!.actionId, 'QUEUED', { state: 'SENT', at: now, dueAt: now })).toBeNull();
  });

  it('leaves nothing due once the action is settled', () => {
    const order = orderOf([samplePackage()]);
    const asked = withActions(order, actionsOf(order, accept));
    const id = asked.actions[0]!.actionId;
    const applied = stepAction(stepAction(asked, id, 'QUEUED', { state: 'SENT', at: now, dueAt: now })!, id, 'SENT', { state: 'APPLIED', at: now });
    expect(applied).toMatchObject({ actionDueAt: null, actions: [{ state: 'APPLIED', settledAt: now }] });
    expect(applied).not.toHaveProperty('actionPending');
  });
});

describe('evidenceOf an action whose answer was lost', () => {
  const action = { kind: 'ACCEPT', remotePackageId: 'P1', lines: [{ remoteLineId: '1', quantity: 1 }], parameters: {} } as const;
  const shipping = { ...action, kind: 'SHIP' } as const;
  const cancelling = { ...action, kind: 'CANCEL_LINES' } as const;
  const splitting = { ...action, kind: 'SPLIT' } as const;

  it.each([
    ['APPLIED', action, samplePackage({ status: 'ACCEPTED' })],
    ['APPLIED', action, samplePackage({ status: 'SHIPPED' })],
    ['NOT_APPLIED', action, samplePackage()],
    ['NOT_APPLIED', action, samplePackage({ status: 'UNKNOWN' })],
    ['GONE', action, samplePackage({ status: 'CANCELLED' })],
    ['APPLIED', shipping, samplePackage({ status: 'DELIVERED' })],
    ['NOT_APPLIED', shipping, samplePackage({ status: 'INVOICED' })],
    ['APPLIED', { ...shipping, parameters: { invoiceNumber: 'ABC2026000000001' } }, samplePackage({ status: 'INVOICED' })],
    ['APPLIED', { ...shipping, parameters: { trackingNumber: '726' } }, samplePackage({ status: 'ACCEPTED', trackingNumber: '726' })],
    ['APPLIED', cancelling, samplePackage({ status: 'UNSUPPLIED' })],
    ['APPLIED', cancelling, samplePackage({ lines: [sampleLine({ status: 'CANCELLED' })] })],
    ['APPLIED', cancelling, samplePackage({ remotePackageId: 'P2', originPackageIds: ['P1'] })],
    ['NOT_APPLIED', cancelling, samplePackage()],
    ['APPLIED', splitting, samplePackage({ status: 'SPLIT' })],
    ['APPLIED', splitting, samplePackage({ remotePackageId: 'P2', originPackageIds: ['P1'] })],
    ['NOT_APPLIED', splitting, samplePackage({ status: 'ACCEPTED' })],
    ['GONE', splitting, samplePackage({ status: 'CANCELLED' })],
    ['GONE', splitting, samplePackage({ status: 'SHIPPED' })],
    ['UNCLEAR', splitting, samplePackage({ status: 'UNKNOWN' })],
  ])('is %s (case %#)', (expected, asked, found: RemotePackage) => {
    expect(evidenceOf(asked, [found])).toBe(expected);
  });

  it('finds an acceptance in the package that the marketplace made of it', () => {
    const emptied = samplePackage({ status: 'SPLIT', lines: [] });
    const made = samplePackage({ remotePackageId: 'P2', status: 'ACCEPTED' });
    expect(evidenceOf(action, [emptied, made])).toBe('APPLIED');
    expect(evidenceOf(action, [emptied, samplePackage({ remotePackageId: 'P2', status: 'CANCELLED' })])).toBe('GONE');
  });
});

function orderOf(packages: readonly RemotePackage[]): Order {
  const origin = { sellerId: 'sel_1' as SellerId, storeId: 'sto_1' as StoreId, marketplace: 'TRENDYOL' as const };
  return decideOrder({ known: null, remote: sampleOrder({ packages }), payloadId: null, heardAt: now, origin, newId: 'ord_1' as OrderId, goodsOf: everyGoods, seal: () => '', now }).order!;
}

function actionsOf(order: Order, request: ActionRequest) {
  const plan = planAction(order, request, now);
  return plan.kind === 'PLANNED' ? plan.actions : [];
}

function codesOf(order: Order, request: ActionRequest): readonly string[] {
  const plan = planAction(order, request, now);
  return plan.kind === 'REFUSED' ? plan.userErrors.map((one) => one.code) : [];
}
