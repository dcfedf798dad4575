import { istanbulText } from './istanbul-time.js';

export const CLAIM_STATUSES = ['NewRequest', 'AwaitingAction', 'AwaitingPreApproval', 'Accepted', 'Rejected', 'InDispute', 'Refunded', 'Cancelled'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** The seller has so long to answer, and to look at the goods where that comes first (sandbox choice). */
export const ANSWER_WITHIN_MS = 48 * 3_600_000;

/** A buyer's wish to give one line back. */
export interface Claim {
  readonly merchantId: string;
  readonly number: number;
  readonly id: string;
  readonly status: ClaimStatus;
  readonly claimType: string;
  readonly reason: string;
  readonly explanation: string;
  readonly quantity: number;
  readonly orderNumber: number;
  readonly orderedAtMs: number;
  readonly lineItemId: string;
  readonly hbSku: string;
  readonly merchantSku: string;
  readonly productName: string;
  readonly unitPriceMinor: number;
  readonly customerName: string;
  readonly claimedAtMs: number;
  readonly changedAtMs: number;
  readonly rejectionStatement: string | null;
  readonly finalizedWith: string | null;
}

/** Until when the seller has to act; null while it is not the seller's turn. */
export function respondByMs({ status, changedAtMs }: Claim): number | null {
  return status === 'AwaitingAction' || status === 'AwaitingPreApproval' ? changedAtMs + ANSWER_WITHIN_MS : null;
}

/** What becomes of a claim that the seller let lie: the buyer gets the money back (sandbox choice). */
export function lapsed(claim: Claim, nowMs: number): Claim {
  const endMs = respondByMs(claim);
  return endMs === null || nowMs < endMs ? claim : { ...claim, status: 'Accepted', changedAtMs: endMs, finalizedWith: 'Refund' };
}

/** What the seller may do from where; anything else is refused with 400 (sandbox choice of steps). */
export const SELLER_STEPS = {
  accept: { from: ['AwaitingAction', 'InDispute'], to: 'Accepted' },
  reject: { from: ['AwaitingAction'], to: 'Rejected' },
  preapprovalconfirm: { from: ['AwaitingPreApproval'], to: 'AwaitingAction' },
} as const satisfies Record<string, { from: readonly ClaimStatus[]; to: ClaimStatus }>;
export type SellerStep = keyof typeof SELLER_STEPS;

/** The row of the claims list, with its mixed capitals. */
export function claimRow(claim: Claim): object {
  const endMs = respondByMs(claim);
  const end = endMs === null ? null : istanbulText(endMs);
  return {
    id: claim.id,
    number: String(claim.number),
    status: claim.status,
    claimType: claim.claimType,
    claimDate: istanbulText(claim.claimedAtMs),
    quantity: claim.quantity,
    explanation: claim.explanation,
    refundAmount: claim.claimType === 'Return' ? (claim.unitPriceMinor * claim.quantity) / 100 : null,
    refundCurrency: claim.claimType === 'Return' ? 'TRY' : null,
    refundDate: claim.status === 'Refunded' ? istanbulText(claim.changedAtMs) : null,
    merchantRejectionStatement: claim.rejectionStatement,
    sku: claim.hbSku,
    MerchantSku: claim.merchantSku,
    priceAmount: claim.unitPriceMinor / 100,
    totalPriceAmount: (claim.unitPriceMinor * claim.quantity) / 100,
    priceCurrency: 'TRY',
    orderNumber: String(claim.orderNumber),
    orderDate: istanbulText(claim.orderedAtMs),
    customerName: claim.customerName,
    finalizedWith: claim.finalizedWith,
    lineItemId: claim.lineItemId,
    Reason: claim.reason,
    RequestedProduct: null,
    Reports: [],
    Deliveries: [],
    lastStatusUpdateDate: istanbulText(claim.changedAtMs),
    AwaitingActionExpireDate: claim.status === 'AwaitingAction' ? end : null,
    awaitingPreApprovalExpireDate: claim.status === 'AwaitingPreApproval' ? end : null,
    tags: [],
  };
}

/** What the awaiting-action webhook carries. */
export function claimNews(claim: Claim): object {
  return {
    claimNumber: String(claim.number),
    type: claim.claimType,
    quantity: claim.quantity,
    status: claim.status,
    customerId: '',
    customerName: claim.customerName,
    orderNumber: String(claim.orderNumber),
    explanation: claim.explanation,
    claimDate: istanbulText(claim.claimedAtMs),
    orderDate: istanbulText(claim.orderedAtMs),
    line: { lineItemId: claim.lineItemId, productName: claim.productName, merchantId: claim.merchantId, hbSku: claim.hbSku, merchantSku: claim.merchantSku, price: claim.unitPriceMinor / 100, totalPrice: (claim.unitPriceMinor * claim.quantity) / 100 },
  };
}
