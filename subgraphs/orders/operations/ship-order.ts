import type { OrdersDeps } from './orders-deps.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export interface ShipOrder extends Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'remotePackageId' | 'dryRun'> {
  readonly trackingNumber?: string | null | undefined;
  readonly carrier?: string | null | undefined;
  readonly invoiceNumber?: string | null | undefined;
}

/** Tells the marketplace that packages of an order, or one of them, are on their way. What it wants to know differs; it is given what is known. */
export function shipOrder(deps: OrdersDeps, { trackingNumber, carrier, invoiceNumber, ...input }: ShipOrder): Promise<RequestedAction> {
  const given = Object.entries({ trackingNumber, carrier, invoiceNumber }).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return requestAction(deps, { ...input, kind: 'SHIP', parameters: Object.fromEntries(given) });
}
