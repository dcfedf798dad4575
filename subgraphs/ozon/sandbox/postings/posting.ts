/** FBS and rFBS leave the seller's warehouse, FBO leaves Ozon's. */
export type Scheme = 'FBS' | 'RFBS' | 'FBO';

export const POSTING_STATUSES = [
  'awaiting_registration',
  'acceptance_in_progress',
  'awaiting_approve',
  'awaiting_packaging',
  'awaiting_verification',
  'awaiting_deliver',
  'arbitration',
  'client_arbitration',
  'delivering',
  'driver_pickup',
  'delivered',
  'cancelled',
  'cancelled_from_split_pending',
  'not_accepted',
  'sent_by_seller',
] as const;
export type PostingStatus = (typeof POSTING_STATUSES)[number];

export interface PostingProduct {
  readonly sku: number;
  readonly offerId: string;
  readonly name: string;
  readonly quantity: number;
  /** Of one unit, minor units of `currency`. */
  readonly priceMinor: number;
  /** The crossed-out one; 0 for none. */
  readonly oldPriceMinor: number;
  /** What the buyer paid for one, when Ozon gave a discount of its own. */
  readonly buyerPriceMinor: number;
  readonly commissionPercent: number;
  readonly currency: string;
}

export interface Cancellation {
  readonly reasonId: number;
  readonly reason: string;
  readonly type: 'seller' | 'client' | 'customer' | 'ozon' | 'system' | 'delivery';
}

export interface Customer {
  readonly customerId: number;
  readonly name: string;
  readonly address: { readonly tail: string; readonly city: string; readonly region: string; readonly zipCode: string };
}

/** SKUs of a posting by what they still have to carry before packing. */
export interface Requirements {
  readonly mark: readonly number[];
  readonly gtd: readonly number[];
  readonly rnpt: readonly number[];
  readonly country: readonly number[];
}

export interface Posting {
  readonly clientId: string;
  readonly scheme: Scheme;
  readonly postingNumber: string;
  readonly orderId: number;
  readonly orderNumber: string;
  readonly parentPostingNumber: string;
  readonly status: PostingStatus;
  readonly substatus: string;
  readonly previousSubstatus: string;
  readonly warehouseId: number;
  readonly deliveryMethodId: number;
  readonly trackingNumber: string;
  readonly inProcessAt: number;
  readonly shipmentDate: number;
  readonly deliveringDate: number | null;
  readonly packedAt: number | null;
  /** Last change of status; what the lists filter by. */
  readonly changedAt: number;
  readonly products: readonly PostingProduct[];
  readonly customer: Customer;
  readonly isLegal: boolean;
  readonly requirements: Requirements;
  readonly cancellation: Cancellation | null;
}
