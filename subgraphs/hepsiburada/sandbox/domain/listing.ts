import { standardLogistics, type Logistics } from './logistics.js';

/** Bounds a price must stay in; kuruş. */
export interface PriceBand {
  readonly minMinor: number;
  readonly maxMinor: number;
  /** Set where the law, and not the market, has drawn the bounds. */
  readonly regulatedCategory?: string;
}

/** What a seller offers under one SKU. */
export interface Listing {
  readonly merchantId: string;
  readonly merchantSku: string;
  readonly hbSku: string;
  readonly listingId: string;
  readonly barcode: string | null;
  readonly productName: string;
  readonly categoryId: number;
  readonly priceMinor: number;
  readonly availableStock: number;
  readonly maximumPurchasableQuantity: number;
  readonly isActive: boolean;
  readonly lockReasons: readonly string[];
  readonly isFulfilledByHB: boolean;
  readonly band: PriceBand | null;
  /** While a campaign runs, the price may not rise and the stock not fall. */
  readonly inCampaign: boolean;
  readonly commissionRate: number;
  /** What differs from the standard. */
  readonly logistics?: Partial<Logistics>;
  readonly changedAtMs: number;
}

export function isSalable(listing: Listing): boolean {
  return listing.isActive && listing.lockReasons.length === 0 && listing.availableStock > 0;
}

/** The row of GET /listings. */
export function listingRow(listing: Listing): object {
  const { dispatchTime, cargoCompany1, cargoCompany2, cargoCompany3, shippingAddressLabel, claimAddressLabel, shippingProfileName, availableWarehouses, customizationTextType, customizationTextLength } = { ...standardLogistics, ...listing.logistics };
  return {
    listingId: listing.listingId,
    uniqueIdentifier: listing.listingId,
    hepsiburadaSku: listing.hbSku,
    merchantSku: listing.merchantSku,
    price: listing.priceMinor / 100,
    availableStock: listing.availableStock,
    dispatchTime,
    cargoCompany1,
    cargoCompany2,
    cargoCompany3,
    shippingAddressLabel,
    shippingProfileName,
    claimAddressLabel,
    minimumPurchasableQuantity: 1,
    maximumPurchasableQuantity: listing.maximumPurchasableQuantity,
    pricings: [],
    isSalable: isSalable(listing),
    isSuspended: false,
    isLocked: listing.lockReasons.length > 0,
    lockReasons: listing.lockReasons,
    isFrozen: false,
    freezeReasons: [],
    deactivationReasons: listing.isActive ? [] : ['MerchantDeactivated'],
    customizableProperties: customizationTextType === '' ? [] : [{ displayName: customizationTextType, displayLength: customizationTextLength, displayDescription: '' }],
    availableWarehouses,
    isFulfilledByHB: listing.isFulfilledByHB,
    priceIncreaseDisabled: listing.inCampaign,
    priceDecreaseDisabled: false,
    stockDecreaseDisabled: listing.inCampaign,
    skuAfterSuspension: null,
    productId: listing.hbSku.replace('HBCV', 'HBC'),
    hasVariant: true,
  };
}
