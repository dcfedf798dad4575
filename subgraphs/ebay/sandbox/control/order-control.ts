import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import { buyerNumber } from '../buyers.js';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { announce } from '../notify/announce.js';
import type { SigningKeys } from '../notify/signing-key.js';
import { decideCancel, failRefund, openCancel } from '../purchases/change-order.js';
import type { Order } from '../purchases/order.js';
import { payOrder, placeOrder } from '../purchases/place-order.js';
import { siteFacts } from '../reference/sites.js';
import { requireSeller } from './seller-control.js';

const site = z.string().refine((name) => name in siteFacts, 'no site of this sandbox');
const orderSchema = z.strictObject({
  seller: z.string(),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int().min(1), discountMinor: z.int().min(0).optional() })).min(1),
  buyer: z.strictObject({ username: z.string().optional(), userId: z.string().optional(), fullName: z.string().optional() }).default({}),
  isPaid: z.boolean().default(true),
  marketplaceId: site.optional(),
  purchaseMarketplaceId: site.optional(),
});
const returnSchema = z.strictObject({ orderId: z.string(), lineItemId: z.string(), quantity: z.int().min(1), reason: z.string().default('NOT_AS_DESCRIBED'), comments: z.string().optional(), type: z.enum(['MONEY_BACK', 'REPLACEMENT']).default('MONEY_BACK') });

export function installOrderControl(sandbox: EbaySandbox, keys: SigningKeys): void {
  const { kit, market } = sandbox;
  const { control } = kit;
  control.route({
    method: 'POST',
    path: '/orders',
    summary: 'A buyer buys: stock falls, notifications go out; 409 when stock is short. Of the listings on marketplaceId, through purchaseMarketplaceId.',
    example: { seller: 'ebay_demo_seller', lines: [{ sku: 'KUPA-1', quantity: 1 }] },
    body: orderSchema,
    handle: ({ body: { seller, lines, buyer, isPaid, marketplaceId, purchaseMarketplaceId } }) => {
      const who = buyerNumber(market, drawsFrom(market.nowMs()));
      const named = { ...who, ...Object.fromEntries(Object.entries(buyer).filter(([, value]) => value !== undefined)) };
      return sandbox.during(null, () => {
        const { orderId, lines: placed } = placeOrder(sandbox, { seller: requireSeller(market, seller), wishes: lines, buyer: named, isPaid, marketplaceId, purchaseMarketplaceId });
        return { orderId, buyer: named.username, lines: placed.map(({ lineItemId, sku, quantity }) => ({ lineItemId, sku, quantity })) };
      });
    },
  });
  control.route({ method: 'GET', path: '/orders/:orderId', summary: 'An order as eBay keeps it.', handle: ({ params }) => requireOrder(sandbox, params['orderId']) });
  control.route({ method: 'POST', path: '/orders/:orderId/pay', summary: 'The buyer pays an order placed with isPaid false.', handle: ({ params }) => sandbox.during(null, () => void payOrder(sandbox, requireOrder(sandbox, params['orderId']))) });
  control.route({
    method: 'POST',
    path: '/orders/:orderId/cancel-request',
    summary: 'The buyer asks for the order to be cancelled.',
    handle: ({ params }) => sandbox.during(null, () => ({ cancelId: openCancel(sandbox, requireOrder(sandbox, params['orderId']), { initiator: 'BUYER', reason: 'BUYER_ASKED_CANCEL' }).cancelId })),
  });
  control.route({
    method: 'POST',
    path: '/orders/:orderId/refunds/:refundId/fail',
    summary: 'A refund of the order fails, paid or not.',
    handle: ({ params }) =>
      sandbox.during(null, () => {
        const order = requireOrder(sandbox, params['orderId']);
        if (!order.refunds.some(({ refundId }) => refundId === params['refundId'])) throw new ControlError(404, 'no such refund');
        failRefund(sandbox, order, params['refundId'] ?? '');
      }),
  });
  control.route({
    method: 'POST',
    path: '/orders/:orderId/cancels/:cancelId/reject',
    summary: 'A cancellation that is under way comes to nothing.',
    handle: ({ params }) =>
      sandbox.during(null, () => {
        const order = requireOrder(sandbox, params['orderId']);
        if (!order.cancels.some(({ cancelId, state }) => cancelId === params['cancelId'] && state === 'REQUESTED')) throw new ControlError(404, 'no such open cancellation');
        decideCancel(sandbox, order, params['cancelId'] ?? '', 'REJECTED');
      }),
  });
  control.route({
    method: 'POST',
    path: '/returns',
    summary: 'The buyer asks to send something back.',
    example: { orderId: '11-00000-00001', lineItemId: '10000000000001', quantity: 1 },
    body: returnSchema,
    handle: ({ body }) => sandbox.during(null, () => openReturn(sandbox, body)),
  });
  control.route({
    method: 'POST',
    path: '/returns/:returnId/status',
    summary: 'Moves a return.',
    example: { state: 'CLOSED', status: 'CLOSED' },
    body: z.strictObject({ state: z.string(), status: z.string() }),
    handle: ({ body, params }) =>
      sandbox.during(null, () => {
        const found = [...market.returns.range()].find(({ value }) => value.returnId === params['returnId']);
        if (!found) throw new ControlError(404, 'no such return');
        market.returns.put(found.key, { ...found.value, ...body, modifiedAt: market.nowMs() });
      }),
  });
  control.route({ method: 'POST', path: '/notification-key/rotate', summary: 'Signs notifications with a new key from now on.', handle: () => ({ kid: keys.rotate().kid }) });
}

function openReturn(sandbox: EbaySandbox, { orderId, lineItemId, quantity, reason, comments, type }: z.output<typeof returnSchema>): { returnId: string } {
  const { market } = sandbox;
  const order = requireOrder(sandbox, orderId);
  const line = order.lines.find((one) => one.lineItemId === lineItemId);
  if (!line) throw new ControlError(404, 'no such line');
  const returnId = String(market.next('returnCase'));
  const now = market.nowMs();
  market.returns.put([order.seller, returnId], { returnId, orderId, itemId: line.legacyItemId, transactionId: line.transactionId, buyerLoginName: order.buyer?.username ?? '', quantity, reason, ...(comments === undefined ? {} : { comments }), type, refundMinor: Math.round(((line.costMinor - line.discountMinor) * quantity) / line.quantity), currency: order.currency, state: 'RETURN_REQUESTED', status: 'RETURN_REQUESTED', createdAt: now, modifiedAt: now });
  announce(sandbox, { topicId: 'ORDER_RETURN_ACTIVITY', username: order.seller, data: { orderId, returnId, activity: 'RETURN_REQUESTED' } });
  return { returnId };
}

function requireOrder({ market }: EbaySandbox, orderId: string | undefined): Order {
  const found = [...market.orders.range()].find(({ value }) => value.orderId === orderId);
  if (!found) throw new ControlError(404, 'no such order');
  return found.value;
}
