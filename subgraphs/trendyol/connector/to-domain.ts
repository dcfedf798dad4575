import { z } from 'zod';
import { isCurrency, type Currency } from '../../../platform/money.js';
import type { Buyer, BuyerAddress, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import { epochMs, number, optionalText, text, units } from '../../sync/connector/wire-values.js';
import { toOrderStatus } from './order-status.js';

const addressSchema = z.looseObject({
  fullName: optionalText,
  firstName: optionalText,
  lastName: optionalText,
  fullAddress: optionalText,
  address1: optionalText,
  district: optionalText,
  city: optionalText,
  postalCode: optionalText,
  countryCode: optionalText,
  phone: optionalText,
});

const lineSchema = z.looseObject({
  lineId: text,
  barcode: text,
  stockCode: optionalText,
  productName: text.default(''),
  quantity: units,
  lineGrossAmount: number,
  lineTotalDiscount: number.default(0),
  vatRate: number.nullish(),
  commission: number.nullish().catch(null),
  orderLineItemStatusName: optionalText,
});

/** One row of the order list, the stream or a webhook; names as of 6 Apr 2026. Fields the hub has no use for pass unread. */
export const packageSchema = z.looseObject({
  shipmentPackageId: text,
  orderNumber: text,
  status: optionalText,
  shipmentPackageStatus: optionalText,
  orderDate: epochMs,
  lastModifiedDate: epochMs,
  agreedDeliveryDate: epochMs.nullish(),
  currencyCode: text.default('TRY'),
  customerFirstName: optionalText,
  customerLastName: optionalText,
  customerEmail: optionalText,
  identityNumber: optionalText,
  taxNumber: optionalText,
  commercial: z.boolean().nullish(),
  shipmentAddress: addressSchema.nullish(),
  invoiceAddress: addressSchema.nullish(),
  cargoTrackingNumber: optionalText,
  cargoProviderName: optionalText,
  originPackageIds: z.array(text).nullish(),
  lines: z.array(lineSchema),
});
export type TrendyolPackage = z.output<typeof packageSchema>;

/** A list or webhook envelope, with each row still unread so that one broken row does not hide the others. */
export const envelopeSchema = z.looseObject({ content: z.array(z.unknown()) });

export function toRemoteOrder(row: TrendyolPackage, fallback: Currency): RemoteOrder {
  return {
    remoteOrderId: row.orderNumber,
    orderedAt: new Date(row.orderDate),
    currency: isCurrency(row.currencyCode) ? row.currencyCode : fallback,
    buyer: toBuyer(row),
    packages: [toPackage(row)],
    extra: toExtra(row),
  };
}

function toPackage(row: TrendyolPackage): RemotePackage {
  const remoteStatus = row.shipmentPackageStatus ?? row.status ?? '';
  return {
    remotePackageId: row.shipmentPackageId,
    status: toOrderStatus(remoteStatus),
    remoteStatus,
    remoteRevision: row.lastModifiedDate,
    trackingNumber: row.cargoTrackingNumber,
    carrier: row.cargoProviderName,
    shipByAt: typeof row.agreedDeliveryDate === 'number' ? new Date(row.agreedDeliveryDate) : null,
    lines: row.lines.map((line) => toLine(line, remoteStatus)),
    originPackageIds: row.originPackageIds ?? [],
  };
}

function toLine(line: TrendyolPackage['lines'][number], packageStatus: string): RemoteOrderLine {
  const remoteStatus = line.orderLineItemStatusName ?? packageStatus;
  return {
    remoteLineId: line.lineId,
    remoteKey: line.barcode,
    sellerSku: line.stockCode,
    title: line.productName,
    quantity: line.quantity,
    unitPriceMinor: toMinor(line.lineGrossAmount),
    unitDiscountMinor: toMinor(line.lineTotalDiscount),
    vatRatePercent: line.vatRate ?? null,
    status: toOrderStatus(remoteStatus),
    remoteStatus,
    ...(typeof line.commission === 'number' ? { extra: { commissionRatePercent: line.commission } } : {}),
  };
}

// Discounts are averages per unit, so they can have more than two decimals.
function toMinor(lira: number): number {
  return Math.round(lira * 100);
}

function toBuyer(row: TrendyolPackage): Buyer {
  return {
    name: [row.customerFirstName, row.customerLastName].filter((part) => part !== null).join(' '),
    email: row.customerEmail,
    phone: row.shipmentAddress?.phone ?? row.invoiceAddress?.phone ?? null,
    taxId: row.taxNumber ?? row.identityNumber,
    shippingAddress: toAddress(row.shipmentAddress),
    invoiceAddress: toAddress(row.invoiceAddress),
  };
}

function toAddress(address: TrendyolPackage['shipmentAddress']): BuyerAddress | null {
  if (address === null || address === undefined) return null;
  return {
    fullName: address.fullName ?? [address.firstName, address.lastName].filter((part) => part !== null).join(' '),
    line: address.fullAddress ?? address.address1 ?? '',
    district: address.district,
    city: address.city ?? '',
    postalCode: address.postalCode,
    countryCode: address.countryCode ?? 'TR',
  };
}

const extras = ['shipmentNumber', 'deliveryType', 'deliveryAddressType', 'fastDelivery', 'micro', 'commercial', 'channelId', 'warehouseId', 'whoPays', 'invoiceStatus', 'giftBoxRequested', 'createdBy', 'estimatedDeliveryEndDate'] as const;

function toExtra(row: TrendyolPackage): Record<string, unknown> {
  const rest: Readonly<Record<string, unknown>> = row;
  return Object.fromEntries(extras.filter((name) => rest[name] !== null && rest[name] !== undefined).map((name) => [name, rest[name]]));
}
