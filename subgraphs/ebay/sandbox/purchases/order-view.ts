import type { Json } from '../market.js';
import { fulfillmentStatusOf, legacyIdOf, paymentStatusOf, totalOf, type Order, type OrderLine } from './order.js';

const DAY_MS = 86_400_000;

/** An order as getOrders shows it; `isWhole` as getOrder does, with its cancel requests. */
export function orderView(order: Order, o: { isWhole: boolean; nowMs: number; baseUrl: string }): Json {
  const amount = (minor: number) => ({ value: (minor / 100).toFixed(2), currency: order.currency });
  const [iso, paidAt] = [(at: number) => new Date(at).toISOString(), order.paidAt];
  const subtotal = order.lines.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const discount = order.lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
  return {
    orderId: order.orderId,
    legacyOrderId: legacyIdOf(order),
    creationDate: iso(order.createdAt),
    lastModifiedDate: iso(order.modifiedAt),
    orderFulfillmentStatus: fulfillmentStatusOf(order),
    orderPaymentStatus: paymentStatusOf(order),
    sellerId: order.seller,
    ...(order.buyer === null ? {} : { buyer: { username: order.buyer.username, taxAddress: { city: order.buyer.city, postalCode: order.buyer.postalCode, countryCode: order.buyer.countryCode } } }),
    pricingSummary: { priceSubtotal: amount(subtotal), ...(discount > 0 ? { priceDiscount: amount(-discount) } : {}), deliveryCost: amount(order.deliveryMinor), total: amount(totalOf(order)) },
    cancelStatus: {
      cancelState: order.cancelState,
      cancelRequests: !o.isWhole ? [] : order.cancels.map((one) => ({ cancelRequestId: one.cancelId, cancelRequestState: one.state, cancelInitiator: one.initiator, cancelReason: one.reason, cancelRequestedDate: iso(one.requestedAt), ...(one.completedAt === null ? {} : { cancelCompletedDate: iso(one.completedAt) }) })),
    },
    paymentSummary: {
      totalDueSeller: amount(totalOf(order)),
      payments: [{ paymentMethod: 'EBAY', amount: amount(totalOf(order)), paymentStatus: paidAt === null ? 'PENDING' : 'PAID', ...(paidAt === null ? {} : { paymentDate: iso(paidAt) }) }],
      refunds: order.refunds.map(({ refundId, amountMinor, status, at }) => ({ refundId, refundDate: iso(at), amount: amount(amountMinor), refundStatus: status })),
    },
    fulfillmentStartInstructions: [shippingInstructions(order, o.nowMs)],
    fulfillmentHrefs: order.fulfillments.map(({ fulfillmentId }) => `${o.baseUrl}/sell/fulfillment/v1/order/${order.orderId}/shipping_fulfillment/${fulfillmentId}`),
    lineItems: order.lines.map((line) => lineView(order, line)),
    salesRecordReference: order.orderId.slice(-5),
    totalMarketplaceFee: amount(Math.round(totalOf(order) * 0.11)),
    ebayCollectAndRemitTax: false,
  };
}

/** Name, phone and street are shown for 90 days, the address for mail for 14. */
function shippingInstructions({ buyer, createdAt }: Order, nowMs: number): Json {
  const age = nowMs - createdAt;
  const isShown = buyer !== null && age < 90 * DAY_MS;
  const shipTo = !isShown
    ? { contactAddress: buyer === null ? {} : { city: buyer.city, postalCode: buyer.postalCode, countryCode: buyer.countryCode } }
    : {
        fullName: buyer.fullName,
        contactAddress: { addressLine1: buyer.addressLine1, city: buyer.city, postalCode: buyer.postalCode, countryCode: buyer.countryCode },
        primaryPhone: { phoneNumber: buyer.phone },
        ...(age < 14 * DAY_MS ? { email: buyer.email } : {}),
      };
  return { fulfillmentInstructionsType: 'SHIP_TO', ebaySupportedFulfillment: false, shippingStep: { shipTo, shippingServiceCode: 'DE_SparversandAusDemAusland' } };
}

function lineView(order: Order, line: OrderLine): Json {
  const amount = (minor: number) => ({ value: (minor / 100).toFixed(2), currency: order.currency });
  return {
    lineItemId: line.lineItemId,
    legacyItemId: line.legacyItemId,
    sku: line.sku,
    title: line.title,
    quantity: line.quantity,
    soldFormat: 'FIXED_PRICE',
    listingMarketplaceId: order.marketplaceId,
    purchaseMarketplaceId: order.purchaseMarketplaceId ?? order.marketplaceId,
    lineItemCost: amount(line.costMinor),
    ...(line.discountMinor > 0 ? { discountedLineItemCost: amount(line.costMinor - line.discountMinor) } : {}),
    total: amount(line.costMinor - line.discountMinor),
    deliveryCost: { shippingCost: amount(0) },
    taxes: [],
    appliedPromotions: [],
    refunds: [],
    lineItemFulfillmentStatus: fulfillmentStatusOf({ lines: [line] }),
    lineItemFulfillmentInstructions: { shipByDate: new Date(order.createdAt + 3 * DAY_MS).toISOString() },
  };
}
