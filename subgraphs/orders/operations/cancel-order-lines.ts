import type { OrdersDeps } from './orders-deps.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export interface CancelOrderLines extends Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'remotePackageId' | 'dryRun'> {
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
  /** One of the hub's cancel reasons, such as `OUT_OF_STOCK`. */
  readonly reason: string;
}

/** Gives up lines that the seller cannot deliver. The stock comes back when the marketplace has confirmed it. */
export function cancelOrderLines(deps: OrdersDeps, { reason, ...input }: CancelOrderLines): Promise<RequestedAction> {
  return requestAction(deps, { ...input, kind: 'CANCEL_LINES', parameters: { reason } });
}
