import { marketplaceOf } from '../access/marketplaces.js';
import { isoOf } from '../kernel.js';
import { fulfillmentStatusOf, totalMinorOf, type Order, type OrderItem } from './order.js';

export const DATA_SETS = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'EXPENSE', 'PROMOTION', 'CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'TAX', 'PAYMENT', 'FULFILLMENT_ORDERS'] as const;

interface ViewWish {
  readonly included: readonly string[];
  /** Without the restricted roles the personal data sets are missing. */
  readonly seesBuyers: boolean;
}

const DAY_MS = 86_400_000;

/** An order of Orders 2026-01-01: only the data sets that were asked for and may be seen. */
export function orderView(order: Order, { included, seesBuyers }: ViewWish): unknown {
  const has = (name: (typeof DATA_SETS)[number]): boolean => included.includes(name);
  const marketplace = marketplaceOf(order.marketplaceId);
  return {
    orderId: order.orderId,
    createdTime: isoOf(order.createdAt),
    lastUpdatedTime: isoOf(order.updatedAt),
    programs: order.isPrime ? ['PRIME'] : [],
    salesChannel: { channelName: 'AMAZON', marketplaceId: order.marketplaceId, marketplaceName: marketplace?.name },
    ...(has('BUYER') && seesBuyers ? { buyer: { buyerName: order.buyer.name, buyerEmail: order.buyer.email, ...(order.buyer.company ? { buyerCompanyName: order.buyer.company.name } : {}) } } : {}),
    ...(has('RECIPIENT') && seesBuyers && !order.isPending ? { recipient: recipientOf(order, marketplace?.country ?? 'TR') } : {}),
    ...(has('PROCEEDS') && !order.isPending ? { proceeds: { grandTotal: moneyOf(order, totalMinorOf(order)), breakdowns: [{ type: 'ITEM', subtotal: moneyOf(order, totalMinorOf(order)) }] } } : {}),
    ...(has('TAX') && seesBuyers ? { tax: taxOf(order) } : {}),
    ...(has('FULFILLMENT') ? { fulfillment: fulfillmentOf(order) } : {}),
    ...(has('PACKAGES') && !order.isFba ? { packages: packagesOf(order) } : {}),
    orderItems: order.items.map((item) => itemView(order, item, has)),
  };
}

function itemView(order: Order, item: OrderItem, has: (name: (typeof DATA_SETS)[number]) => boolean): unknown {
  const standing = item.cancelledBy === null ? item.quantity : item.shipped;
  return {
    orderItemId: item.orderItemId,
    quantityOrdered: item.quantity,
    product: {
      asin: item.asin,
      title: item.title,
      sellerSku: item.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW' },
      ...(order.isPending ? {} : { price: { unitPrice: moneyOf(order, item.unitPriceMinor) } }),
    },
    ...(has('PROCEEDS') && !order.isPending
      ? {
          proceeds: {
            proceedsTotal: moneyOf(order, item.quantity * item.unitPriceMinor - item.discountMinor),
            breakdowns: [{ type: 'ITEM', subtotal: moneyOf(order, item.quantity * item.unitPriceMinor) }, ...(item.discountMinor > 0 ? [{ type: 'DISCOUNT', subtotal: moneyOf(order, -item.discountMinor) }] : [])],
          },
        }
      : {}),
    ...(has('CANCELLATION') && (item.cancelWish !== null || item.cancelledBy !== null)
      ? {
          cancellation: {
            ...(item.cancelWish === null ? {} : { cancellationRequest: { requester: 'BUYER', cancelReason: item.cancelWish } }),
            ...(item.cancelledBy === null ? {} : { cancellationExecution: { cancelledBy: item.cancelledBy, cancelReason: item.cancelReason } }),
          },
        }
      : {}),
    ...(has('FULFILLMENT') ? { fulfillment: { quantityFulfilled: item.shipped, quantityUnfulfilled: standing - item.shipped } } : {}),
  };
}

function recipientOf({ buyer }: Order, countryCode: string): unknown {
  return {
    deliveryAddress: {
      name: buyer.name,
      addressLine1: buyer.line,
      city: buyer.city,
      districtOrCounty: buyer.district,
      stateOrRegion: buyer.city,
      postalCode: buyer.postalCode,
      countryCode,
      phone: buyer.phone,
      addressType: buyer.company === null ? 'RESIDENTIAL' : 'COMMERCIAL',
    },
  };
}

function taxOf({ buyer }: Order): unknown {
  if (buyer.company === null) return { taxInvoicing: { buyerInvoicePreference: 'INDIVIDUAL' } };
  const { name, taxNumber, taxOffice } = buyer.company;
  return {
    taxRegistrations: [{ entityType: 'BUYER', legalName: name, taxRegistrationType: 'BUSINESS', taxRegistrationNumber: taxNumber, taxRegistrationAttributes: [{ key: 'TAX_OFFICE', value: taxOffice }] }],
    taxInvoicing: { buyerInvoicePreference: 'BUSINESS' },
  };
}

function fulfillmentOf(order: Order): unknown {
  return {
    fulfillmentStatus: fulfillmentStatusOf(order),
    fulfilledBy: order.isFba ? 'AMAZON' : 'MERCHANT',
    fulfillmentServiceLevel: order.isPrime ? 'EXPEDITED' : 'STANDARD',
    shipByWindow: { earliestDateTime: isoOf(order.createdAt), latestDateTime: isoOf(order.createdAt + 2 * DAY_MS) },
    deliverByWindow: { earliestDateTime: isoOf(order.createdAt + 2 * DAY_MS), latestDateTime: isoOf(order.createdAt + 5 * DAY_MS) },
  };
}

function packagesOf({ packages }: Order): unknown[] {
  return packages.map((one) => ({
    packageReferenceId: one.reference,
    createdTime: isoOf(one.shippedAt),
    packageStatus: { status: one.status, detailedStatus: one.detailedStatus },
    carrier: one.carrierName ?? one.carrierCode,
    shipTime: isoOf(one.shippedAt),
    shippingService: one.shippingMethod ?? 'Standart',
    trackingNumber: one.trackingNumber,
    packageItems: one.items,
  }));
}

function moneyOf({ currency }: Order, minor: number): { amount: string; currencyCode: string } {
  return { amount: (minor / 100).toFixed(2), currencyCode: currency };
}
