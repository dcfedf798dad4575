import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import { MARKETPLACE_TR } from '../access/marketplaces.js';
import type { Kernel } from '../kernel.js';
import { fulfillmentStatusOf, type Order } from '../purchases/order.js';
import { PurchaseRefused, type OrderDesk } from '../purchases/order-desk.js';

const orderBody = z.strictObject({
  sellerId: z.string(),
  marketplaceId: z.string().default(MARKETPLACE_TR),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int().min(1), discountMinor: z.int().min(0).optional() })).min(1),
  isPending: z.boolean().optional(),
  isCompany: z.boolean().optional(),
  isFba: z.boolean().optional(),
});
const reasonBody = z.strictObject({ reason: z.string().default('Fikrimi değiştirdim') });

/** Buyers, carriers and their changes of mind. */
export function installOrderControl(control: Control, { state }: Kernel, desk: OrderDesk): void {
  const require = (params: Readonly<Record<string, string>>): Order => {
    const order = desk.get(params['orderId'] ?? '');
    if (!order) throw new ControlError(404, 'no such order');
    return order;
  };
  const change = (path: string, summary: string, act: (order: Order) => Order): void =>
    control.route({ method: 'POST', path: `/orders/:orderId/${path}`, summary, handle: ({ params }) => state.transaction(() => viewOf(desk.change(act(require(params)), { type: 'OrderStatusChange', requestId: null }))) });

  control.route({
    method: 'POST',
    path: '/orders',
    summary: "A buyer orders; `isFba`: what lies in Amazon's own warehouse. Refused with 409 when Amazon has not enough of it or does not sell it.",
    example: { sellerId: 'A1EXAMPLESELLER', lines: [{ sku: 'KUPA-1', quantity: 2 }] },
    body: orderBody,
    handle: ({ body }) => {
      try {
        return state.transaction(() => viewOf(desk.place(body)));
      } catch (error) {
        if (error instanceof PurchaseRefused) throw new ControlError(409, error.message);
        throw error;
      }
    },
  });
  control.route({ method: 'GET', path: '/orders/:orderId', summary: 'An order as Amazon has it.', handle: ({ params }) => require(params) });
  change('pay', 'The payment of a pending order clears.', (order) => ({ ...order, isPending: false }));
  change('ship-by-amazon', 'Amazon ships an order from its own warehouse.', (order) => {
    if (!order.isFba) throw new ControlError(409, 'the seller ships this order');
    return { ...order, items: order.items.map((item) => (item.cancelledBy === null ? { ...item, shipped: item.quantity } : item)) };
  });
  change('deliver', 'The carrier delivers every package.', (order) => moved(order, 'DELIVERED', 'DELIVERED'));
  change('undeliver', 'Nothing could be delivered.', (order) => moved(order, 'UNDELIVERABLE', 'REJECTED_BY_BUYER'));
  control.route({
    method: 'POST',
    path: '/orders/:orderId/cancel',
    summary: 'Amazon cancels for the buyer what is not shipped; the units go back on sale.',
    body: reasonBody,
    handle: ({ params, body }) =>
      state.transaction(() => {
        const order = require(params);
        const open = order.items.filter(({ shipped, cancelledBy }) => shipped === 0 && cancelledBy === null);
        if (open.length === 0) throw new ControlError(409, 'nothing of this order can be cancelled');
        open.forEach((item) => desk.restock(order, item));
        return viewOf(desk.change({ ...order, items: order.items.map((item) => (open.includes(item) ? { ...item, cancelledBy: 'BUYER' as const, cancelReason: body.reason } : item)) }, { type: 'OrderStatusChange', requestId: null }));
      }),
  });
  control.route({
    method: 'POST',
    path: '/orders/:orderId/cancel-request',
    summary: 'The buyer asks the seller to cancel.',
    body: reasonBody,
    handle: ({ params, body }) =>
      state.transaction(() => {
        const order = require(params);
        return viewOf(desk.change({ ...order, items: order.items.map((item) => ({ ...item, cancelWish: body.reason })) }, { type: 'BuyerRequestedChange', requestId: null }));
      }),
  });
}

function moved(order: Order, status: Order['packages'][number]['status'], detailedStatus: string): Order {
  if (order.packages.length === 0) throw new ControlError(409, 'nothing of this order has been shipped');
  return { ...order, packages: order.packages.map((one) => ({ ...one, status, detailedStatus })) };
}

function viewOf(order: Order): { orderId: string; fulfillmentStatus: string } {
  return { orderId: order.orderId, fulfillmentStatus: fulfillmentStatusOf(order) };
}
