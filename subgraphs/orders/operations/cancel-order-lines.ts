import type { OrderCollaborators } from './collaborators.js';
import { requestAction, type RequestAction, type RequestedAction } from './request-action.js';

export interface CancelOrderLines extends Pick<RequestAction, 'sellerId' | 'operationId' | 'orderId' | 'remotePackageId' | 'dryRun'> {
  readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[];
  /** One of the hub's cancel reasons, such as `OUT_OF_STOCK`. */
  readonly reason: string;
}

/** Gives up lines that the seller cannot deliver. The stock comes back when the marketplace has confirmed it. */
export function cancelOrderLines({ reason, ...input }: CancelOrderLines, o: OrderCollaborators): Promise<RequestedAction> {
  return requestAction({ ...input, kind: 'CANCEL_LINES', parameters: { reason } }, o);
}
