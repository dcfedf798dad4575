import { istanbulSlashDate } from './istanbul-time.js';
import { lira } from './price.js';
import type { PackageLine, ShipmentPackage } from './shipment-package.js';

export const RETURN_STATUSES = ['REQUESTED', 'APPROVAL_WAITING', 'CANCELLED', 'DENIED', 'PENDING', 'PENDED', 'APPROVED', 'MANUAL_REFUND'] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

export const CANCEL_STATUSES = ['REQUESTED', 'RETRACTED', 'COMPLETED', 'DENIED', 'REJECT', 'MANUAL_REFUND'] as const;
export type CancelStatus = (typeof CANCEL_STATUSES)[number];

export interface Reason {
  readonly id: number;
  readonly value: string;
}

export const returnDenyReasons: readonly Reason[] = [
  { id: 1, value: 'Ürün kargoya sağlam teslim edildi' },
  { id: 2, value: 'Ürün kullanılmış' },
  { id: 3, value: 'Ürün eksik gönderilmiş' },
  { id: 41, value: 'İade ürün mağazaya ulaşmadı' },
];
export const returnPendingReasons: readonly Reason[] = [
  { id: 1, value: 'Ürün incelemede' },
  { id: 2, value: 'Teknik serviste' },
];
export const cancelDenyReasons: readonly Reason[] = [
  { id: 1, value: 'Ürün kargoya verildi' },
  { id: 2, value: 'Ürün kişiye özel hazırlandı' },
];

/** Why a seller cancels pieces; the same ids as in splitPackageByQuantity. */
export const sellerCancelReasons: readonly Reason[] = [
  { id: 61, value: 'Stok tükendi' },
  { id: 62, value: 'Kusurlu ürün' },
  { id: 63, value: 'Hatalı fiyat' },
  { id: 64, value: 'Mücbir sebep' },
  { id: 65, value: 'Diğer' },
];

interface ClaimBase<S> {
  readonly id: number;
  readonly sellerId: number;
  readonly packageId: string;
  readonly orderNumber: string;
  readonly orderLineId: number;
  readonly line: PackageLine;
  readonly buyer: ShipmentPackage['buyer'];
  readonly cargoProviderName: string;
  readonly quantity: number;
  readonly status: S;
  readonly executer: 'BUYER' | 'SELLER' | 'OPERATOR' | 'SYSTEM' | 'SHIPMENT';
  readonly reasonType: string;
  readonly reasonDescription: string;
  readonly denyReasonType: string | null;
  readonly requestedAtMs: number;
  /** When each later status was reached. */
  readonly reachedAtMs: Readonly<Partial<Record<string, number>>>;
}

export interface ReturnClaim extends ClaimBase<ReturnStatus> {
  /** Of denied goods on their way back to the buyer. */
  readonly sellerTrackingNumber?: string;
}
export type CancelClaim = ClaimBase<CancelStatus>;

/** The seller may decide a return while it is open. */
export function isReturnOpen(claim: ReturnClaim): boolean {
  return claim.status === 'REQUESTED' || claim.status === 'APPROVAL_WAITING' || claim.status === 'PENDING' || claim.status === 'PENDED';
}

export function decided<S extends string, C extends ClaimBase<S>>(claim: C, to: S, executer: C['executer'], atMs: number): C {
  return { ...claim, status: to, executer, reachedAtMs: { ...claim.reachedAtMs, [to]: atMs } };
}

/** `claimReturn` of ClaimReturnList, in the alphabetical order production sends. There is no stock code. */
export function returnRow(claim: ReturnClaim): object {
  const date = (status: ReturnStatus): string => dateOf(claim, status);
  return {
    approvalRemainingTime: claim.status === 'APPROVAL_WAITING' ? '2 gün' : '',
    approvedDate: date('APPROVED'),
    attributesNames: claim.line.variantAttributes.map((attribute) => attribute.value).join(', '),
    bundleName: '',
    buyerEmail: claim.buyer.email,
    buyerName: claim.buyer.fullName,
    buyerPhone: claim.buyer.gsm,
    campaignNumber: String(claim.id),
    cancelledDate: date('CANCELLED'),
    claimReturnId: claim.id,
    deliveryFeeType: '1',
    deniedDate: date('DENIED'),
    executer: claim.executer,
    finalPrice: lira(finalMinor(claim)),
    orderNumber: claim.orderNumber,
    paymentDate: istanbulSlashDate(claim.requestedAtMs),
    pendedDate: date('PENDED'),
    pendingRequestDate: date('PENDING'),
    productId: claim.line.productId,
    productName: claim.line.productName,
    quantity: claim.quantity,
    requestDate: istanbulSlashDate(claim.requestedAtMs),
    returnReasonDescription: claim.reasonDescription,
    returnReasonType: claim.reasonType,
    sellerCampaignNumber: '',
    sellerShipmentCompany: '',
    sellerTrackingNumber: claim.sellerTrackingNumber ?? '',
    sender: 'SELLER',
    shipmentCompany: claim.cargoProviderName,
    shipmentMethod: 1,
    skuId: claim.line.productId,
    status: claim.status,
    trackingNumber: String(claim.id),
    unitPrice: lira(claim.line.priceMinor),
  };
}

/** `claimCancel` of ClaimCancelList. */
export function cancelRow(claim: CancelClaim): object {
  return {
    bundleName: '',
    buyerEmail: claim.buyer.email,
    buyerName: claim.buyer.fullName,
    buyerPhone: claim.buyer.gsm,
    cancelReasonDescription: claim.reasonDescription,
    cancelReasonType: claim.reasonType,
    claimCancelId: claim.id,
    completedDate: dateOf(claim, 'COMPLETED'),
    deliveryFeeType: '1',
    deniedDate: dateOf(claim, 'DENIED'),
    denyReasonType: claim.denyReasonType ?? '',
    executer: claim.executer,
    finalPrice: lira(finalMinor(claim)),
    orderNumber: claim.orderNumber,
    paymentDate: istanbulSlashDate(claim.requestedAtMs),
    productId: claim.line.productId,
    productName: claim.line.productName,
    quantity: claim.quantity,
    requestDate: istanbulSlashDate(claim.requestedAtMs),
    shipmentCompany: claim.cargoProviderName,
    shipmentMethod: 1,
    skuId: claim.line.productId,
    status: claim.status,
    unitPrice: lira(claim.line.priceMinor),
  };
}

function dateOf(claim: ClaimBase<string>, status: string): string {
  const atMs = claim.reachedAtMs[status];
  return atMs === undefined ? '' : istanbulSlashDate(atMs);
}

function finalMinor({ line, quantity }: ClaimBase<string>): number {
  return line.priceMinor * quantity - Math.round((line.sellerDiscountMinor * quantity) / line.quantity);
}
