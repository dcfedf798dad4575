import { z } from 'zod';
import type { Buyer, BuyerAddress, RemoteOrder, RemoteOrderLine, RemotePackage } from '../../sync/connector/contract.js';
import { epochMs, number, optionalText, text, units } from '../../sync/connector/wire-values.js';
import { toOrderStatus } from './order-status.js';

const addressSchema = z.looseObject({
  fullName: optionalText,
  address: optionalText,
  city: optionalText,
  district: optionalText,
  neighborhood: optionalText,
  postalCode: optionalText,
  gsm: optionalText,
  tcId: optionalText,
  taxId: optionalText,
  countryCode: optionalText,
});

/** Told to the seller only: one that cannot be read keeps no order back. */
const rate = number.nullish().catch(null);

const lineSchema = z.looseObject({
  orderLineId: text,
  productId: optionalText,
  productName: optionalText,
  stockCode: text,
  quantity: units,
  price: number,
  totalSellerDiscountPrice: number.nullish(),
  orderItemLineItemStatusName: optionalText,
  vatRate: number.nullish(),
  commissionRate: rate,
  sellerCampaignCommissionRate: rate,
  netMarketingFeeRate: rate,
  netMarketplaceFeeRate: rate,
  taxDeductionRate: rate,
});

/** One row of GET shipmentPackages. Fields the hub has no use for pass unread. */
export const packageSchema = z.looseObject({
  id: optionalText,
  orderNumber: text,
  shipmentPackageStatus: text,
  lastModifiedDate: epochMs,
  agreedDeliveryDate: epochMs.nullish(),
  packageHistories: z.array(z.looseObject({ createdDate: epochMs.nullish(), status: optionalText })).nullish(),
  customerfullName: optionalText,
  customerEmail: optionalText,
  tcIdentityNumber: optionalText,
  taxId: optionalText,
  billingAddress: addressSchema.nullish(),
  shippingAddress: addressSchema.nullish(),
  cargoProviderName: optionalText,
  cargoTrackingNumber: optionalText,
  cargoSenderNumber: optionalText,
  deliveryAddressType: optionalText,
  micro: z.boolean().nullish(),
  lines: z.array(lineSchema),
});
export type N11Package = z.output<typeof packageSchema>;

/** The list's own envelope; `pageCount` in it is the number of rows and tells nothing about pages. */
export const packagePageSchema = z.looseObject({ content: z.array(z.unknown()), totalPages: number.nullish() });

/** The hub's order with one package; N11 never says a currency, its orders are in lira. */
export function toRemoteOrder(row: N11Package): RemoteOrder {
  return {
    remoteOrderId: row.orderNumber,
    orderedAt: new Date(orderedAtMs(row)),
    currency: 'TRY',
    buyer: toBuyer(row),
    packages: [toPackage(row)],
    extra: toExtra(row),
  };
}

/** The package id N11 gives; orders for location-specific delivery have none, then the order number stands in. */
export function packageIdOf(row: Pick<N11Package, 'id' | 'orderNumber'>): string {
  return row.id ?? row.orderNumber;
}

function toPackage(row: N11Package): RemotePackage {
  const remoteStatus = row.shipmentPackageStatus.trim();
  return {
    remotePackageId: packageIdOf(row),
    status: toOrderStatus(remoteStatus),
    remoteStatus,
    remoteRevision: row.lastModifiedDate,
    trackingNumber: row.cargoSenderNumber,
    carrier: row.cargoProviderName,
    shipByAt: typeof row.agreedDeliveryDate === 'number' ? new Date(row.agreedDeliveryDate) : null,
    lines: row.lines.map((line) => toLine(line, remoteStatus)),
    // N11 does not say which package a split one came out of.
    originPackageIds: [],
  };
}

function toLine(line: N11Package['lines'][number], packageStatus: string): RemoteOrderLine {
  const remoteStatus = line.orderItemLineItemStatusName?.trim() ?? packageStatus;
  return {
    remoteLineId: line.orderLineId,
    remoteKey: line.stockCode,
    sellerSku: line.stockCode,
    title: line.productName ?? '',
    quantity: line.quantity,
    unitPriceMinor: toMinor(line.price),
    unitDiscountMinor: Math.round(toMinor(line.totalSellerDiscountPrice ?? 0) / line.quantity),
    vatRatePercent: line.vatRate ?? null,
    status: toOrderStatus(remoteStatus),
    remoteStatus,
    ...ratesOf(line),
  };
}

/** What N11 keeps of the line, in percent. A campaign that the seller joined takes its part off the commission. */
function ratesOf(line: N11Package['lines'][number]): Pick<RemoteOrderLine, 'extra'> {
  const { commissionRate, sellerCampaignCommissionRate: campaignRate } = line;
  const told = {
    commissionRatePercent: typeof commissionRate === 'number' ? Math.round((commissionRate - (campaignRate ?? 0)) * 100) / 100 : null,
    campaignRatePercent: campaignRate,
    marketingFeePercent: line.netMarketingFeeRate,
    marketplaceFeePercent: line.netMarketplaceFeeRate,
    taxDeductionPercent: line.taxDeductionRate,
  };
  const extra = Object.fromEntries(Object.entries(told).filter(([, value]) => typeof value === 'number'));
  return Object.keys(extra).length === 0 ? {} : { extra };
}

/** Rows carry no order date: the first step of the package's history is the nearest thing. */
function orderedAtMs(row: N11Package): number {
  const steps = (row.packageHistories ?? []).flatMap(({ createdDate }) => (typeof createdDate === 'number' ? [createdDate] : []));
  return Math.min(row.lastModifiedDate, ...steps);
}

/** For a pick-up point (`KTN`, `EASYPOINT`, `PUP`) the shipping address is the point's; the buyer stands in billing alone. */
function toBuyer(row: N11Package): Buyer {
  return {
    name: row.customerfullName ?? row.billingAddress?.fullName ?? '',
    email: row.customerEmail,
    phone: row.billingAddress?.gsm ?? row.shippingAddress?.gsm ?? null,
    taxId: row.taxId ?? row.billingAddress?.taxId ?? row.tcIdentityNumber ?? row.billingAddress?.tcId ?? null,
    shippingAddress: toAddress(row.shippingAddress),
    invoiceAddress: toAddress(row.billingAddress),
  };
}

function toAddress(address: N11Package['billingAddress']): BuyerAddress | null {
  if (address === null || address === undefined) return null;
  return {
    fullName: address.fullName ?? '',
    line: [address.neighborhood, address.address].filter((part) => part !== null).join(' '),
    district: address.district,
    city: address.city ?? '',
    postalCode: address.postalCode,
    countryCode: address.countryCode ?? 'TR',
  };
}

/** `campaignCode` is what the seller hands to the carrier; a split or partial cancel changes it. */
function toExtra(row: N11Package): Record<string, unknown> {
  const extra = { campaignCode: row.cargoTrackingNumber, deliveryAddressType: row.deliveryAddressType, isMicroExport: row.micro ?? null };
  return Object.fromEntries(Object.entries(extra).filter(([, value]) => value !== null));
}

function toMinor(amount: number): number {
  return Math.round(amount * 100);
}
