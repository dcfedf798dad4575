import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Json } from '../market.js';
import { completeCancel, decideCancel, openCancel } from '../purchases/change-order.js';
import { fulfillmentStatusOf, legacyIdOf, type CancelRequest, type Order } from '../purchases/order.js';
import type { ReturnCase } from '../purchases/return-case.js';
import { sellerOf } from './authenticate.js';
import { checkSignature } from './check-signature.js';

const ROOT = '/post-order/v2';
const SELLER_REASONS: ReadonlySet<unknown> = new Set(['OUT_OF_STOCK_OR_CANNOT_FULFILL', 'BUYER_ASKED_CANCEL', 'ADDRESS_ISSUES']);

/** Post-Order v2: cancellations of whole orders, and returns to look at. Its errors have a shape of their own. */
export function installPostOrderRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const seller = (request: FastifyRequest) => sellerOf(sandbox, request, 'post-order');

  app.post<{ Body: Json }>(`${ROOT}/cancellation`, (request, reply) => {
    const caller = seller(request);
    checkSignature(sandbox, request, caller);
    const { legacyOrderId, cancelReason } = asJson(request.body);
    const order = orderNamed(sandbox, caller.username, legacyOrderId);
    if (!order) return refuse(reply, 404, 1_607, 'The order was not found.');
    if (!SELLER_REASONS.has(cancelReason)) return refuse(reply, 400, 1_602, 'Invalid cancel reason.');
    const hindrance = whyNotCancel(order);
    if (hindrance !== null) return refuse(reply, 400, 1_603, hindrance);
    const cancelId = sandbox.during(request, () => {
      const opened = openCancel(sandbox, order, { initiator: 'SELLER', reason: String(cancelReason) });
      completeCancel(sandbox, opened.order, opened.cancelId);
      return opened.cancelId;
    });
    return reply.send({ cancelId });
  });

  app.post<{ Body: Json }>(`${ROOT}/cancellation/check_eligibility`, (request, reply) => {
    const { legacyOrderId } = asJson(request.body);
    const order = orderNamed(sandbox, seller(request).username, legacyOrderId);
    if (!order) return refuse(reply, 404, 1_607, 'The order was not found.');
    const hindrance = whyNotCancel(order);
    return reply.send({ legacyOrderId, eligible: hindrance === null, eligibilityStatus: hindrance === null ? 'ELIGIBLE' : 'NOT_ELIGIBLE', failureReason: hindrance === null ? [] : [hindrance] });
  });
  app.get<{ Querystring: { limit?: string; offset?: string } }>(`${ROOT}/cancellation/search`, (request) => {
    const { username } = seller(request);
    return paged(request.query, 'cancellations', ofOwner(market.orders, username).flatMap((order) => order.cancels.map((one) => cancelView(order, one))));
  });
  app.get<{ Params: { cancelId: string } }>(`${ROOT}/cancellation/:cancelId`, (request, reply) => {
    const { cancelId } = request.params;
    const found = ofOwner(market.orders, seller(request).username).flatMap((order) => order.cancels.flatMap((one) => (one.cancelId === cancelId ? [cancelView(order, one)] : [])))[0];
    return found === undefined ? refuse(reply, 404, 1_608, 'There is no such cancellation.') : reply.send({ cancelDetail: found });
  });

  for (const [verb, verdict] of [['approve', 'COMPLETED'], ['reject', 'REJECTED']] as const) {
    app.post<{ Params: { cancelId: string } }>(`${ROOT}/cancellation/:cancelId/${verb}`, (request, reply) => {
      const caller = seller(request);
      if (verb === 'approve') checkSignature(sandbox, request, caller);
      const { cancelId } = request.params;
      const order = ofOwner(market.orders, caller.username).find(({ cancels }) => cancels.some((one) => one.cancelId === cancelId && one.state === 'REQUESTED' && one.initiator === 'BUYER'));
      if (!order) return refuse(reply, 404, 1_608, 'There is no such open cancellation.');
      sandbox.during(request, () => {
        if (verdict === 'COMPLETED') completeCancel(sandbox, order, cancelId);
        else decideCancel(sandbox, order, cancelId, verdict);
      });
      return reply.send({});
    });
  }

  app.get<{ Querystring: ReturnQuery & { limit?: string; offset?: string } }>(`${ROOT}/return/search`, (request) => {
    const { username } = seller(request);
    return paged(request.query, 'members', ofOwner(market.returns, username).filter((one) => isAskedFor(one, request.query)).map((one) => returnView(username, one)));
  });
  app.get<{ Params: { returnId: string } }>(`${ROOT}/return/:returnId`, (request, reply) => {
    const { username } = seller(request);
    const found = market.returns.get([username, request.params.returnId]);
    return found === undefined ? refuse(reply, 404, 1_609, 'There is no such return.') : reply.send({ summary: returnView(username, found) });
  });
}

interface ReturnQuery {
  readonly creation_date_range_from?: string;
  readonly return_state?: string;
}

const CLOSED: ReadonlySet<string> = new Set(['CLOSED', 'RETURN_CANCELED', 'RETURN_REJECTED', 'REFUND_ISSUED']);
const SPAN_MS = 90 * 86_400_000;

/** Open ones unless closed ones are asked for; from a day on, those of 90 days. */
function isAskedFor({ createdAt, state }: ReturnCase, { creation_date_range_from: from, return_state }: ReturnQuery): boolean {
  const fromMs = from === undefined ? null : Date.parse(from);
  return (return_state === 'CLOSED') === CLOSED.has(state) && (fromMs === null || (createdAt >= fromMs && createdAt < fromMs + SPAN_MS));
}

/** `offset` counts pages from 1. */
function paged(query: { limit?: string; offset?: string }, name: string, all: readonly Json[]): Json {
  const [limit, offset] = [Math.min(200, Number(query.limit ?? 25)), Number(query.offset ?? 1)];
  return { [name]: all.slice((offset - 1) * limit, offset * limit), total: all.length, paginationOutput: { limit, offset, totalEntries: all.length, totalPages: Math.ceil(all.length / limit) } };
}

function cancelView(order: Order, { cancelId, state, initiator, reason, requestedAt, completedAt }: CancelRequest): Json {
  return {
    cancelId,
    legacyOrderId: legacyIdOf(order),
    requestorType: initiator,
    cancelReason: reason,
    cancelState: state === 'REQUESTED' ? 'APPROVAL_PENDING' : 'CLOSED',
    cancelStatus: state === 'REQUESTED' ? 'CANCEL_REQUESTED' : state === 'REJECTED' ? 'CANCEL_REJECTED' : 'CANCEL_CLOSED_WITH_REFUND',
    cancelRequestDate: { value: new Date(requestedAt).toISOString() },
    ...(completedAt === null ? {} : { cancelCloseDate: { value: new Date(completedAt).toISOString() } }),
  };
}

const SELLERS_MOVE: ReadonlySet<string> = new Set(['RETURN_REQUESTED', 'RETURN_WAITING_FOR_RMA']);
const REFUNDED: ReadonlySet<string> = new Set(['REFUND_ISSUED', 'CLOSED']);

function returnView(username: string, one: ReturnCase): Json {
  const dueAt = { value: new Date(one.modifiedAt + 3 * 86_400_000).toISOString() };
  const refund = one.refundMinor === undefined ? null : { value: one.refundMinor / 100, currency: one.currency };
  return {
    returnId: one.returnId,
    orderId: one.orderId,
    state: one.state,
    status: one.status,
    buyerLoginName: one.buyerLoginName,
    sellerLoginName: username,
    creationInfo: { item: { itemId: one.itemId, transactionId: one.transactionId, returnQuantity: one.quantity }, reason: one.reason, ...(one.comments === undefined ? {} : { comments: { content: one.comments } }), creationDate: { value: new Date(one.createdAt).toISOString() } },
    currentType: one.type ?? 'MONEY_BACK',
    ...(SELLERS_MOVE.has(one.state) ? { sellerResponseDue: { activityDue: 'SELLER_APPROVE_REQUEST', respondByDate: dueAt } } : {}),
    ...(refund === null ? {} : { buyerTotalRefund: { estimatedRefundAmount: refund, ...(REFUNDED.has(one.state) ? { actualRefundAmount: refund } : {}) } }),
    timeoutDate: dueAt,
  };
}

function orderNamed({ market }: EbaySandbox, username: string, legacyOrderId: unknown): Order | undefined {
  return ofOwner(market.orders, username).find((one) => legacyIdOf(one) === legacyOrderId || one.orderId === legacyOrderId);
}

function whyNotCancel(order: Order): string | null {
  if (order.cancelState === 'CANCELED') return 'The order is already cancelled.';
  return fulfillmentStatusOf(order) === 'NOT_STARTED' ? null : 'The order has been shipped, wholly or in part.';
}

function refuse(reply: FastifyReply, status: number, errorId: number, message: string): FastifyReply {
  return reply.code(status).send({ errorMessage: { error: [{ errorId, domain: 'post-order', severity: 'ERROR', category: 'REQUEST', message, parameter: [] }] } });
}
