import type { OrderCollaborators } from './collaborators.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export type AcceptOrder = Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'remotePackageId' | 'dryRun'>;

/** Takes an order on: asks the marketplace to move its new packages, or one of them, to being prepared. */
export function acceptOrder(input: AcceptOrder, o: OrderCollaborators): Promise<RequestedAction> {
  return requestAction({ ...input, kind: 'ACCEPT', parameters: {} }, o);
}
