import { z } from 'zod';
import type { Endpoint } from '../access/endpoint.js';
import { badRequest } from '../access/errors.js';
import type { ClaimBook } from '../claims/claim-book.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../listings/shelf.js';
import type { Desk } from './desk.js';
import { placeOrder, PurchaseRefused } from './place-order.js';
import { readBody, requireMove, requirePackage } from './seller-actions.js';

export interface StageParts {
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly claims: ClaimBook;
}

const STATUSES = ['Shipped', 'AtCollectionPoint', 'Delivered', 'UnDelivered', 'Returned'] as const;
const orderBody = z.looseObject({
  customer: z.looseObject({ customerFirstName: z.string().optional(), customerLastName: z.string().optional() }).optional(),
  lines: z.array(z.looseObject({ barcode: z.string(), quantity: z.int().min(1) })).min(1),
});
const statusBody = z.looseObject({ status: z.enum(STATUSES) });

/** The test services of Trendyol's stage: order, and move packages and claims forward, by the seller's own key. */
export function stageTestEndpoints(kernel: Kernel, { shelf, desk, claims }: StageParts): Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/test/order/orders/core',
      quota: null,
      style: 'order',
      handle: ({ sellerId, body }) => {
        const { customer, lines } = readBody(orderBody, body);
        const { customerFirstName, customerLastName } = customer ?? {};
        const buyer = { ...(customerFirstName === undefined ? {} : { customerFirstName }), ...(customerLastName === undefined ? {} : { customerLastName }) };
        const wanted = lines.map(({ barcode, quantity }) => ({ barcode, quantity }));
        return { orderNumber: place(() => placeOrder(kernel, shelf, desk, { sellerId, lines: wanted, buyer })).orderNumber };
      },
    },
    {
      method: 'PUT',
      path: '/test/order/sellers/:sellerId/shipment-packages/:packageId/status',
      quota: null,
      style: 'order',
      handle: (call) => {
        const one = requirePackage(desk, call);
        desk.move(one, requireMove(one, readBody(statusBody, call.body).status), { requestId: call.requestId });
        return undefined;
      },
    },
    {
      method: 'PUT',
      path: '/test/order/sellers/:sellerId/claims/waiting-in-action',
      quota: null,
      style: 'order',
      handle: ({ sellerId, requestId }) => {
        for (const claim of claims.all(sellerId)) {
          const created = claim.items.flatMap(({ claimItems }) => claimItems.filter(({ status }) => status === 'Created').map(({ id }) => id));
          if (created.length > 0) claims.move(claim, created, 'WaitingInAction', { by: 'SYSTEM', requestId });
        }
        return undefined;
      },
    },
  ];
}

function place<T>(order: () => T): T {
  try {
    return order();
  } catch (error) {
    if (error instanceof PurchaseRefused) throw badRequest('order.refused', error.message);
    throw error;
  }
}
