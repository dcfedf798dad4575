import { claimNews, lapsed, type Claim, type ClaimStatus } from '../domain/claim.js';
import { ofSeller, type Market } from '../market.js';
import { orderOfLine } from '../orders-store.js';

/** A buyer wants to give a delivered line back; it waits for the seller at once (sandbox choice). */
export function openClaim(market: Market, merchantId: string, o: { lineItemId: string; quantity: number; reason: string; claimType?: string | undefined; explanation?: string | undefined; status?: ClaimStatus | undefined }): Claim | { readonly problem: string } {
  const found = orderOfLine(market, merchantId, o.lineItemId);
  if (!found) return { problem: 'no such order line' };
  const { order, line } = found;
  if (line.status !== 'Delivered') return { problem: `the line is ${line.status}, only delivered goods come back` };
  if (o.quantity < 1 || o.quantity > line.quantity) return { problem: `the line has ${line.quantity} units` };
  const number = market.next('claim');
  const claim: Claim = {
    merchantId,
    number,
    id: market.guid('customer'),
    status: o.status ?? 'AwaitingAction',
    claimType: o.claimType ?? 'Return',
    reason: o.reason,
    explanation: o.explanation ?? 'Beden uymadı',
    quantity: o.quantity,
    orderNumber: order.orderNumber,
    orderedAtMs: order.orderedAtMs,
    lineItemId: line.lineId,
    hbSku: line.hbSku,
    merchantSku: line.merchantSku,
    productName: line.name,
    unitPriceMinor: line.unitPriceMinor,
    customerName: order.buyer.fullName,
    claimedAtMs: market.nowMs(),
    changedAtMs: market.nowMs(),
    rejectionStatement: null,
    finalizedWith: null,
  };
  market.claims.put([merchantId, number], claim);
  market.announce({ merchantId, method: 'PUT', path: '/claims/awaitingaction', body: claimNews(claim) });
  return claim;
}

/** Hepsiburada's own word on a claim; a decided dispute is told. */
export function moveClaim(market: Market, claim: Claim, status: ClaimStatus): Claim {
  const moved = { ...claim, status, changedAtMs: Math.max(market.nowMs(), claim.changedAtMs + 1) };
  market.claims.put([claim.merchantId, claim.number], moved);
  const wasDispute = claim.status === 'InDispute';
  if (wasDispute && (status === 'Accepted' || status === 'Rejected')) {
    market.announce({ merchantId: claim.merchantId, method: 'PUT', path: status === 'Accepted' ? '/claims/accept' : '/claims/reject', body: { ...claimNews(moved), acceptedBy: 'Hepsiburada' } });
  }
  return moved;
}

/** Claims whose time to answer has run out are decided without the seller, as soon as somebody looks. */
export function settleLapsed(market: Market, merchantId: string): void {
  for (const claim of ofSeller(market.claims, merchantId)) {
    const settled = lapsed(claim, market.nowMs());
    if (settled !== claim) market.claims.put([merchantId, claim.number], settled);
  }
}
