import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import type { Warehouses } from '../warehouses.js';
import { sellerOfCall } from './seller-control.js';

interface Parts {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly warehouses: Warehouses;
}

/** Warehouses beyond the two that every shop has, and what becomes of them in the cabinet. */
export function installWarehouseControl(control: Control, { kernel, sellers, warehouses }: Parts): void {
  control.route({
    method: 'POST',
    path: '/warehouses',
    summary: 'Opens a warehouse, with so many delivery methods.',
    example: { name: 'Склад 2', isRfbs: false, deliveryMethods: 1 },
    body: z.strictObject({ clientId: z.string().optional(), name: z.string().min(1), isRfbs: z.boolean().default(false), deliveryMethods: z.int().min(0).max(1_000).default(1) }),
    handle: ({ body: { clientId, ...one } }) => warehouses.add(sellerOfCall(sellers, clientId).clientId, one),
  });
  control.route({
    method: 'PUT',
    path: '/warehouses/:id',
    summary: 'Switches a warehouse off (any word as status; created puts it back to use), or puts one on pause.',
    example: { status: 'disabled', isPaused: false },
    body: z.strictObject({ clientId: z.string().optional(), status: z.string().min(1).optional(), isPaused: z.boolean().optional() }),
    handle: ({ params, body }) => {
      const { clientId } = sellerOfCall(sellers, body.clientId);
      const before = warehouses.of(clientId).find(({ id }) => String(id) === params['id']);
      if (!before) throw new ControlError(404, 'no such warehouse');
      const pausedAt = body.isPaused === undefined ? before.pausedAt : body.isPaused ? kernel.clock.now() : null;
      const changed = { ...before, status: body.status ?? before.status, pausedAt };
      warehouses.change(clientId, changed);
      return changed;
    },
  });
}
