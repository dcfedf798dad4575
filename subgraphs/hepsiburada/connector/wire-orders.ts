import { z } from 'zod';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';

/** `{ currency, amount }`, or a bare number in some fields of some services. */
export const amount = z.union([number, z.looseObject({ amount: number }).transform((value) => value.amount)]);

const addressSchema = z.looseObject({
  name: optionalText,
  address: optionalText,
  email: optionalText,
  phoneNumber: optionalText,
  countryCode: optionalText,
  district: optionalText,
  town: optionalText,
  city: optionalText,
  postalCode: optionalText,
});
export type WireAddress = z.output<typeof addressSchema>;

const invoiceSchema = z.looseObject({ turkishIdentityNumber: optionalText, taxNumber: optionalText, address: addressSchema.nullish() });

/** A line of the open feed, of a whole order and of the createOrder webhook. Fields the hub has no use for pass unread. */
export const lineSchema = z.looseObject({
  id: text,
  orderNumber: text,
  orderDate: z.string(),
  dueDate: optionalText,
  lastStatusUpdateDate: optionalText,
  status: text,
  sku: optionalText,
  merchantSKU: text,
  name: optionalText,
  quantity: number.refine((value) => Number.isInteger(value) && value > 0, 'a whole number of units'),
  unitPrice: amount,
  merchantDiscount: z.looseObject({ unitPrice: amount.nullish() }).nullish(),
  vatRate: number.nullish(),
  commissionRate: number.nullish(),
  customerName: optionalText,
  shippingAddress: addressSchema.nullish(),
  invoice: invoiceSchema.nullish(),
  cargoCompany: optionalText,
  packageNumber: optionalText,
  deliveryType: optionalText,
  isJetDelivery: z.boolean().nullish(),
  isMicroExport: z.boolean().nullish(),
});
export type WireLine = z.output<typeof lineSchema>;

export const orderSchema = z.looseObject({
  orderNumber: text,
  orderDate: z.string(),
  paymentStatus: optionalText,
  customer: z.looseObject({ name: optionalText }).nullish(),
  deliveryAddress: addressSchema.nullish(),
  invoice: invoiceSchema.nullish(),
  items: z.array(lineSchema),
});
export type WireOrder = z.output<typeof orderSchema>;

/** Where a package is. */
export const trackingSchema = z.looseObject({
  packageNumber: text,
  barcode: optionalText,
  status: optionalText,
  cargoCompany: optionalText,
  estimatedArrivalDate: optionalText,
  trackingInfoCode: optionalText,
  trackingInfoUrl: optionalText,
});
export type WireTracking = z.output<typeof trackingSchema>;

/** An order as the createOrder webhook tells it: lines only, with all that is known of the order in each. */
export function orderOfLines(lines: readonly WireLine[]): WireOrder | null {
  const [first] = lines;
  if (!first) return null;
  const { orderNumber, orderDate, customerName, shippingAddress, invoice } = first;
  return { orderNumber, orderDate, paymentStatus: null, customer: { name: customerName }, deliveryAddress: shippingAddress, invoice, items: [...lines] };
}
