import { UNTOLD, type Page, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import type { EbayContext } from './client.js';
import { cancelledSince } from './read-orders.js';
import type { EbayOrder } from './to-domain.js';

/** Buyers' wishes to cancel, as the orders tell of them; eBay shows none of an order whose request was rejected. */
export async function listCancelRequests(context: EbayContext, since: Date, cursor: string | null): Promise<Page<RemoteClaim>> {
  const { orders, next } = await cancelledSince(context, since, cursor);
  return { items: orders.flatMap(toClaims), next };
}

type CancelRequest = NonNullable<NonNullable<EbayOrder['cancelStatus']>['cancelRequests']>[number];

function toClaims(order: EbayOrder): RemoteClaim[] {
  return (order.cancelStatus?.cancelRequests ?? []).flatMap((request) => (request.cancelInitiator === 'BUYER' && request.cancelRequestId !== null ? [toClaim(order, request, request.cancelRequestId)] : []));
}

function toClaim(order: EbayOrder, request: CancelRequest, remoteClaimId: string): RemoteClaim {
  const status = request.cancelRequestState ?? '';
  const createdAt = new Date(request.cancelRequestedDate ?? order.lastModifiedDate);
  return {
    remoteClaimId,
    remoteOrderId: order.orderId,
    kind: 'CANCEL',
    state: stateOf(status, order),
    status,
    ...UNTOLD,
    // eBay cancels whole orders only.
    lines: order.lineItems.map(({ lineItemId, sku, quantity }) => ({ remoteLineId: lineItemId, remoteKey: sku, quantity, reason: request.cancelReason ?? '', status })),
    createdAt,
    changedAt: request.cancelCompletedDate == null ? createdAt : new Date(request.cancelCompletedDate),
  };
}

function stateOf(status: string, { orderPaymentStatus }: EbayOrder): ReturnState {
  switch (status) {
    case 'REQUESTED':
      return 'AWAITING_SELLER';
    case 'REJECTED':
      return 'REJECTED';
    case 'COMPLETED':
      return orderPaymentStatus === 'FULLY_REFUNDED' ? 'REFUNDED' : 'APPROVED';
    default:
      return 'UNKNOWN';
  }
}
