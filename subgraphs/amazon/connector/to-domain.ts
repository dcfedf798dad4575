import { isCurrency, type Currency } from '../../../platform/money.js';
import type { Buyer, BuyerAddress, OrderStatus, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import type { AmazonMarketplace } from './marketplaces.js';
import type { OrderItemWire, OrderWire, PackageWire } from './order-schema.js';
import { arrivalOf, cancelledStatus, toOrderStatus } from './order-status.js';

/** Amazon knows orders, and parcels only once they are sent: the whole order is one package of the hub's, its parcels stand in `extra`. */
export function toRemoteOrder(order: OrderWire, place: Pick<AmazonMarketplace, 'currency' | 'country'>): RemoteOrder {
  return {
    remoteOrderId: order.orderId,
    orderedAt: new Date(order.createdTime),
    currency: currencyOf(order, place.currency),
    buyer: toBuyer(order, place.country),
    packages: [toPackage(order)],
    extra: toExtra(order),
  };
}

function toPackage(order: OrderWire): RemotePackage {
  const remoteStatus = order.fulfillment?.fulfillmentStatus ?? '';
  const status = packageStatusOf(order, remoteStatus);
  const latest = order.packages?.at(-1);
  return {
    remotePackageId: order.orderId,
    status,
    remoteStatus,
    remoteRevision: Date.parse(order.lastUpdatedTime),
    trackingNumber: latest?.trackingNumber ?? null,
    carrier: latest?.carrier ?? null,
    shipByAt: dateOf(order.fulfillment?.shipByWindow?.latestDateTime),
    // What was cancelled before it was ever ordered in earnest comes with a quantity of zero.
    lines: order.orderItems.filter(({ quantityOrdered }) => quantityOrdered > 0).map((item) => toLine(item, { status, remoteStatus })),
    originPackageIds: [],
    // Amazon dates changes of the order, not the delivery itself, which was no later.
    ...(order.fulfillment?.fulfilledBy === 'AMAZON' ? { stockOf: 'MARKETPLACE' as const } : {}),
    ...(status === 'DELIVERED' ? { deliveredAt: new Date(order.lastUpdatedTime) } : {}),
  };
}

function packageStatusOf(order: OrderWire, remoteStatus: string): OrderStatus {
  const status = toOrderStatus(remoteStatus);
  if (status === 'SHIPPED') return arrivalOf((order.packages ?? []).map(stateOf)) ?? status;
  if (status !== 'CANCELLED') return status;
  const executions = order.orderItems.map(({ cancellation }) => cancellation?.cancellationExecution?.cancelledBy ?? null);
  return executions.some((by) => by === 'MERCHANT') ? 'UNSUPPLIED' : 'CANCELLED';
}

function toLine(item: OrderItemWire, order: { readonly status: OrderStatus; readonly remoteStatus: string }): RemoteOrderLine {
  const { product, quantityOrdered: quantity, proceeds } = item;
  const ended = item.cancellation?.cancellationExecution;
  const isShipped = (item.fulfillment?.quantityFulfilled ?? 0) >= quantity;
  const discount = (proceeds?.breakdowns ?? []).filter(({ type }) => type === 'DISCOUNT').reduce((sum, { subtotal }) => sum + Math.abs(subtotal?.amount ?? 0), 0);
  return {
    remoteLineId: item.orderItemId,
    remoteKey: product.sellerSku ?? product.asin ?? '',
    sellerSku: product.sellerSku,
    title: product.title ?? '',
    quantity,
    unitPriceMinor: toMinor(product.price?.unitPrice?.amount ?? 0),
    unitDiscountMinor: Math.round(toMinor(discount) / quantity),
    // Amazon tells amounts of tax, never a rate: that comes from the seller's own product.
    vatRatePercent: null,
    status: ended ? cancelledStatus(ended.cancelledBy) : isShipped && order.status === 'CREATED' ? 'SHIPPED' : order.status,
    remoteStatus: ended ? 'CANCELLED' : order.remoteStatus,
  };
}

function toBuyer({ buyer, recipient, tax }: OrderWire, country: string): Buyer {
  const address = recipient?.deliveryAddress;
  const registration = (tax?.taxRegistrations ?? []).find(({ entityType }) => entityType === 'BUYER');
  const shippingAddress = address ? toAddress(address, country) : null;
  return {
    name: buyer?.buyerCompanyName ?? buyer?.buyerName ?? address?.name ?? '',
    email: buyer?.buyerEmail ?? null,
    phone: address?.phone ?? null,
    taxId: registration?.taxRegistrationNumber ?? null,
    shippingAddress,
    invoiceAddress: shippingAddress && registration?.legalName ? { ...shippingAddress, fullName: registration.legalName } : shippingAddress,
  };
}

function toAddress(address: NonNullable<NonNullable<OrderWire['recipient']>['deliveryAddress']>, country: string): BuyerAddress {
  return {
    fullName: address.name ?? address.companyName ?? '',
    line: [address.addressLine1, address.addressLine2, address.addressLine3].filter((line) => line !== null).join(', '),
    district: address.districtOrCounty,
    city: address.city ?? address.stateOrRegion ?? '',
    postalCode: address.postalCode,
    countryCode: address.countryCode ?? country,
  };
}

function toExtra(order: OrderWire): Record<string, unknown> {
  const { fulfillment, programs, tax, orderItems } = order;
  const wish = orderItems.map(({ cancellation }) => cancellation?.cancellationRequest).find((request) => request != null);
  const facts = {
    programs: programs ?? [],
    serviceLevel: fulfillment?.fulfillmentServiceLevel,
    fulfilledBy: fulfillment?.fulfilledBy,
    deliverBy: fulfillment?.deliverByWindow?.latestDateTime,
    invoicePreference: tax?.taxInvoicing?.buyerInvoicePreference,
    cancelRequested: wish !== undefined,
    cancelReason: wish?.cancelReason,
    packages: (order.packages ?? []).map((one) => ({ id: one.packageReferenceId, ...stateOf(one), carrier: one.carrier, trackingNumber: one.trackingNumber })),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
}

function stateOf({ packageStatus }: PackageWire): { status: string | null; detailedStatus: string | null } {
  return { status: packageStatus?.status ?? null, detailedStatus: packageStatus?.detailedStatus ?? null };
}

function currencyOf({ proceeds, orderItems }: OrderWire, fallback: Currency): Currency {
  const code = proceeds?.grandTotal?.currencyCode ?? orderItems.map(({ product }) => product.price?.unitPrice?.currencyCode).find((one) => one !== undefined) ?? '';
  return isCurrency(code) ? code : fallback;
}

function toMinor(amount: number): number {
  return Math.round(amount * 100);
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
