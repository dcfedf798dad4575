export interface OrderBuyer {
  readonly username: string;
  readonly userId: string;
  readonly eiasToken: string;
  readonly fullName: string;
  readonly email: string;
  readonly phone: string;
  readonly addressLine1: string;
  readonly city: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

export interface OrderLine {
  readonly lineItemId: string;
  readonly transactionId: string;
  readonly legacyItemId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  /** For all units, in minor units. */
  readonly costMinor: number;
  readonly discountMinor: number;
  readonly shipped: number;
}

export interface CancelRequest {
  readonly cancelId: string;
  readonly state: 'REQUESTED' | 'REJECTED' | 'COMPLETED';
  readonly initiator: 'BUYER' | 'SELLER';
  readonly reason: string;
  readonly requestedAt: number;
  readonly completedAt: number | null;
}

export interface Order {
  readonly orderId: string;
  readonly seller: string;
  /** The site whose listings were bought. */
  readonly marketplaceId: string;
  /** The site that the buyer bought through; that of the listings in orders of older states. */
  readonly purchaseMarketplaceId?: string;
  readonly currency: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly paidAt: number | null;
  /** Null once the buyer's account is gone. */
  readonly buyer: OrderBuyer | null;
  readonly deliveryMinor: number;
  readonly lines: readonly OrderLine[];
  readonly cancelState: 'NONE_REQUESTED' | 'IN_PROGRESS' | 'CANCELED';
  readonly cancels: readonly CancelRequest[];
  readonly refunds: readonly { readonly refundId: string; readonly amountMinor: number; readonly status: 'PENDING' | 'REFUNDED' | 'FAILED'; readonly at: number }[];
  readonly fulfillments: readonly { readonly fulfillmentId: string; readonly carrier: string | null; readonly tracking: string | null; readonly shippedAt: string; readonly lines: readonly { readonly lineItemId: string; readonly quantity: number }[] }[];
}

export function totalOf({ lines, deliveryMinor }: Order): number {
  return lines.reduce((sum, { costMinor, discountMinor }) => sum + costMinor - discountMinor, deliveryMinor);
}

export function refundedOf({ refunds }: Order): number {
  return refunds.filter(({ status }) => status !== 'FAILED').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

export function fulfillmentStatusOf({ lines }: Pick<Order, 'lines'>): 'NOT_STARTED' | 'IN_PROGRESS' | 'FULFILLED' {
  if (lines.every(({ shipped, quantity }) => shipped >= quantity)) return 'FULFILLED';
  return lines.some(({ shipped }) => shipped > 0) ? 'IN_PROGRESS' : 'NOT_STARTED';
}

export function paymentStatusOf(order: Order): string {
  if (order.paidAt === null) return 'PENDING';
  const refunded = refundedOf(order);
  if (refunded >= totalOf(order)) return 'FULLY_REFUNDED';
  return refunded > 0 ? 'PARTIALLY_REFUNDED' : 'PAID';
}

/** `110000000001-20000000001`: item and transaction of the first line. */
export function legacyIdOf({ lines: [first] }: Pick<Order, 'lines'>): string {
  return `${first?.legacyItemId ?? '0'}-${first?.transactionId ?? '0'}`;
}
