import type { OrdersDeps } from './orders-deps.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export type AcceptOrder = Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'remotePackageId' | 'dryRun'>;

/** Takes an order on: asks the marketplace to move its new packages, or one of them, to being prepared. */
export function acceptOrder(deps: OrdersDeps, input: AcceptOrder): Promise<RequestedAction> {
  return requestAction(deps, { ...input, kind: 'ACCEPT', parameters: {} });
}
