import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { OperationId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { Order, OrderAction, OrderActionKind, OrderLine, OrderPackage, OrderStatus, RemotePackage } from './order.js';
import { canReach, ORDER_TRANSITIONS } from './order-status.js';

export interface ActionRequest {
  readonly kind: OrderActionKind;
  readonly operationId: OperationId;
  /** Without it, every package of the order that the action is possible for. */
  readonly remotePackageId?: string | undefined;
  /** CANCEL_LINES: what to give up. SPLIT: what goes into a package of its own. */
  readonly lines?: readonly { readonly remoteLineId: string; readonly quantity: number }[] | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The status that an action asks the marketplace for. */
const AIM: Readonly<Record<OrderActionKind, OrderStatus>> = { ACCEPT: 'ACCEPTED', SHIP: 'SHIPPED', CANCEL_LINES: 'UNSUPPLIED', SPLIT: 'SPLIT' };

/**
 * What may not be under way on the same package at once. A cancel and a split both divide it, and nobody could tell
 * afterwards which of the two did.
 */
const RIVALS: Readonly<Record<OrderActionKind, readonly OrderActionKind[]>> = { ACCEPT: ['ACCEPT'], SHIP: ['SHIP'], CANCEL_LINES: ['CANCEL_LINES', 'SPLIT'], SPLIT: ['SPLIT', 'CANCEL_LINES'] };

export type ActionPlan = { readonly kind: 'PLANNED'; readonly actions: readonly OrderAction[] } | { readonly kind: 'REFUSED'; readonly userErrors: readonly UserError[] };

/**
 * The actions that a request adds to an order, none when it has been asked before under the same operation; or why it
 * cannot be: PACKAGE_NOT_FOUND, TRANSITION_NOT_ALLOWED, ACTION_IN_PROGRESS, LINES_MISSING, LINE_NOT_FOUND,
 * LINE_REPEATED, QUANTITY_INVALID, QUANTITY_TOO_LARGE, NOTHING_STAYS.
 */
export function planAction(order: Order, request: ActionRequest, now: Date): ActionPlan {
  if (order.actions.some((one) => one.operationId === request.operationId && one.kind === request.kind)) return { kind: 'PLANNED', actions: [] };
  const packages = packagesMeant(order, request);
  const userErrors = packages.length === 0 ? [noPackage(order, request)] : packages.flatMap((one) => refusalsOf(order, one, request));
  if (userErrors.length > 0) return { kind: 'REFUSED', userErrors };
  return { kind: 'PLANNED', actions: packages.map((one) => newAction(one, request, now)) };
}

/** Why a refused action cannot be tried again as things are now; empty when it can. Codes as of `planAction`. */
export function refusalsOfRetry(order: Order, action: OrderAction): readonly UserError[] {
  const { kind, operationId, remotePackageId, lines, parameters } = action;
  const request: ActionRequest = { kind, operationId, remotePackageId, lines, parameters };
  const one = order.packages.find((each) => each.remotePackageId === remotePackageId);
  return one === undefined ? [noPackage(order, request)] : refusalsOf(order, one, request);
}

function packagesMeant(order: Order, request: ActionRequest): readonly OrderPackage[] {
  if (request.remotePackageId !== undefined) return order.packages.filter((one) => one.remotePackageId === request.remotePackageId);
  const wanted = new Set(request.lines?.map((line) => line.remoteLineId));
  const holdingLines = order.packages.filter((one) => one.status !== 'SPLIT' && (wanted.size === 0 || one.lines.some((line) => wanted.has(line.remoteLineId))));
  const possible = holdingLines.filter((one) => isPossible(one.status, request.kind));
  return possible.length > 0 ? possible : holdingLines;
}

function refusalsOf(order: Order, one: OrderPackage, request: ActionRequest): readonly UserError[] {
  if (!isPossible(one.status, request.kind)) {
    return [refusal('TRANSITION_NOT_ALLOWED', one, `Package ${one.remotePackageId} is ${one.status} ('${one.remoteStatus}'); it cannot become ${AIM[request.kind]}.`)];
  }
  const rival = order.actions.find((action) => action.remotePackageId === one.remotePackageId && RIVALS[request.kind].includes(action.kind) && isOpen(action));
  if (rival !== undefined) return [{ ...refusal('ACTION_IN_PROGRESS', one, `Operation ${rival.operationId} is asking the marketplace to change the same package (${rival.kind}).`), retryable: true }];
  if (request.kind === 'CANCEL_LINES') return lineRefusalsOf(order, one, request);
  return request.kind === 'SPLIT' ? splitRefusalsOf(order, one, request) : [];
}

function splitRefusalsOf(order: Order, one: OrderPackage, request: ActionRequest): readonly UserError[] {
  const lines = request.lines ?? [];
  const repeated = lines.flatMap(({ remoteLineId }, index) =>
    lines.findIndex((each) => each.remoteLineId === remoteLineId) < index ? [{ ...refusal('LINE_REPEATED', one, `Line ${remoteLineId} is named more than once.`), field: ['lines', String(index)], itemRef: remoteLineId }] : [],
  );
  const userErrors = [...lineRefusalsOf(order, one, request), ...repeated];
  if (userErrors.length > 0) return userErrors;
  return linesLeft(one, lines).length === 0 ? [{ ...refusal('NOTHING_STAYS', one, `That is all of package ${one.remotePackageId}; a split leaves something in each of two packages.`), field: ['lines'] }] : [];
}

/** What of a package stays together when these units leave it. */
export function linesLeft(one: Pick<RemotePackage, 'lines'>, leaving: OrderAction['lines']): OrderAction['lines'] {
  const taken = new Map(leaving.map(({ remoteLineId, quantity }) => [remoteLineId, quantity]));
  return one.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity: quantity - (taken.get(remoteLineId) ?? 0) })).filter(({ quantity }) => quantity > 0);
}

function lineRefusalsOf(order: Order, one: OrderPackage, request: ActionRequest): readonly UserError[] {
  const lines = request.lines ?? [];
  if (lines.length === 0) return [refusal('LINES_MISSING', one, 'Name at least one line.')];
  const everyLine = order.packages.flatMap((each) => each.lines);
  return lines.flatMap(({ remoteLineId, quantity }, index) => {
    const about = { field: ['lines', String(index)], itemRef: remoteLineId };
    const line = one.lines.find((each) => each.remoteLineId === remoteLineId);
    if (line === undefined) {
      const isElsewhere = request.remotePackageId === undefined && everyLine.some((each) => each.remoteLineId === remoteLineId);
      return isElsewhere ? [] : [{ ...refusal('LINE_NOT_FOUND', one, `The order has no line ${remoteLineId} in package ${one.remotePackageId}.`), ...about }];
    }
    if (!Number.isSafeInteger(quantity) || quantity < 1) return [{ ...refusal('QUANTITY_INVALID', one, `${quantity} is not a number of units.`), ...about }];
    if (quantity > line.quantity) return [{ ...refusal('QUANTITY_TOO_LARGE', one, `Line ${remoteLineId} has ${line.quantity} units, not ${quantity}.`), ...about }];
    return [];
  });
}

function noPackage(order: Order, request: ActionRequest): UserError {
  const missing = request.remotePackageId === undefined ? 'The order has no package with these lines.' : `The order has no package ${request.remotePackageId}.`;
  return { code: 'PACKAGE_NOT_FOUND', field: null, message: missing, itemRef: order._id, retryable: false };
}

function refusal(code: ExplainedCode, one: OrderPackage, message: string): UserError {
  return { code, field: null, message, itemRef: one.remotePackageId, retryable: false };
}

function newAction(one: OrderPackage, request: ActionRequest, now: Date): OrderAction {
  return {
    actionId: `${request.operationId}:${request.kind}:${one.remotePackageId}`,
    kind: request.kind,
    operationId: request.operationId,
    remotePackageId: one.remotePackageId,
    lines: linesOf(one, request),
    parameters: request.parameters,
    state: 'QUEUED',
    issue: null,
    queuedAt: now,
    sentAt: null,
    settledAt: null,
    dueAt: now,
  };
}

function linesOf(one: OrderPackage, request: ActionRequest): OrderAction['lines'] {
  if (request.kind === 'ACCEPT' || request.kind === 'SHIP') return one.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity }));
  const own = new Set(one.lines.map((line) => line.remoteLineId));
  return (request.lines ?? []).filter((line) => own.has(line.remoteLineId));
}

function isPossible(status: OrderStatus, kind: OrderActionKind): boolean {
  return ORDER_TRANSITIONS[status].includes(AIM[kind]);
}

function isOpen(action: OrderAction): boolean {
  return action.state === 'QUEUED' || action.state === 'SENT' || action.state === 'UNKNOWN';
}

export type ActionEvidence = 'APPLIED' | 'NOT_APPLIED' | 'GONE' | 'UNCLEAR';

/** What the marketplace's present packages say about an action whose answer was lost. GONE: it can no longer be done. */
export function evidenceOf(action: Pick<OrderAction, 'kind' | 'remotePackageId' | 'lines' | 'parameters'>, packages: readonly RemotePackage[]): ActionEvidence {
  const one = packages.find((each) => each.remotePackageId === action.remotePackageId);
  const hasSuccessor = packages.some((each) => each.originPackageIds.includes(action.remotePackageId));
  if (action.kind === 'CANCEL_LINES') return one === undefined || hasSuccessor || areLinesGivenUp(action.lines, one) ? 'APPLIED' : 'NOT_APPLIED';
  if (action.kind === 'SPLIT') return evidenceOfSplit(one, hasSuccessor);
  if (action.kind === 'ACCEPT' && isAcceptedElsewhere(action, packages)) return 'APPLIED';
  if (one === undefined || ['CANCELLED', 'UNSUPPLIED', 'SPLIT'].includes(one.status)) return 'GONE';
  if (one.status === 'UNKNOWN') return 'NOT_APPLIED';
  if (action.kind === 'ACCEPT') return canReach('ACCEPTED', one.status) ? 'APPLIED' : 'NOT_APPLIED';
  return isShipmentKnown(action, one) ? 'APPLIED' : 'NOT_APPLIED';
}

/** Where accepting makes packages of its own, the lines stand in those, and nothing is left of the one that was accepted. */
function isAcceptedElsewhere({ remotePackageId, lines }: Pick<OrderAction, 'remotePackageId' | 'lines'>, packages: readonly RemotePackage[]): boolean {
  const ids = new Set(lines.map(({ remoteLineId }) => remoteLineId));
  const holders = packages.filter((each) => each.remotePackageId !== remotePackageId && each.status !== 'SPLIT' && each.lines.some(({ remoteLineId }) => ids.has(remoteLineId)));
  const held = new Set(holders.flatMap((each) => each.lines.map(({ remoteLineId }) => remoteLineId)));
  return ids.size > 0 && [...ids].every((id) => held.has(id)) && holders.every(({ status }) => !['UNKNOWN', 'CANCELLED', 'UNSUPPLIED'].includes(status) && canReach('ACCEPTED', status));
}

/** A package that is no longer there under its id was divided; one whose status nobody can read proves nothing. */
function evidenceOfSplit(one: RemotePackage | undefined, hasSuccessor: boolean): ActionEvidence {
  if (one === undefined || one.status === 'SPLIT') return 'APPLIED';
  if (one.status === 'UNKNOWN') return 'UNCLEAR';
  if (!isPossible(one.status, 'SPLIT')) return 'GONE';
  return hasSuccessor ? 'APPLIED' : 'NOT_APPLIED';
}

function areLinesGivenUp(lines: OrderAction['lines'], one: RemotePackage): boolean {
  if (['CANCELLED', 'UNSUPPLIED', 'SPLIT'].includes(one.status)) return true;
  return lines.every((asked) => {
    const line = one.lines.find((each) => each.remoteLineId === asked.remoteLineId);
    return line === undefined || isGivenUp(line);
  });
}

function isGivenUp(line: Pick<OrderLine, 'status'>): boolean {
  return line.status === 'CANCELLED' || line.status === 'UNSUPPLIED';
}

/** Some marketplaces move the package only when the carrier scans it: then the tracking or the invoice we gave is the proof. */
function isShipmentKnown(action: Pick<OrderAction, 'parameters'>, one: RemotePackage): boolean {
  if (canReach('SHIPPED', one.status)) return true;
  const tracking = action.parameters['trackingNumber'];
  if (tracking !== undefined && tracking !== '') return one.trackingNumber === tracking;
  return one.status === 'INVOICED' && action.parameters['invoiceNumber'] !== undefined;
}
