import type { PackageLine, ShipmentPackage } from '../packages/package.js';

export const CLAIM_ITEM_STATUSES = ['Created', 'WaitingInAction', 'WaitingFraudCheck', 'InAnalysis', 'Accepted', 'Rejected', 'Cancelled', 'Unresolved'] as const;
export type ClaimItemStatus = (typeof CLAIM_ITEM_STATUSES)[number];

export interface ClaimReason {
  readonly id: number;
  readonly name: string;
  readonly code: string;
}

/** One returned unit: statuses live here, not on the claim. */
export interface ClaimItem {
  readonly id: string;
  readonly orderLineItemId: number;
  readonly reason: ClaimReason;
  readonly status: ClaimItemStatus;
  readonly note: string;
  readonly customerNote: string;
  readonly isAutoAccepted: boolean;
  readonly isAcceptedBySeller: boolean;
  readonly acceptDetail: 'SUPPLIER' | 'DISPUTE' | 'SYSTEM' | null;
}

export interface Claim {
  readonly id: string;
  readonly sellerId: number;
  readonly orderNumber: string;
  readonly orderDate: number;
  readonly claimDate: number;
  readonly lastModifiedDate: number;
  readonly customerFirstName: string;
  readonly customerLastName: string;
  readonly cargoTrackingNumber: string;
  readonly cargoTrackingLink: string;
  readonly cargoSenderNumber: string;
  readonly cargoProviderName: string;
  readonly orderShipmentPackageId: number;
  readonly orderOutboundPackageId: number;
  readonly items: readonly { readonly line: PackageLine; readonly claimItems: readonly ClaimItem[] }[];
}

export const CUSTOMER_REASONS: readonly ClaimReason[] = [
  { id: 401, name: 'Vazgeçtim', code: 'ABANDON' },
  { id: 201, name: 'Beden küçük geldi', code: 'SMALL_SIZE' },
  { id: 202, name: 'Beden büyük geldi', code: 'LARGE_SIZE' },
  { id: 101, name: 'Kusurlu ürün gönderildi', code: 'DAMAGED' },
  { id: 301, name: 'Yanlış ürün gönderildi', code: 'WRONG_ITEM' },
];

/** In force since 8 Oct 2026; of most only the ids are published, the words are ours. `needsFile` is false for the three that may be sent without evidence. */
export const ISSUE_REASONS: readonly { id: number; name: string; needsFile: boolean }[] = [
  { id: 451, name: 'Gelen ürünü analize göndereceğim', needsFile: false },
  { id: 1651, name: 'İade paketi elime ulaşmadı', needsFile: false },
  { id: 2101, name: 'Sipariş sorusundan değişim talebi', needsFile: false },
  { id: 401, name: 'İade gelen ürün bana ait değil', needsFile: true },
  { id: 551, name: 'İade gelen ürün kullanılmış', needsFile: true },
  { id: 1652, name: 'İade gelen ürün eksik', needsFile: true },
  { id: 2077, name: 'Ürünün ambalajı açılmış', needsFile: true },
  { id: 2078, name: 'Ürün hasarlı geldi', needsFile: true },
  { id: 2079, name: 'Ürün hijyen kurallarına uygun değil', needsFile: true },
];

export function claimView(claim: Claim) {
  const { id, sellerId: _sellerId, items, ...rest } = claim;
  return {
    id,
    claimId: id,
    ...rest,
    channelId: 1,
    replacementOutboundpackageinfo: null,
    rejectedpackageinfo: null,
    items: items.map(({ line, claimItems }) => ({ orderLine: lineView(line), claimItems: claimItems.map(itemView) })),
  };
}

/** Claims kept the old field names of lines. */
function lineView(line: PackageLine) {
  return {
    id: line.lineId,
    productName: line.productName,
    barcode: line.barcode,
    merchantSku: line.stockCode,
    productColor: line.productColor,
    productSize: line.productSize,
    price: line.lineUnitPrice,
    vatBaseAmount: line.vatRate,
    vatRate: line.vatRate,
    salesCampaignId: line.salesCampaignId,
    productCategory: String(line.productCategoryId),
    lineItems: line.discountDetails.map(({ lineItemId }) => ({ id: lineItemId })),
  };
}

function itemView({ id, orderLineItemId, reason, status, note, customerNote, isAutoAccepted, isAcceptedBySeller, acceptDetail }: ClaimItem) {
  const reasonView = { id: reason.id, name: reason.name, externalReasonId: reason.id, code: reason.code };
  return {
    id,
    orderLineItemId,
    customerClaimItemReason: reasonView,
    trendyolClaimItemReason: reasonView,
    claimItemStatus: { name: status },
    note,
    customerNote,
    resolved: ['Accepted', 'Rejected', 'Cancelled'].includes(status),
    autoAccepted: isAutoAccepted,
    acceptedBySeller: isAcceptedBySeller,
    acceptDetail,
  };
}

/** Facts a claim takes over from the package it returns. */
export function claimHead(one: ShipmentPackage, now: number): Omit<Claim, 'id' | 'items'> {
  return {
    sellerId: one.supplierId,
    orderNumber: one.orderNumber,
    orderDate: one.orderDate,
    claimDate: now,
    lastModifiedDate: now,
    customerFirstName: one.customerFirstName,
    customerLastName: one.customerLastName,
    cargoTrackingNumber: one.cargoTrackingNumber,
    cargoTrackingLink: one.cargoTrackingLink,
    cargoSenderNumber: one.cargoSenderNumber,
    cargoProviderName: one.cargoProviderName,
    orderShipmentPackageId: one.shipmentPackageId,
    orderOutboundPackageId: one.shipmentPackageId,
  };
}
