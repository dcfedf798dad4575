import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Json } from '../market.js';
import { decideCancel, openCancel } from '../purchases/change-order.js';
import { fulfillmentStatusOf, legacyIdOf, type Order } from '../purchases/order.js';
import { sellerOf } from './authenticate.js';
import { checkSignature } from './check-signature.js';

const ROOT = '/post-order/v2';
const SELLER_REASONS: ReadonlySet<unknown> = new Set(['OUT_OF_STOCK_OR_CANNOT_FULFILL', 'BUYER_ASKED_CANCEL', 'ADDRESS_ISSUES']);

/** Post-Order v2: cancellations of whole orders, and the search of returns. Its errors have a shape of their own. */
export function installPostOrderRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const seller = (request: FastifyRequest) => sellerOf(sandbox, request, 'post-order');

  app.post<{ Body: Json }>(`${ROOT}/cancellation`, (request, reply) => {
    const caller = seller(request);
    checkSignature(sandbox, request, caller);
    const { legacyOrderId, cancelReason } = asJson(request.body);
    const order = ofOwner(market.orders, caller.username).find((one) => legacyIdOf(one) === legacyOrderId || one.orderId === legacyOrderId);
    if (!order) return refuse(reply, 404, 1_607, 'The order was not found.');
    if (!SELLER_REASONS.has(cancelReason)) return refuse(reply, 400, 1_602, 'Invalid cancel reason.');
    const hindrance = whyNotCancel(order);
    if (hindrance !== null) return refuse(reply, 400, 1_603, hindrance);
    const cancelId = sandbox.during(request, () => {
      const opened = openCancel(sandbox, order, { initiator: 'SELLER', reason: String(cancelReason) });
      decideCancel(sandbox, opened.order, opened.cancelId, 'COMPLETED');
      return opened.cancelId;
    });
    return reply.send({ cancelId });
  });

  for (const [verb, verdict] of [['approve', 'COMPLETED'], ['reject', 'REJECTED']] as const) {
    app.post<{ Params: { cancelId: string } }>(`${ROOT}/cancellation/:cancelId/${verb}`, (request, reply) => {
      const caller = seller(request);
      if (verb === 'approve') checkSignature(sandbox, request, caller);
      const { cancelId } = request.params;
      const order = ofOwner(market.orders, caller.username).find(({ cancels }) => cancels.some((one) => one.cancelId === cancelId && one.state === 'REQUESTED'));
      if (!order) return refuse(reply, 404, 1_608, 'There is no such open cancellation.');
      sandbox.during(request, () => decideCancel(sandbox, order, cancelId, verdict));
      return reply.send({});
    });
  }

  app.get<{ Querystring: { creation_date_range_from?: string; limit?: string; offset?: string } }>(`${ROOT}/return/search`, (request) => {
    const { username } = seller(request);
    const from = Date.parse(request.query.creation_date_range_from ?? '1970-01-01T00:00:00Z');
    const [limit, offset] = [Math.min(200, Number(request.query.limit ?? 25)), Number(request.query.offset ?? 1)];
    const found = ofOwner(market.returns, username).filter(({ createdAt }) => createdAt >= from);
    const members = found.slice((offset - 1) * limit, offset * limit).map((one) => ({
      returnId: one.returnId,
      orderId: one.orderId,
      state: one.state,
      status: one.status,
      buyerLoginName: one.buyerLoginName,
      sellerLoginName: username,
      creationInfo: { item: { itemId: one.itemId, transactionId: one.transactionId, returnQuantity: one.quantity }, reason: one.reason, creationDate: { value: new Date(one.createdAt).toISOString() } },
      timeoutDate: { value: new Date(one.modifiedAt + 3 * 86_400_000).toISOString() },
    }));
    return { members, total: found.length, paginationOutput: { limit, offset, totalEntries: found.length, totalPages: Math.ceil(found.length / limit) } };
  });
}

function whyNotCancel(order: Order): string | null {
  if (order.cancelState === 'CANCELED') return 'The order is already cancelled.';
  return fulfillmentStatusOf(order) === 'NOT_STARTED' ? null : 'The order has been shipped, wholly or in part.';
}

function refuse(reply: FastifyReply, status: number, errorId: number, message: string): FastifyReply {
  return reply.code(status).send({ errorMessage: { error: [{ errorId, domain: 'post-order', severity: 'ERROR', category: 'REQUEST', message, parameter: [] }] } });
}
