import type { FastifyRequest } from 'fastify';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Json, type Seller } from '../market.js';
import { issueRefund, shipLines } from '../purchases/change-order.js';
import { orderView } from '../purchases/order-view.js';
import { fulfillmentStatusOf, type Order } from '../purchases/order.js';
import { fulfillmentError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';
import { checkSignature } from './check-signature.js';

const ROOT = '/sell/fulfillment/v1/order';
const DAY_MS = 86_400_000;

interface OrdersQuery {
  readonly filter?: string;
  readonly orderIds?: string;
  readonly limit?: string;
  readonly offset?: string;
  readonly fieldGroups?: string;
}

/** Fulfillment: orders, shipping_fulfillment and issue_refund. */
export function installOrderRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const seller = (request: FastifyRequest) => sellerOf(sandbox, request, 'fulfillment');
  const baseUrl = (request: FastifyRequest) => `${request.protocol}://${request.host}`;
  const view = (request: FastifyRequest, order: Order, isWhole: boolean) => orderView(order, { isWhole, nowMs: market.nowMs(), baseUrl: baseUrl(request) });

  app.get<{ Querystring: OrdersQuery }>(ROOT, (request) => {
    const { username } = seller(request);
    const { limit = '50', offset = '0', orderIds, fieldGroups } = request.query;
    if (fieldGroups !== undefined && fieldGroups !== 'TAX_BREAKDOWN') throw invalid(32_800, 'Invalid field group.');
    const [size, first] = [Number(limit), Number(offset)];
    if (!Number.isInteger(size) || size < 1 || size > 200) throw invalid(31_100, 'Invalid limit. It must be from 1 to 200.');
    if (!Number.isInteger(first) || first < 0) throw invalid(31_000, 'Invalid offset.');
    const found = orderIds === undefined ? ofOwner(market.orders, username).filter(readFilter(request.query.filter, market.nowMs())) : byIds(sandbox, username, orderIds);
    // (sandbox choice) Newest first.
    const sorted = found.toSorted((a, b) => b.createdAt - a.createdAt || (a.orderId < b.orderId ? 1 : -1));
    const address = (from: number) => `${baseUrl(request)}${ROOT}?${new URLSearchParams({ ...(request.query.filter === undefined ? {} : { filter: request.query.filter }), limit, offset: String(from) }).toString()}`;
    return {
      href: address(first),
      total: sorted.length,
      limit: size,
      offset: first,
      ...(first + size < sorted.length ? { next: address(first + size) } : {}),
      ...(first > 0 ? { prev: address(Math.max(0, first - size)) } : {}),
      orders: sorted.slice(first, first + size).map((order) => view(request, order, false)),
    };
  });

  app.get<{ Params: { orderId: string } }>(`${ROOT}/:orderId`, (request) => view(request, requireOrder(sandbox, seller(request), request.params.orderId), true));

  app.post<{ Params: { orderId: string }; Body: Json }>(`${ROOT}/:orderId/shipping_fulfillment`, (request, reply) => {
    const order = requireOrder(sandbox, seller(request), request.params.orderId);
    const fulfillmentId = sandbox.during(request, () => shipLines(sandbox, order, asJson(request.body)));
    return reply.code(201).header('location', `${baseUrl(request)}${ROOT}/${order.orderId}/shipping_fulfillment/${fulfillmentId}`).send();
  });

  app.get<{ Params: { orderId: string } }>(`${ROOT}/:orderId/shipping_fulfillment`, (request) => {
    const { fulfillments } = requireOrder(sandbox, seller(request), request.params.orderId);
    return { total: fulfillments.length, fulfillments: fulfillments.map(fulfillmentView) };
  });
  app.get<{ Params: { orderId: string; fulfillmentId: string } }>(`${ROOT}/:orderId/shipping_fulfillment/:fulfillmentId`, (request) => {
    const { orderId, fulfillmentId } = request.params;
    const found = requireOrder(sandbox, seller(request), orderId).fulfillments.find((one) => one.fulfillmentId === fulfillmentId);
    if (!found) throw refusal(404, fulfillmentError(32_600, 'The fulfillment was not found.', { fulfillmentId }));
    return fulfillmentView(found);
  });

  app.post<{ Params: { orderId: string }; Body: Json }>(`${ROOT}/:orderId/issue_refund`, (request) => {
    const caller = sellerOf(sandbox, request, 'fulfillment', 'finances');
    checkSignature(sandbox, request, caller);
    const order = market.orders.get([caller.username, request.params.orderId]);
    if (!order) throw refusal(404, fulfillmentError(34_913, 'The order was not found.', { orderId: request.params.orderId }));
    return sandbox.during(request, () => issueRefund(sandbox, order, asJson(request.body)));
  });
}

function fulfillmentView({ fulfillmentId, carrier, tracking, shippedAt, lines }: Order['fulfillments'][number]): Json {
  return { fulfillmentId, ...(carrier === null ? {} : { shippingCarrierCode: carrier }), ...(tracking === null ? {} : { shipmentTrackingNumber: tracking }), shippedDate: shippedAt, lineItems: lines };
}

function requireOrder({ market }: EbaySandbox, { username }: Seller, orderId: string): Order {
  const order = market.orders.get([username, orderId]);
  if (!order) throw refusal(/^\d{2}-\d{5}-\d{5}$/.test(orderId) ? 404 : 400, fulfillmentError(32_100, 'Invalid order ID.', { orderId }));
  return order;
}

function byIds({ market }: EbaySandbox, username: string, orderIds: string): Order[] {
  const ids = orderIds.split(',');
  if (ids.length > 50) throw invalid(30_900, 'At most 50 order ids are allowed.');
  return ids.flatMap((id) => market.orders.get([username, id]) ?? []);
}

function readFilter(filter: string | undefined, nowMs: number): (order: Order) => boolean {
  if (filter === undefined) return ({ createdAt }) => createdAt >= nowMs - 90 * DAY_MS;
  const parts = [...filter.matchAll(/(\w+):(\[[^\]]*\]|\{[^}]*\})/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join(',') !== filter) throw invalid(30_700, 'Invalid filter.');
  const tests = new Map(parts.map(([, name = '', value = '']) => [name, testOf(name, value, nowMs)]));
  if (tests.has('creationdate')) tests.delete('lastmodifieddate');
  return (order) => [...tests.values()].every((test) => test(order));
}

function testOf(name: string, value: string, nowMs: number): (order: Order) => boolean {
  if (name === 'orderfulfillmentstatus') {
    const wanted = value.slice(1, -1).split('|');
    if (!['NOT_STARTED|IN_PROGRESS', 'FULFILLED|IN_PROGRESS'].includes(wanted.join('|'))) throw invalid(30_800, 'Invalid filter value.');
    return (order) => wanted.includes(fulfillmentStatusOf(order));
  }
  if (name !== 'creationdate' && name !== 'lastmodifieddate') throw invalid(30_700, `Invalid filter name ${name}.`);
  const [from = '', to = ''] = value.slice(1, -1).split('..');
  const [start, end] = [Date.parse(from), to === '' ? Infinity : Date.parse(to)];
  if (Number.isNaN(start) || Number.isNaN(end)) throw invalid(30_800, 'Invalid date.');
  if (start > end) throw invalid(30_830, 'The start date is later than the end date.');
  // A clock that is a little behind is not the caller's fault.
  if (start > nowMs + 60_000 || (end !== Infinity && end > nowMs + 60_000)) throw invalid(30_850, 'The date must not be in the future.');
  if (start < nowMs - 731 * DAY_MS) throw invalid(30_810, 'The date must not be more than two years in the past.');
  return (order) => (name === 'creationdate' ? order.createdAt : order.modifiedAt) >= start && (name === 'creationdate' ? order.createdAt : order.modifiedAt) <= end;
}

function invalid(errorId: number, text: string) {
  return refusal(400, fulfillmentError(errorId, text));
}
