import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type OrderPage, type OrderPort, type RemoteOrder, type UnreadableRow } from '../../sync/connector/contract.js';
import { PageCircleError } from '../../sync/connector/page-trail.js';
import { call, find, query } from './client.js';
import { cancelLines, cancelReasons, cancelTogether, followCancel } from './cancel-lines.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { unreadableAnswer } from './errors.js';
import { issue } from './issues.js';
import { marketplaceOf } from './marketplaces.js';
import { orderSchema, type OrderWire } from './order-schema.js';
import { confirmShipment } from './ship-order.js';
import { toRemoteOrder } from './to-domain.js';

const ROOT = '/orders/2026-01-01/orders';
const DATA = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'TAX'] as const;
const PAGE_SIZE = 100;
/** Amazon shows a change only once it is two minutes old, so a poll that asks from where the last one ended would miss some. */
const LAG_MS = 300_000;
const ORDER_ID = /^[A-Z0-9]{3}-\d{7}-\d{7}$/;

const pageSchema = z.looseObject({ orders: z.array(z.unknown()), pagination: z.looseObject({ nextToken: z.string().nullish() }).nullish() });
const oneSchema = z.looseObject({ order: z.unknown() });

export const orders: OrderPort<AmazonCredentials> = {
  changedSince,
  byNumber,
  accept: async (context, action) => ({ kind: 'REFUSED', issue: issue('NOTHING_TO_ACCEPT', `Amazon has no step to accept an order; ship ${action.remoteOrderId} when it is ready`, context.now()) }),
  ship: confirmShipment,
  cancelLines,
  cancelTogether,
  cancelReasons,
  // Cancelling is all that Amazon takes to do by and by.
  followUp: followCancel,
};

/** A walk through the changed orders; every page must be asked for with the same words. `tokens`: digests of those used, to tell a circle. */
interface SearchPosition {
  readonly since: string;
  readonly token: string | null;
  readonly tokens: readonly string[];
}

async function changedSince(context: AmazonContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const position: SearchPosition = cursor === null ? { since: new Date(since.getTime() - LAG_MS).toISOString(), token: null, tokens: [] } : (JSON.parse(cursor) as SearchPosition);
  const parameters = { lastUpdatedAfter: position.since, marketplaceIds: context.store.credentials.marketplaceId, includedData: DATA, maxResultsPerPage: PAGE_SIZE, paginationToken: position.token };
  const page = await call(context, { quota: 'orders-search', operation: 'orders.search', method: 'GET', path: `${ROOT}${query(parameters)}`, personal: true }, pageSchema);
  const token = page.pagination?.nextToken ?? null;
  return { ...readRows(context, page.orders), next: token === null ? null : JSON.stringify(nextPosition(position, token)) };
}

function nextPosition(position: SearchPosition, token: string): SearchPosition {
  const digest = createHash('sha256').update(token).digest('base64url').slice(0, 8);
  if (position.tokens.includes(digest)) throw new PageCircleError('a page of the orders that was read before comes again');
  return { ...position, token, tokens: [...position.tokens, digest] };
}

function readRows(context: AmazonContext, rows: readonly unknown[]): { readonly items: readonly RemoteOrder[]; readonly unreadable: readonly UnreadableRow[] } {
  const items = new Map<string, RemoteOrder>();
  const unreadable: UnreadableRow[] = [];
  for (const row of rows) {
    const parsed = orderSchema.safeParse(row);
    if (parsed.success) items.set(parsed.data.orderId, toRemoteOrder(parsed.data, marketplaceOf(context.store.credentials.marketplaceId)));
    else unreadable.push({ reason: `an order of Amazon's cannot be read: ${parsed.error.issues[0]?.path.join('.') ?? ''}`, text: JSON.stringify(row) });
  }
  return { items: [...items.values()], unreadable };
}

async function byNumber(context: AmazonContext, orderId: string): Promise<RemoteOrder | null> {
  if (!ORDER_ID.test(orderId)) return null;
  const path = `${ROOT}/${orderId}${query({ includedData: DATA })}`;
  const answer = await find(context, { quota: 'order-get', operation: 'orders.byNumber', method: 'GET', path, personal: true }, oneSchema);
  if (answer === null) return null;
  const parsed = orderSchema.safeParse(answer.order);
  if (!parsed.success) throw unreadableAnswer('an order', false, parsed.error);
  refuseElsewhere(context, parsed.data);
  return toRemoteOrder(parsed.data, marketplaceOf(context.store.credentials.marketplaceId));
}

/** Amazon shows a seller's orders of all marketplaces by their number; recorded for a store on another one, its goods would be counted twice. */
function refuseElsewhere({ store }: AmazonContext, { orderId, salesChannel }: OrderWire): void {
  const marketplaceId = salesChannel?.marketplaceId ?? null;
  if (marketplaceId === null || marketplaceId === store.credentials.marketplaceId) return;
  throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `order ${orderId} was placed on Amazon's marketplace ${marketplaceId}, not on this store's` });
}
