import { z } from 'zod';
import { isCurrency } from '../../../platform/money.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';

/** An order in a currency the hub has no prices in cannot be read: its amounts would be taken for others. */
const money = z.looseObject({ amount: number, currencyCode: z.string().refine(isCurrency) });
const moment = z.iso.datetime({ offset: true });
const breakdowns = z.array(z.looseObject({ type: z.string(), subtotal: money.nullish() })).nullish();

const itemSchema = z.looseObject({
  orderItemId: text,
  quantityOrdered: number.refine((units) => Number.isInteger(units) && units >= 0),
  product: z.looseObject({
    asin: optionalText,
    title: optionalText,
    sellerSku: optionalText,
    price: z.looseObject({ unitPrice: money.nullish() }).nullish(),
  }),
  proceeds: z.looseObject({ breakdowns }).nullish(),
  cancellation: z
    .looseObject({
      cancellationRequest: z.looseObject({ requester: optionalText, cancelReason: optionalText }).nullish(),
      cancellationExecution: z.looseObject({ cancelledBy: optionalText, cancelReason: optionalText }).nullish(),
    })
    .nullish(),
  fulfillment: z.looseObject({ quantityFulfilled: number.default(0), quantityUnfulfilled: number.default(0) }).nullish(),
});
export type OrderItemWire = z.output<typeof itemSchema>;

const packageSchema = z.looseObject({
  packageReferenceId: text,
  packageStatus: z.looseObject({ status: optionalText, detailedStatus: optionalText }).nullish(),
  carrier: optionalText,
  trackingNumber: optionalText,
  packageItems: z.array(z.looseObject({ orderItemId: text, quantity: number.nullish() })).nullish(),
});
export type PackageWire = z.output<typeof packageSchema>;

/** An order of Orders 2026-01-01; fields the hub has no use for pass unread, and those behind roles may be missing. */
export const orderSchema = z.looseObject({
  orderId: text,
  createdTime: moment,
  lastUpdatedTime: moment,
  programs: z.array(z.string()).nullish(),
  salesChannel: z.looseObject({ marketplaceId: optionalText, channelName: optionalText }).nullish(),
  buyer: z.looseObject({ buyerName: optionalText, buyerEmail: optionalText, buyerCompanyName: optionalText }).nullish(),
  recipient: z
    .looseObject({
      deliveryAddress: z
        .looseObject({ name: optionalText, companyName: optionalText, addressLine1: optionalText, addressLine2: optionalText, addressLine3: optionalText, city: optionalText, districtOrCounty: optionalText, stateOrRegion: optionalText, postalCode: optionalText, countryCode: optionalText, phone: optionalText, addressType: optionalText })
        .nullish(),
    })
    .nullish(),
  proceeds: z.looseObject({ grandTotal: money.nullish() }).nullish(),
  tax: z
    .looseObject({
      taxRegistrations: z.array(z.looseObject({ entityType: optionalText, legalName: optionalText, taxRegistrationNumber: optionalText })).nullish(),
      taxInvoicing: z.looseObject({ buyerInvoicePreference: optionalText, invoiceStatus: optionalText }).nullish(),
    })
    .nullish(),
  fulfillment: z
    .looseObject({
      fulfillmentStatus: z.string(),
      fulfilledBy: optionalText,
      fulfillmentServiceLevel: optionalText,
      shipByWindow: z.looseObject({ latestDateTime: moment.nullish() }).nullish(),
      deliverByWindow: z.looseObject({ latestDateTime: moment.nullish() }).nullish(),
    })
    .nullish(),
  packages: z.array(packageSchema).nullish(),
  orderItems: z.array(itemSchema).min(1),
});
export type OrderWire = z.output<typeof orderSchema>;
