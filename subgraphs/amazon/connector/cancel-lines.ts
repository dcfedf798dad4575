import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { cancelReasonOf, ConnectorError, exactly, nearest, type CancelReason, type CancelReasonTold, type FollowUp, type ListingIssue, type PackageAction, type TakenOutcome, type TogetherOutcome } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { readRefusedRows, type RefusedRow } from './feed-report.js';
import { keptFeedResult, readFeed, submitFeed } from './feeds.js';
import { writeFlatFile } from './flat-file.js';
import { issue } from './issues.js';
import { orderSchema, type OrderItemWire, type OrderWire } from './order-schema.js';
import { find, query } from './client.js';

const COLUMNS = ['order-id', 'amazon-order-item-code', 'cancellation-reason-code'] as const;
const FLAT_FILE = 'text/tab-separated-values; charset=UTF-8';

/** What Amazon's list has no word for becomes its general adjustment. */
export const cancelReasons: Readonly<Record<CancelReason, CancelReasonTold>> = {
  OUT_OF_STOCK: exactly('NoInventory'),
  DEFECTIVE: nearest('GeneralAdjustment'),
  WRONG_PRICE: exactly('PricingError'),
  BUYER_ASKED: exactly('BuyerCanceled'),
  ADDRESS: exactly('ShippingAddressUndeliverable'),
  FORCE_MAJEURE: nearest('GeneralAdjustment'),
  OTHER: exactly('GeneralAdjustment'),
};

/** As `cancelTogether`, of one order. */
export async function cancelLines(context: AmazonContext, action: PackageAction): Promise<TakenOutcome> {
  const [outcome] = await cancelTogether(context, [action]);
  if (outcome?.kind !== 'TROUBLE') return outcome ?? { kind: 'APPLIED' };
  throw outcome.error;
}

/**
 * Cancels whole items by one feed, which Amazon works off within minutes, at times hours; of such feeds it takes one in two minutes.
 * The receipt names the feed and, where it carries several orders, the rows that are this one's.
 */
export async function cancelTogether(context: AmazonContext, actions: readonly PackageAction[]): Promise<readonly TogetherOutcome[]> {
  const plans = await Promise.all(actions.map((action) => planCancel(context, action).catch(troubleOf)));
  const rows = plans.flatMap((plan) => (plan.kind === 'ROWS' ? plan.rows : []));
  if (rows.length === 0) return plans.filter((plan) => plan.kind !== 'ROWS');
  const feed = await handIn(context, rows).catch(troubleOf);
  let last = 0;
  return plans.map((plan) => {
    if (plan.kind !== 'ROWS') return plan;
    const first = last + 1;
    last += plan.rows.length;
    return typeof feed === 'string' ? { kind: 'TAKEN', receipt: plan.rows.length === rows.length ? feed : `${feed}:${first}-${last}` } : feed;
  });
}

type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;
type Trouble = Extract<TogetherOutcome, { readonly kind: 'TROUBLE' }>;
type CancelPlan = { readonly kind: 'ROWS'; readonly rows: readonly Row[] } | Exclude<TogetherOutcome, { readonly kind: 'TAKEN' }>;

/** What keeps one order from being cancelled holds up no other. */
function troubleOf(error: unknown): Trouble {
  if (error instanceof ConnectorError) return { kind: 'TROUBLE', error };
  throw error;
}

function handIn(context: AmazonContext, rows: readonly Row[]): Promise<string> {
  return submitFeed(context, { feedType: 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA', contentType: FLAT_FILE, body: writeFlatFile(COLUMNS, rows), operation: 'orders.cancelLines' });
}

async function planCancel(context: AmazonContext, action: PackageAction): Promise<CancelPlan> {
  const order = await readWire(context, action.remoteOrderId);
  if (order === null) return refuse(context, 'ORDER_NOT_FOUND', `Amazon knows no order ${action.remoteOrderId}`);
  if (order.fulfillment?.fulfilledBy === 'AMAZON') return refuse(context, 'FULFILLED_BY_MARKETPLACE', 'Amazon packs and delivers this order from its own warehouse');
  const items = new Map(order.orderItems.map((item) => [item.orderItemId, item]));
  const left = action.lines.filter(({ remoteLineId }) => !isCancelled(items.get(remoteLineId)));
  if (left.length === 0) return { kind: 'APPLIED' };
  for (const { remoteLineId, quantity } of left) {
    const item = items.get(remoteLineId);
    if (!item) return refuse(context, 'LINE_NOT_FOUND', `the order has no item ${remoteLineId}`);
    if ((item.fulfillment?.quantityFulfilled ?? 0) > 0) return refuse(context, 'ALREADY_SHIPPED', 'an item that is shipped cannot be cancelled; refund it instead');
    if (quantity < item.quantityOrdered) return refuse(context, 'WHOLE_LINES_ONLY', 'Amazon cancels whole items only, not some of their units');
  }
  const rows = left.map(({ remoteLineId }) => ({ 'order-id': action.remoteOrderId, 'amazon-order-item-code': remoteLineId, 'cancellation-reason-code': reasonOf(items.get(remoteLineId), action) }));
  return { kind: 'ROWS', rows };
}

/** What became of an order's rows of a cancel feed. One that Amazon gave up may have done some of it, which the order shows. */
export async function followCancel(context: AmazonContext, receipt: string): Promise<FollowUp> {
  const [feedId = '', rows] = receipt.split(':');
  const feed = await readFeed(context, feedId);
  if (feed === null) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'REFUSED', message: `Amazon does not know feed ${feedId}` });
  if (feed.kind === 'PENDING') return feed;
  if (feed.kind === 'FAILED') return refuse(context, 'TAKEN_NOT_DONE', `Amazon gave up feed ${feedId} as ${feed.status}`, { remoteCode: feed.status, retryable: true });
  const all = feed.resultDocumentId === null ? [] : await keptFeedResult(context, feed.resultDocumentId, readRefusedRows);
  const refused = all.filter(isAmong(rows));
  return refused.length === 0 ? { kind: 'DONE' } : refuse(context, 'MARKETPLACE_REFUSED', wordsOf(refused), { remoteCode: refused[0]?.code ?? null });
}

/** Of a feed that carries several orders, the rows that are this one's, and those that the report does not number. */
function isAmong(rows: string | undefined): (refused: RefusedRow) => boolean {
  if (rows === undefined) return () => true;
  const [first = 0, last = 0] = rows.split('-').map(Number);
  return ({ row }) => row === null || (row >= first && row <= last);
}

function isCancelled(item: OrderItemWire | undefined): boolean {
  return item !== undefined && (item.cancellation?.cancellationExecution != null || item.quantityOrdered === 0);
}

/** A cancel that the buyer has asked for does not count against the seller, if it says so. */
function reasonOf(item: OrderItemWire | undefined, action: PackageAction): string {
  const wish = item?.cancellation?.cancellationRequest;
  const isBuyers = wish != null && (wish.requester ?? 'BUYER').toUpperCase() === 'BUYER';
  return cancelReasons[isBuyers ? 'BUYER_ASKED' : cancelReasonOf(action)].remoteCode;
}

function wordsOf(refused: readonly RefusedRow[]): string {
  const [only] = refused;
  return refused.length === 1 && only ? only.message : refused.map(({ row, message }) => (row === null ? message : `row ${row}: ${message}`)).join('; ');
}

async function readWire(context: AmazonContext, orderId: string): Promise<OrderWire | null> {
  const path = `/orders/2026-01-01/orders/${encodeURIComponent(orderId)}${query({ includedData: ['FULFILLMENT', 'CANCELLATION'] })}`;
  const answer = await find(context, { quota: 'order-get', operation: 'orders.byNumber', method: 'GET', path, personal: true }, z.looseObject({ order: orderSchema }));
  return answer?.order ?? null;
}

function refuse(context: AmazonContext, code: ExplainedCode, message: string, more: { readonly remoteCode?: string | null; readonly retryable?: boolean } = {}): { readonly kind: 'REFUSED'; readonly issue: ListingIssue } {
  return { kind: 'REFUSED', issue: { ...issue(code, message, context.now()), ...more } };
}
