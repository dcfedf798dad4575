import { z } from 'zod';
import { isCurrency, type Currency } from '../../../platform/money.js';
import type { Buyer, BuyerAddress, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { toLineStatus, toOrderStatus } from './order-status.js';

const amountSchema = z.looseObject({ value: number, currency: text });
const instant = z.iso.datetime({ offset: true });

const contactSchema = z.looseObject({
  fullName: optionalText,
  contactAddress: z.looseObject({ addressLine1: optionalText, addressLine2: optionalText, city: optionalText, stateOrProvince: optionalText, postalCode: optionalText, countryCode: optionalText }).nullish(),
  primaryPhone: z.looseObject({ phoneNumber: optionalText }).nullish(),
  email: optionalText,
});

const lineSchema = z.looseObject({
  lineItemId: text,
  legacyItemId: optionalText,
  sku: optionalText,
  title: text.default(''),
  quantity: number.refine((units) => Number.isInteger(units) && units > 0),
  lineItemCost: amountSchema,
  discountedLineItemCost: amountSchema.nullish(),
  lineItemFulfillmentStatus: text.default('NOT_STARTED'),
  lineItemFulfillmentInstructions: z.looseObject({ shipByDate: instant.nullish() }).nullish(),
});

/** An order of getOrders and getOrder; fields the hub has no use for pass unread. */
export const orderSchema = z.looseObject({
  orderId: text,
  legacyOrderId: optionalText,
  creationDate: instant,
  lastModifiedDate: instant,
  orderFulfillmentStatus: text,
  orderPaymentStatus: text,
  buyer: z.looseObject({ username: optionalText, userId: optionalText, taxIdentifier: z.looseObject({ taxpayerId: optionalText }).nullish() }).nullish(),
  buyerCheckoutNotes: optionalText,
  pricingSummary: z.looseObject({ total: amountSchema.nullish(), deliveryCost: amountSchema.nullish() }).nullish(),
  paymentSummary: z
    .looseObject({
      payments: z.array(z.looseObject({ paymentDate: instant.nullish() })).nullish(),
      refunds: z.array(z.looseObject({ refundId: optionalText, amount: amountSchema.nullish(), refundStatus: optionalText })).nullish(),
    })
    .nullish(),
  cancelStatus: z
    .looseObject({
      cancelState: text.default('NONE_REQUESTED'),
      cancelRequests: z.array(z.looseObject({ cancelRequestId: optionalText, cancelRequestState: optionalText, cancelInitiator: optionalText, cancelReason: optionalText, cancelRequestedDate: instant.nullish(), cancelCompletedDate: instant.nullish() })).nullish(),
    })
    .nullish(),
  fulfillmentStartInstructions: z.array(z.looseObject({ shippingStep: z.looseObject({ shipTo: contactSchema.nullish(), shippingServiceCode: optionalText }).nullish() })).nullish(),
  fulfillmentHrefs: z.array(z.string()).nullish(),
  lineItems: z.array(lineSchema).min(1),
  salesRecordReference: optionalText,
  totalMarketplaceFee: amountSchema.nullish(),
  ebayCollectAndRemitTax: z.boolean().nullish(),
});
export type EbayOrder = z.output<typeof orderSchema>;

export function toRemoteOrder(order: EbayOrder, fallback: Currency): RemoteOrder {
  const currency = order.lineItems[0]?.lineItemCost.currency ?? fallback;
  const ids = [order.buyer?.username, order.buyer?.userId].filter((id) => typeof id === 'string');
  return {
    remoteOrderId: order.orderId,
    orderedAt: new Date(order.creationDate),
    currency: isCurrency(currency) ? currency : fallback,
    buyer: toBuyer(order),
    packages: [toPackage(order)],
    extra: toExtra(order),
    ...(ids.length > 0 ? { buyerIds: ids } : {}),
  };
}

/** eBay knows no packages: an order is one, however many parcels carry it. */
function toPackage(order: EbayOrder): RemotePackage {
  const cancel = order.cancelStatus?.cancelState ?? 'NONE_REQUESTED';
  const words = { fulfillment: order.orderFulfillmentStatus, payment: order.orderPaymentStatus, cancel };
  const status = toOrderStatus(words);
  const shipBy = order.lineItems.flatMap(({ lineItemFulfillmentInstructions }) => lineItemFulfillmentInstructions?.shipByDate ?? []).sort()[0];
  return {
    remotePackageId: order.orderId,
    status,
    remoteStatus: [words.fulfillment, words.payment, ...(cancel === 'NONE_REQUESTED' ? [] : [`cancel ${cancel}`])].join(', '),
    remoteRevision: Date.parse(order.lastModifiedDate),
    trackingNumber: trackingOf(order),
    carrier: null,
    shipByAt: shipBy === undefined ? null : new Date(shipBy),
    lines: order.lineItems.map((line) => toLine(line, status)),
    originPackageIds: [],
  };
}

/** The address of a fulfilment ends with its tracking number, or with 999 when it has none. */
function trackingOf(order: EbayOrder): string | null {
  const last = order.fulfillmentHrefs?.at(-1)?.split('/').at(-1);
  return last === undefined || last === '' || last === '999' ? null : decodeURIComponent(last);
}

function toLine(line: EbayOrder['lineItems'][number], order: RemotePackage['status']): RemoteOrderLine {
  const gross = line.lineItemCost.value;
  const discount = gross - (line.discountedLineItemCost?.value ?? gross);
  return {
    remoteLineId: line.lineItemId,
    remoteKey: line.sku ?? line.legacyItemId ?? '',
    sellerSku: line.sku,
    title: line.title,
    quantity: line.quantity,
    // eBay's cost is that of all units.
    unitPriceMinor: Math.round((gross * 100) / line.quantity),
    unitDiscountMinor: Math.round((discount * 100) / line.quantity),
    vatRatePercent: null,
    status: toLineStatus(line.lineItemFulfillmentStatus, order),
    remoteStatus: line.lineItemFulfillmentStatus,
  };
}

function toBuyer({ buyer, fulfillmentStartInstructions }: EbayOrder): Buyer {
  const shipTo = fulfillmentStartInstructions?.[0]?.shippingStep?.shipTo;
  return {
    name: shipTo?.fullName ?? '',
    email: shipTo?.email ?? null,
    phone: shipTo?.primaryPhone?.phoneNumber ?? null,
    taxId: buyer?.taxIdentifier?.taxpayerId ?? null,
    shippingAddress: toAddress(shipTo),
    invoiceAddress: null,
  };
}

function toAddress(shipTo: z.output<typeof contactSchema> | null | undefined): BuyerAddress | null {
  const address = shipTo?.contactAddress;
  if (!address) return null;
  return {
    fullName: shipTo.fullName ?? '',
    line: [address.addressLine1, address.addressLine2].filter((part) => part !== null).join(', '),
    district: address.stateOrProvince,
    city: address.city ?? '',
    postalCode: address.postalCode,
    countryCode: address.countryCode ?? '',
  };
}

function toExtra(order: EbayOrder): Record<string, unknown> {
  const openCancel = order.cancelStatus?.cancelRequests?.find(({ cancelRequestState }) => cancelRequestState === 'REQUESTED');
  const details = {
    legacyOrderId: order.legacyOrderId,
    salesRecordReference: order.salesRecordReference,
    paymentStatus: order.orderPaymentStatus,
    cancelState: order.cancelStatus?.cancelState,
    cancelRequestId: openCancel?.cancelRequestId,
    shippingService: order.fulfillmentStartInstructions?.[0]?.shippingStep?.shippingServiceCode,
    marketplaceFee: order.totalMarketplaceFee?.value.toFixed(2),
    deliveryCost: order.pricingSummary?.deliveryCost?.value.toFixed(2),
    total: order.pricingSummary?.total?.value.toFixed(2),
    taxCollectedByEbay: order.ebayCollectAndRemitTax,
    refunds: refundsIn(order),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== undefined));
}

/** Those that failed too: the buyer has not got that money. */
function refundsIn({ paymentSummary }: EbayOrder): readonly { readonly refundId: string | null; readonly status: string; readonly amount: string | null }[] | null {
  const refunds = (paymentSummary?.refunds ?? []).map(({ refundId, refundStatus, amount }) => ({ refundId, status: refundStatus ?? 'PENDING', amount: amount?.value.toFixed(2) ?? null }));
  return refunds.length === 0 ? null : refunds;
}
