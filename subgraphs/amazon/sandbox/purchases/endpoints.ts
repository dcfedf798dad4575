import { createHash } from 'node:crypto';
import type { StateStore } from '../../../../platform/sandbox/state.js';
import type { Endpoint, SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound } from '../access/errors.js';
import { isoOf, type Kernel } from '../kernel.js';
import { confirmShipment } from './confirm-shipment.js';
import { fulfillmentStatusOf } from './order.js';
import type { OrderDesk } from './order-desk.js';
import { DATA_SETS, orderView } from './order-view.js';
import { v0OrderReads } from './v0-reads.js';

const ROOT = '/orders/2026-01-01/orders';
const TOKEN_LIFE_MS = 86_400_000;
const LEAST_AGE_MS = 120_000;

/** What a paging token stands for; the same parameters must come with it. */
interface Paging {
  readonly offset: number;
  readonly before: number;
  readonly until: number;
  readonly digest: string;
}

export function orderEndpoints(kernel: Kernel, desk: OrderDesk): Endpoint[] {
  // Opened here: a collection must not be opened for the first time within a transaction.
  const tokens = kernel.state.store<Paging>('paging');
  return [
    { method: 'GET', path: ROOT, operation: 'searchOrders', handle: (call) => searchOrders(call, kernel, { desk, tokens }) },
    {
      method: 'GET',
      path: `${ROOT}/:orderId`,
      operation: 'getOrder',
      handle({ params, query, seller }) {
        const order = desk.get(orderIdOf(params));
        if (order?.sellerId !== seller.sellerId) throw notFound('The requested order was not found.');
        return { order: orderView(order, { included: includedOf(query.list('includedData')), seesBuyers: seller.seesBuyers }) };
      },
    },
    ...v0OrderReads(kernel, desk),
    { method: 'POST', path: '/orders/v0/orders/:orderId/shipmentConfirmation', operation: 'confirmShipment', handle: (call) => confirmShipment(call, kernel, desk) },
  ];
}

export function orderIdOf(params: Readonly<Record<string, string>>): string {
  const orderId = params['orderId'] ?? '';
  if (!/^\d{3}-\d{7}-\d{7}$/.test(orderId)) throw invalidInput('The order id must have the form 3-7-7.');
  return orderId;
}

function searchOrders({ query, seller }: SellerCall, { clock, settings }: Kernel, { desk, tokens }: { desk: OrderDesk; tokens: StateStore<Paging> }): unknown {
  const [createdAfter, updatedAfter] = [query.time('createdAfter'), query.time('lastUpdatedAfter')];
  if ((createdAfter === undefined) === (updatedAfter === undefined)) throw invalidInput('Exactly one of createdAfter and lastUpdatedAfter is required.');
  const isByUpdate = updatedAfter !== undefined;
  const included = includedOf(query.list('includedData'));
  const size = query.integer('maxResultsPerPage', { fallback: 100, min: 1, max: 100 });
  const paging = pagingOf(query, clock.now(), tokens);
  const before = paging?.before ?? beforeOf(query, { isByUpdate, now: clock.now(), lagMs: settings().orderListLagMs });
  const timeOf = isByUpdate ? (order: { updatedAt: number }) => order.updatedAt : (order: { createdAt: number }) => order.createdAt;
  const after = updatedAfter ?? createdAfter ?? 0;
  const [statuses, marketplaceIds, fulfilledBy] = [query.list('fulfillmentStatuses'), query.list('marketplaceIds'), query.text('fulfilledBy')];
  const found = desk
    .of(seller.sellerId)
    .filter((order) => timeOf(order) >= after && timeOf(order) <= before)
    .filter((order) => (statuses.length === 0 || statuses.includes(fulfillmentStatusOf(order))) && (marketplaceIds.length === 0 || marketplaceIds.includes(order.marketplaceId)) && (fulfilledBy === undefined || fulfilledBy === (order.isFba ? 'AMAZON' : 'MERCHANT')))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
  const offset = paging?.offset ?? 0;
  const page = found.slice(offset, offset + size);
  const end = offset + page.length;
  return {
    orders: page.map((order) => orderView(order, { included, seesBuyers: seller.seesBuyers })),
    ...(end < found.length ? { pagination: { nextToken: saveToken(tokens, { offset: end, before, until: clock.now() + TOKEN_LIFE_MS, digest: digestOf(query) }) } } : {}),
    ...(isByUpdate ? { lastUpdatedBefore: isoOf(before) } : { createdBefore: isoOf(before) }),
  };
}

function beforeOf(query: SellerCall['query'], { isByUpdate, now, lagMs }: { isByUpdate: boolean; now: number; lagMs: number }): number {
  const mine = isByUpdate ? 'lastUpdatedBefore' : 'createdBefore';
  if (query.text(isByUpdate ? 'createdBefore' : 'lastUpdatedBefore') !== undefined) throw invalidInput('Times of creation and of update cannot be mixed.');
  const given = query.time(mine);
  if (given !== undefined && given > now - LEAST_AGE_MS) throw invalidInput(`${mine} must be at least two minutes in the past.`);
  return given ?? now - lagMs;
}

function pagingOf(query: SellerCall['query'], now: number, tokens: { get(key: string): Paging | undefined }): Paging | null {
  const token = query.text('paginationToken');
  if (token === undefined) return null;
  const paging = tokens.get(token);
  if (!paging || paging.until < now || paging.digest !== digestOf(query)) throw invalidInput('Invalid value for parameter paginationToken');
  return paging;
}

function saveToken(tokens: { put(key: string, value: Paging): void }, paging: Paging): string {
  const token = createHash('sha256').update(JSON.stringify(paging)).digest('base64url');
  tokens.put(token, paging);
  return token;
}

function digestOf(query: SellerCall['query']): string {
  const names = ['createdAfter', 'createdBefore', 'lastUpdatedAfter', 'lastUpdatedBefore', 'fulfillmentStatuses', 'marketplaceIds', 'fulfilledBy', 'maxResultsPerPage', 'includedData'];
  return createHash('sha256').update(JSON.stringify(names.map((name) => query.list(name)))).digest('hex');
}

function includedOf(wanted: readonly string[]): readonly string[] {
  const unknown = wanted.find((name) => !(DATA_SETS as readonly string[]).includes(name));
  if (unknown !== undefined) throw invalidInput(`Invalid value for parameter includedData: ${unknown}`);
  return wanted;
}
