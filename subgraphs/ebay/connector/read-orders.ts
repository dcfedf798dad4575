import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type OrderPage, type UnreadableRow } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import { PageCircleError } from '../../sync/connector/page-trail.js';
import { number } from '../../sync/connector/wire-values.js';
import { call, query, type EbayContext } from './client.js';
import { NotFoundError, unreadableAnswer } from './errors.js';
import { inParallel } from './in-parallel.js';
import { orderSchema, toRemoteOrder, type EbayOrder } from './to-domain.js';

const PAGE_SIZE = 200;
/** The set moves while it is read, as orders change: a page begins some rows before the last one ended. */
const OVERLAP_ROWS = 20;
/** eBay answers about two years. */
const REACH_MS = 729 * 86_400_000;
const ORDER_ID = /^\d{2}-\d{5}-\d{5}$|^\d+(-\d+)?(![\d.]+)?$/;

const pageSchema = z.looseObject({ total: number.nullish(), orders: z.array(z.unknown()).nullish() });

/** Orders changed since then. The window stays open at its end, so that an order changed meanwhile does not leave it. */
export async function changedSince(context: EbayContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const { rows, next } = await readPage(context, since, cursor, OVERLAP_ROWS);
  const { orders, unreadable } = readRows(rows);
  const whole = await inParallel(orders, (order) => withItsCancelRequest(context, order));
  return { items: whole.map((order) => toRemoteOrder(order, context.store.currency)), unreadable, next };
}

/** An order that somebody wishes to cancel, with the request, which the list leaves out. Without it where eBay does not tell: the order itself is known. */
async function withItsCancelRequest(context: EbayContext, order: EbayOrder): Promise<EbayOrder> {
  if (order.cancelStatus?.cancelState !== 'IN_PROGRESS') return order;
  const whole = await readOrder(context, order.orderId).catch((error: unknown) => {
    if (!(error instanceof ConnectorError)) throw error;
    return null;
  });
  return whole?.orderId === order.orderId ? whole : order;
}

/** A page of the orders changed since then whose cancelling was asked for or done; who asked stands in the order itself alone. */
export async function cancelledSince(context: EbayContext, since: Date, cursor: string | null): Promise<{ readonly orders: readonly EbayOrder[]; readonly next: string | null }> {
  const { rows, next } = await readPage(context, since, cursor, 0);
  const found = rows.flatMap((row) => {
    const parsed = orderSchema.safeParse(row);
    return parsed.success && (parsed.data.cancelStatus?.cancelState ?? 'NONE_REQUESTED') !== 'NONE_REQUESTED' ? [parsed.data.orderId] : [];
  });
  const orders = await inParallel([...new Set(found)], (orderId) => readOrder(context, orderId));
  return { orders: orders.filter((order) => order !== null), next };
}

async function readPage(context: EbayContext, since: Date, cursor: string | null, overlap: number): Promise<{ readonly rows: readonly unknown[]; readonly next: string | null }> {
  const now = context.marketplaceNow().getTime();
  const from = new Date(Math.min(now, Math.max(since.getTime(), now - REACH_MS)));
  const [start = '0', before] = cursor?.split(' ') ?? [];
  const offset = Number(start);
  const path = `/sell/fulfillment/v1/order${query({ filter: `lastmodifieddate:[${from.toISOString()}..]`, limit: PAGE_SIZE, offset })}`;
  const page = await call(context, { endpoint: 'fulfillment', operation: 'orders.changed', method: 'GET', path, personal: true }, pageSchema);
  const rows = page.orders ?? [];
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 16);
  if (rows.length > 0 && digest === before) throw new PageCircleError(`eBay answers its orders from row ${offset} with the page before`);
  const next = nextOffset(offset, rows.length, { total: page.total ?? 0, overlap });
  return { rows, next: next === null ? null : `${next} ${digest}` };
}

/** Counted by the rows that came, never by eBay's own `next`: it ends whatever that says. */
function nextOffset(offset: number, rows: number, { total, overlap }: { readonly total: number; readonly overlap: number }): string | null {
  if (rows === 0 || offset + rows >= total) return null;
  return String(offset + Math.max(1, rows - overlap));
}

function readRows(rows: readonly unknown[]): { readonly orders: readonly EbayOrder[]; readonly unreadable: readonly UnreadableRow[] } {
  const read = rows.map((row) => ({ row, parsed: orderSchema.safeParse(row) }));
  return {
    orders: eachOnce(read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])), ({ orderId }) => orderId),
    unreadable: read.flatMap(({ row, parsed }) => (parsed.success ? [] : [{ reason: unreadableAnswer('an order', false, parsed.error).message, text: JSON.stringify(row) }])),
  };
}

/** The order as eBay has it; here alone, its cancel requests are filled in. Null when there is none. */
export async function readOrder(context: EbayContext, orderId: string): Promise<EbayOrder | null> {
  if (!ORDER_ID.test(orderId)) return null;
  try {
    return await call(context, { endpoint: 'fulfillment', operation: 'orders.one', method: 'GET', path: `/sell/fulfillment/v1/order/${encodeURIComponent(orderId)}`, personal: true }, orderSchema);
  } catch (error) {
    if (error instanceof NotFoundError || isUnknownOrder(error)) return null;
    throw error;
  }
}

/** 32100 is "invalid order id", which eBay also says of one it does not know. */
function isUnknownOrder(error: unknown): boolean {
  return error instanceof ConnectorError && error.remoteCode === '32100';
}
