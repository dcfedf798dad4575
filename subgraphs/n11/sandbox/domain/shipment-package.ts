import { lira } from './price.js';

export const PACKAGE_STATUSES = ['Created', 'Picking', 'Shipped', 'Delivered', 'Cancelled', 'Unpacked', 'UnSupplied'] as const;
export type PackageStatus = (typeof PACKAGE_STATUSES)[number];

export interface Buyer {
  readonly customerId: number;
  readonly fullName: string;
  readonly email: string;
  readonly gsm: string;
  readonly address: string;
  readonly city: string;
  readonly district: string;
  readonly neighborhood: string;
  readonly postalCode: string;
}

/** Amounts are kuruş of the whole line except `priceMinor`, which is one unit before discounts. */
export interface PackageLine {
  readonly orderLineId: number;
  readonly productId: number;
  readonly productName: string;
  readonly stockCode: string;
  readonly barcode: string | null;
  readonly variantAttributes: readonly { readonly name: string; readonly value: string }[];
  readonly quantity: number;
  readonly priceMinor: number;
  readonly sellerDiscountMinor: number;
  readonly mallDiscountMinor: number;
  readonly laborCostMinor: number;
  readonly vatRate: number;
  readonly commissionRate: number;
  /** Taken on by the seller; the package becomes `Picking` when each of its lines is. */
  readonly isApproved: boolean;
}

export interface ShipmentPackage {
  readonly id: string;
  readonly sellerId: number;
  readonly orderNumber: string;
  readonly status: PackageStatus;
  readonly buyer: Buyer;
  readonly lines: readonly PackageLine[];
  readonly shipmentCompanyId: number;
  readonly cargoProviderName: string;
  /** The campaign code given to the carrier; a split or partial cancel makes a new one. */
  readonly campaignCode: string;
  /** The carrier's own number, known once shipped. */
  readonly cargoSenderNumber: string | null;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly agreedDeliveryAtMs: number;
  readonly history: readonly { readonly status: PackageStatus; readonly atMs: number }[];
}

const successors: Record<PackageStatus, readonly PackageStatus[]> = {
  Created: ['Picking', 'Cancelled', 'Unpacked'],
  Picking: ['Shipped', 'Cancelled', 'Unpacked', 'UnSupplied'],
  Shipped: ['Delivered'],
  Delivered: [],
  Cancelled: [],
  Unpacked: [],
  UnSupplied: [],
};

export function canBecome(from: PackageStatus, to: PackageStatus): boolean {
  return successors[from].includes(to);
}

/** The package in its next status; throws when the transition table has no such step, which callers check first. */
export function moved(pkg: ShipmentPackage, to: PackageStatus, atMs: number): ShipmentPackage {
  if (!canBecome(pkg.status, to)) throw new Error(`package ${pkg.id} cannot go from ${pkg.status} to ${to}`);
  return { ...pkg, status: to, modifiedAtMs: atMs, history: [...pkg.history, { status: to, atMs }] };
}

/** A row of GET shipmentPackages. */
export function packageRow(pkg: ShipmentPackage): object {
  const { buyer } = pkg;
  const address = { address: buyer.address, city: buyer.city, district: buyer.district, neighborhood: buyer.neighborhood, fullName: buyer.fullName, gsm: buyer.gsm, tcId: '', postalCode: buyer.postalCode };
  return {
    billingAddress: { ...address, taxId: null, taxHouse: null, invoiceType: 1, countryCode: 'TR' },
    shippingAddress: address,
    orderNumber: pkg.orderNumber,
    id: pkg.id,
    customerEmail: buyer.email,
    customerfullName: buyer.fullName,
    customerId: buyer.customerId,
    taxId: '',
    taxOffice: '',
    tcIdentityNumber: '',
    cargoSenderNumber: pkg.cargoSenderNumber,
    cargoTrackingNumber: pkg.campaignCode,
    cargoTrackingLink: pkg.cargoSenderNumber === null ? '' : `https://kargo.example.invalid/${pkg.cargoSenderNumber}`,
    shipmentCompanyId: pkg.shipmentCompanyId,
    cargoProviderName: pkg.cargoProviderName,
    shipmentMethod: 1,
    installmentChargeWithVATprice: 0,
    lines: pkg.lines.map((line) => lineRow(line, pkg.status)),
    lastModifiedDate: pkg.modifiedAtMs,
    agreedDeliveryDate: pkg.agreedDeliveryAtMs,
    totalAmount: lira(sum(pkg.lines, grossMinor)),
    totalDiscountAmount: lira(sum(pkg.lines, discountMinor)),
    packageHistories: pkg.history.map(({ status, atMs }) => ({ createdDate: atMs, status })),
    shipmentPackageStatus: pkg.status,
    sellerId: pkg.sellerId,
    micro: false,
    isReturned: false,
  };
}

function lineRow(line: PackageLine, status: PackageStatus): object {
  const invoiceMinor = grossMinor(line) - line.sellerDiscountMinor;
  return {
    quantity: line.quantity,
    productId: line.productId,
    productName: line.productName,
    stockCode: line.stockCode,
    variantAttributes: line.variantAttributes,
    customTextOptionValues: [],
    price: lira(line.priceMinor),
    dueAmount: lira(invoiceMinor - line.mallDiscountMinor),
    installmentChargeWithVAT: 0,
    sellerCouponDiscount: 0,
    sellerDiscount: lira(line.sellerDiscountMinor / line.quantity),
    mallDiscount: lira(line.mallDiscountMinor / line.quantity),
    sellerInvoiceAmount: lira(invoiceMinor),
    totalMallDiscountPrice: lira(line.mallDiscountMinor),
    totalSellerDiscountPrice: lira(line.sellerDiscountMinor),
    orderLineId: line.orderLineId,
    orderItemLineItemStatusName: status === 'Created' && line.isApproved ? 'Picking' : status,
    vatRate: line.vatRate,
    commissionRate: line.commissionRate,
    sellerCampaignCommissionRate: 0,
    taxDeductionRate: 1,
    totalLaborCostExcludingVAT: lira(line.laborCostMinor),
    netMarketingFeeRate: 1.2,
    netMarketplaceFeeRate: 0.8,
    barcode: line.barcode,
    sender: 'SELLER',
    productOrigin: 'TR',
    deliveryFeeType: 'FREE',
  };
}

function grossMinor(line: PackageLine): number {
  return line.priceMinor * line.quantity;
}

function discountMinor(line: PackageLine): number {
  return line.sellerDiscountMinor + line.mallDiscountMinor;
}

function sum(lines: readonly PackageLine[], amount: (line: PackageLine) => number): number {
  return lines.reduce((total, line) => total + amount(line), 0);
}
