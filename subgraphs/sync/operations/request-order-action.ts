import type { OrderId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Principal } from '../../../platform/principal.js';
import type { RequestedAction } from '../../orders/operations/request-action.js';
import type { OperationKind } from '../domain/operation.js';
import type { OrderRequest } from '../domain/requests.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import type { SyncDeps } from './sync-deps.js';

export interface OrderActionInput extends RepeatableInput {
  readonly orderId: OrderId;
  readonly packageId?: string | null;
  readonly trackingNumber?: string | null;
  readonly carrier?: string | null;
  readonly invoiceNumber?: string | null;
  readonly reason?: string;
  readonly lines?: readonly { readonly lineId: string; readonly quantity: number }[];
}

export interface OrderActionRequest {
  readonly principal: Principal;
  readonly kind: Extract<OperationKind, `ORDER_${string}`>;
  readonly input: OrderActionInput;
}

const MOST_LINES = 1_000;

/** Takes an order on, ships it, gives up lines of it or splits it; the marketplace is asked by the worker. */
export async function requestOrderAction(deps: SyncDeps, { principal, kind, input }: OrderActionRequest): Promise<Begun> {
  const lines = input.lines?.length ?? 0;
  if (lines > MOST_LINES) return nothingBegun([tooManyLines(input.orderId, lines)]);
  const request = toRequest(input);
  if (input.dryRun) return dryRun(deps, { principal, kind }, request);
  return beginOperation(deps.recording, { principal, kind, idempotencyKey: input.idempotencyKey, request });
}

function tooManyLines(orderId: OrderId, lines: number): UserError {
  return userError({ code: 'TOO_MANY_ITEMS', field: ['input', 'lines'], itemRef: orderId, message: `lines has ${lines} entries, at most ${MOST_LINES} are allowed` });
}

function toRequest({ orderId, packageId, trackingNumber, carrier, invoiceNumber, reason, lines }: OrderActionInput): OrderRequest {
  return {
    orderId,
    ...(packageId == null ? {} : { remotePackageId: packageId }),
    ...(trackingNumber == null ? {} : { trackingNumber }),
    ...(carrier == null ? {} : { carrier }),
    ...(invoiceNumber == null ? {} : { invoiceNumber }),
    ...(reason === undefined ? {} : { reason }),
    ...(lines === undefined ? {} : { lines: lines.map(({ lineId, quantity }) => ({ remoteLineId: lineId, quantity })) }),
  };
}

/** The operation id of a dry run belongs to nothing; the owner writes nothing with it. */
async function dryRun({ orders }: SyncDeps, { principal, kind }: Pick<OrderActionRequest, 'principal' | 'kind'>, request: OrderRequest): Promise<Begun> {
  const { lines = [], reason = 'OTHER', ...rest } = request;
  const { remotePackageId = '' } = rest;
  const asked = { ...rest, sellerId: principal.sellerId, operationId: 'opr_dry_run' as never, dryRun: true };
  const ask: Record<OrderActionRequest['kind'], () => Promise<RequestedAction>> = {
    ORDER_ACCEPT: () => orders.acceptOrder(asked),
    ORDER_SHIP: () => orders.shipOrder(asked),
    ORDER_CANCEL_LINES: () => orders.cancelOrderLines({ ...asked, lines, reason }),
    ORDER_SPLIT: () => orders.splitOrderPackage({ ...asked, remotePackageId, lines }),
  };
  const { order, userErrors } = await ask[kind]();
  return { ...NOTHING_RECORDED, operation: null, dryRun: null, orderIds: order ? [order._id] : [], userErrors };
}
