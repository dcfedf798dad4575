import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../listings/shelf.js';
import type { Desk } from '../packages/desk.js';
import type { LineSelection, PackageStatus, ShipmentPackage } from '../packages/package.js';
import { placeOrder, PurchaseRefused } from '../packages/place-order.js';
import { canMove } from '../packages/transitions.js';
import { withdrawLines } from '../packages/withdraw-lines.js';

const orderBody = z.strictObject({
  sellerId: z.number(),
  lines: z.array(z.strictObject({ barcode: z.string(), quantity: z.int().min(1), sellerDiscount: z.number().min(0).optional(), tyDiscount: z.number().min(0).optional() })).min(1),
  buyer: z.looseObject({}).optional(),
  awaiting: z.boolean().optional(),
});
const cancelBody = z.strictObject({ lines: z.array(z.strictObject({ barcode: z.string(), quantity: z.int().min(1) })).optional() });

/** What carriers and time do to a package. */
const MOVES: Readonly<Record<string, { to: PackageStatus; summary: string }>> = {
  confirm: { to: 'Created', summary: 'The payment of an awaiting order is approved.' },
  ship: { to: 'Shipped', summary: 'The carrier scans the open packages of the order.' },
  collect: { to: 'AtCollectionPoint', summary: 'Shipped packages reach their collection point.' },
  deliver: { to: 'Delivered', summary: 'Shipped packages are delivered.' },
  undeliver: { to: 'UnDelivered', summary: 'Shipped packages could not be delivered.' },
  'send-back': { to: 'Returned', summary: 'Undelivered packages come back to the seller.' },
};

/** Buyers, carriers and their changes of mind. */
export function installOrderControl(control: Control, kernel: Kernel, shelf: Shelf, desk: Desk): void {
  const { state } = kernel;

  control.route({
    method: 'POST',
    path: '/orders',
    summary: 'A buyer orders. Refused with 409 when the marketplace has not enough stock or does not sell it.',
    example: { sellerId: 2738001, lines: [{ barcode: 'SBX-1', quantity: 2 }] },
    body: orderBody,
    handle: ({ body }) => {
      const { awaiting, ...purchase } = body;
      return state.transaction(() => placeOrRefuse(() => placeOrder(kernel, shelf, desk, { ...purchase, isAwaiting: awaiting })));
    },
  });
  control.route({
    method: 'GET',
    path: '/orders/:orderNumber',
    summary: 'All packages of an order, dead ones included.',
    handle: ({ params }) => ({ packages: requireOrder(desk, params) }),
  });
  control.route({
    method: 'POST',
    path: '/orders/:orderNumber/cancel',
    summary: 'The customer cancels what is not shipped, or only the named quantities.',
    example: { lines: [{ barcode: 'SBX-1', quantity: 1 }] },
    body: cancelBody,
    handle: ({ params, body }) =>
      state.transaction(() => {
        const cancellable = requireOrder(desk, params).filter(({ status }) => canMove(status, 'Cancelled'));
        const cancelled = cancellable.filter((one) => {
          const selection = cancelSelection(one, body.lines);
          if (selection.length > 0) withdrawLines({ kernel, shelf, desk }, one, { selection, status: 'Cancelled', by: 'customer', reason: 'Müşteri vazgeçti', reasonCode: 1_000, requestId: null });
          return selection.length > 0;
        });
        if (cancelled.length === 0) throw new ControlError(409, 'nothing of this order can be cancelled');
        return { packages: requireOrder(desk, params) };
      }),
  });
  for (const [move, { to, summary }] of Object.entries(MOVES)) {
    control.route({
      method: 'POST',
      path: `/orders/:orderNumber/${move}`,
      summary,
      handle: ({ params }) =>
        state.transaction(() => {
          const movable = requireOrder(desk, params).filter(({ status }) => canMove(status, to));
          if (movable.length === 0) throw new ControlError(409, `no package of this order can become ${to}`);
          movable.forEach((one) => desk.move(one, to, { requestId: null }));
          return { packages: requireOrder(desk, params) };
        }),
    });
  }
}

function requireOrder(desk: Desk, params: Readonly<Record<string, string>>): ShipmentPackage[] {
  const packages = desk.byOrder(params['orderNumber'] ?? '');
  if (packages.length === 0) throw new ControlError(404, 'no such order');
  return packages;
}

/** All lines of the package, or as much of the wanted barcodes as it holds. */
function cancelSelection({ lines }: ShipmentPackage, wanted: readonly { barcode: string; quantity: number }[] | undefined): LineSelection[] {
  if (!wanted) return lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
  return wanted.flatMap(({ barcode, quantity }) => {
    const line = lines.find((one) => one.barcode === barcode);
    return line ? [{ lineId: line.lineId, quantity: Math.min(quantity, line.quantity) }] : [];
  });
}

function placeOrRefuse(place: () => ShipmentPackage): ShipmentPackage {
  try {
    return place();
  } catch (error) {
    if (error instanceof PurchaseRefused) throw new ControlError(409, error.message);
    throw error;
  }
}
