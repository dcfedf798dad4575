export interface OrderItem {
  readonly orderItemId: string;
  readonly sku: string;
  readonly asin: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** Off the whole line. */
  readonly discountMinor: number;
  readonly shipped: number;
  readonly cancelledBy: 'BUYER' | 'MERCHANT' | 'AMAZON' | null;
  readonly cancelReason: string | null;
  /** Set when the buyer asked to cancel. */
  readonly cancelWish: string | null;
  readonly returned: number;
  readonly refundedMinor: number;
}

export interface OrderPackage {
  readonly reference: string;
  readonly carrierCode: string;
  readonly carrierName: string | null;
  readonly shippingMethod: string | null;
  readonly trackingNumber: string;
  readonly shippedAt: number;
  readonly status: 'SHIPPED' | 'IN_TRANSIT' | 'DELIVERED' | 'UNDELIVERABLE';
  readonly detailedStatus: string;
  readonly items: readonly { readonly orderItemId: string; readonly quantity: number }[];
}

export interface OrderBuyer {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly line: string;
  readonly district: string;
  readonly city: string;
  readonly postalCode: string;
  /** A company that wants an invoice of its own. */
  readonly company: { readonly name: string; readonly taxNumber: string; readonly taxOffice: string } | null;
}

export interface Order {
  readonly orderId: string;
  readonly sellerId: string;
  readonly marketplaceId: string;
  readonly currency: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The payment has not cleared. */
  readonly isPending: boolean;
  readonly isPrime: boolean;
  /** Amazon ships it from its own warehouse. */
  readonly isFba?: boolean;
  readonly buyer: OrderBuyer;
  readonly items: readonly OrderItem[];
  readonly packages: readonly OrderPackage[];
}

export type FulfillmentStatus = 'PENDING' | 'UNSHIPPED' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'CANCELLED';

export function fulfillmentStatusOf({ isPending, items }: Order): FulfillmentStatus {
  const standing = items.filter(({ cancelledBy }) => cancelledBy === null);
  if (standing.length === 0) return 'CANCELLED';
  if (isPending) return 'PENDING';
  const shipped = standing.reduce((sum, item) => sum + item.shipped, 0);
  if (shipped === 0) return 'UNSHIPPED';
  return standing.every((item) => item.shipped >= item.quantity) ? 'SHIPPED' : 'PARTIALLY_SHIPPED';
}

/** Orders v0 and ORDER_CHANGE have other words. */
export function v0StatusOf(order: Order): string {
  const words: Readonly<Record<FulfillmentStatus, string>> = { PENDING: 'Pending', UNSHIPPED: 'Unshipped', PARTIALLY_SHIPPED: 'PartiallyShipped', SHIPPED: 'Shipped', CANCELLED: 'Canceled' };
  return words[fulfillmentStatusOf(order)];
}

export function totalMinorOf({ items }: Order): number {
  return items.filter(({ cancelledBy }) => cancelledBy === null).reduce((sum, { quantity, unitPriceMinor, discountMinor }) => sum + quantity * unitPriceMinor - discountMinor, 0);
}
