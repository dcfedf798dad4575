import { z } from 'zod';
import type { Currency } from '../../../platform/money.js';
import { cancelReasonOf, ConnectorError, exactly, nearest, type ActionOutcome, type CancelReason, type CancelReasonTold, type OrderPage, type OrderPort, type PackageAction, type RemoteOrder, type UnreadableRow } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { latestStamp } from '../../sync/connector/marketplace-clock.js';
import { call, query, sellerPath, send, type TrendyolContext, type TrendyolCredentials } from './client.js';
import { unreadableAnswer } from './errors.js';
import { issue } from './issues.js';
import { envelopeSchema, packageSchema, toRemoteOrder } from './to-domain.js';
import type { Endpoint } from './quota-groups.js';

const PAGE_SIZE = 200;
const DAY_MS = 86_400_000;
/** The stream's window is 14 days; a little less keeps clear of its edge. */
const STREAM_WINDOW_MS = 13.5 * DAY_MS;
const STREAM_REACH_MS = 89 * DAY_MS;
const LIST_WINDOW_MS = 14 * DAY_MS;

/** Trendyol knows the seller's troubles only: what the buyer wants or wrote becomes its force majeure, OTHER its integration error. */
const cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>> = {
  OUT_OF_STOCK: exactly('500'),
  DEFECTIVE: exactly('501'),
  WRONG_PRICE: exactly('502'),
  BUYER_ASKED: nearest('506'),
  ADDRESS: nearest('506'),
  FORCE_MAJEURE: exactly('506'),
  OTHER: nearest('504'),
};

export const orders: OrderPort<TrendyolCredentials> = {
  changedSince,
  byNumber,
  accept: (context, action) => act(context, action, { endpoint: 'package-status', operation: 'orders.accept', rest: '', body: { lines: toLines(action), params: {}, status: 'Picking' } }),
  ship: shipPackage,
  cancelLines: (context, action) =>
    act(context, action, { endpoint: 'unsupplied', operation: 'orders.cancelLines', rest: '/items/unsupplied', body: { lines: toLines(action), reasonId: Number(cancelReasons[cancelReasonOf(action)].remoteCode) } }),
  cancelReasons,
};

/** Rows of a look-up or webhook; one that cannot be read fails the whole, so that it is kept and looked at. */
export function readOrders(content: readonly unknown[], currency: Currency): RemoteOrder[] {
  return content.map((row) => {
    const parsed = packageSchema.safeParse(row);
    if (!parsed.success) throw unreadableAnswer('an order package', false, parsed.error);
    return toRemoteOrder(parsed.data, currency);
  });
}

/** Rows of the stream: those that cannot be read are handed on as they came. */
function readRows(content: readonly unknown[], currency: Currency): { readonly items: readonly RemoteOrder[]; readonly unreadable: readonly UnreadableRow[] } {
  const read = content.map((row) => ({ row, parsed: packageSchema.safeParse(row) }));
  return {
    items: eachOnce(read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])), ({ shipmentPackageId }) => shipmentPackageId).map((row) => toRemoteOrder(row, currency)),
    unreadable: read.flatMap(({ row, parsed }) => (parsed.success ? [] : [{ reason: unreadableAnswer('an order package', false, parsed.error).message, text: JSON.stringify(row) }])),
  };
}

interface StreamPosition {
  readonly fromMs: number;
  readonly toMs: number;
  readonly untilMs: number;
  readonly cursor: string | null;
}

const streamSchema = envelopeSchema.extend({ hasMore: z.boolean().nullish(), nextCursor: z.string().nullish() });

/** Goes through the stream in windows of at most 14 days, oldest window first; filters stay the same under one cursor. */
async function changedSince(context: TrendyolContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const position = cursor === null ? firstPosition(since, latestStamp(context)) : (JSON.parse(cursor) as StreamPosition);
  const parameters = { size: PAGE_SIZE, lastModifiedStartDate: position.fromMs, lastModifiedEndDate: position.toMs, nextCursor: position.cursor };
  const page = await call(context, { endpoint: 'orders-stream', operation: 'orders.stream', method: 'GET', path: sellerPath(context, 'order', `orders/stream${query(parameters)}`), personal: true }, streamSchema);
  const next = nextPosition(position, page.hasMore === true && page.nextCursor ? page.nextCursor : null);
  return { ...readRows(page.content, context.store.currency), next: next === null ? null : JSON.stringify(next) };
}

function firstPosition(since: Date, now: Date): StreamPosition {
  const fromMs = Math.max(since.getTime(), now.getTime() - STREAM_REACH_MS);
  return { fromMs, toMs: Math.min(fromMs + STREAM_WINDOW_MS, now.getTime()), untilMs: now.getTime(), cursor: null };
}

function nextPosition(position: StreamPosition, cursor: string | null): StreamPosition | null {
  if (cursor !== null) return { ...position, cursor };
  if (position.toMs >= position.untilMs) return null;
  return { fromMs: position.toMs, toMs: Math.min(position.toMs + STREAM_WINDOW_MS, position.untilMs), untilMs: position.untilMs, cursor: null };
}

function byNumber(context: TrendyolContext, orderNumber: string): Promise<RemoteOrder | null> {
  return lookUp(context, { orderNumber });
}

/** The list shows a week unless asked for a window of at most two; its memory is a month, so two windows see all of it. */
export async function lookUp(context: TrendyolContext, wanted: { readonly orderNumber: string } | { readonly shipmentPackageIds: string }): Promise<RemoteOrder | null> {
  const nowMs = latestStamp(context).getTime();
  for (const endDate of [nowMs, nowMs - LIST_WINDOW_MS]) {
    const parameters = { ...wanted, startDate: endDate - LIST_WINDOW_MS, endDate, page: 0, size: PAGE_SIZE };
    const { content } = await call(context, { endpoint: 'orders-list', operation: 'orders.byNumber', method: 'GET', path: sellerPath(context, 'order', `v2/orders${query(parameters)}`), personal: true }, envelopeSchema);
    const [first, ...others] = readOrders(content, context.store.currency);
    if (first !== undefined) return { ...first, packages: [...first.packages, ...others.flatMap((order) => order.packages)] };
  }
  return null;
}

/**
 * Trendyol's own carriers report shipping themselves: then only the invoice number can be told. A tracking number means
 * the seller's own delivery, which is told as an alternative delivery.
 */
async function shipPackage(context: TrendyolContext, action: PackageAction): Promise<ActionOutcome> {
  const { trackingNumber, invoiceNumber } = action.parameters;
  if (trackingNumber !== undefined) {
    return act(context, action, { endpoint: 'alternative-delivery', operation: 'orders.ship', rest: '/alternative-delivery', body: { isPhoneNumber: false, trackingInfo: trackingNumber, params: {} } });
  }
  if (invoiceNumber !== undefined) {
    return act(context, action, { endpoint: 'package-status', operation: 'orders.invoice', rest: '', body: { lines: toLines(action), params: { invoiceNumber }, status: 'Invoiced' } });
  }
  return { kind: 'REFUSED', issue: issue('SHIPPED_BY_CARRIER', "Trendyol's carrier reports the shipment; give an invoiceNumber, or a trackingNumber for your own delivery", context.now()) };
}

export async function act(context: TrendyolContext, action: PackageAction, { method = 'PUT', ...request }: { endpoint: Endpoint; operation: string; rest: string; body: unknown; method?: 'PUT' | 'POST' }): Promise<ActionOutcome> {
  const path = sellerPath(context, 'order', `shipment-packages/${encodeURIComponent(action.remotePackageId)}${request.rest}`);
  try {
    await send(context, { endpoint: request.endpoint, operation: request.operation, method, path, body: request.body });
    return { kind: 'APPLIED' };
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return { kind: 'REFUSED', issue: issue('ACTION_REFUSED', error.message, context.now()) };
    throw error;
  }
}

// Ids are 64-bit numbers on Trendyol's side; all seen so far stay well below 2^53.
function toLines(action: PackageAction): { lineId: number; quantity: number }[] {
  return action.lines.map(({ remoteLineId, quantity }) => ({ lineId: Number(remoteLineId), quantity }));
}
