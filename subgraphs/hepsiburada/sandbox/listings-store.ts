import type { Listing } from './domain/listing.js';
import type { Market } from './market.js';

export function findListing(market: Market, merchantId: string, merchantSku: string): Listing | undefined {
  return market.listings.get([merchantId, merchantSku]);
}

/** By either name; the marketplace's own wins where both are given. */
export function findNamed(market: Market, merchantId: string, names: { hepsiburadaSku: string | null; merchantSku: string | null }): Listing | undefined {
  const sku = names.hepsiburadaSku === null ? names.merchantSku : market.hbSkus.get([merchantId, names.hepsiburadaSku]);
  return sku === null || sku === undefined ? undefined : findListing(market, merchantId, sku);
}

/** Saves a listing and notes what a seller would see change. */
export function saveListing(market: Market, listing: Listing): void {
  const { merchantId, merchantSku } = listing;
  const old = findListing(market, merchantId, merchantSku);
  market.listings.put([merchantId, merchantSku], listing);
  market.hbSkus.put([merchantId, listing.hbSku], merchantSku);
  if (old?.availableStock !== listing.availableStock) market.note('stock', merchantSku, old?.availableStock ?? null, listing.availableStock);
  if (old?.priceMinor !== listing.priceMinor) market.note('price', merchantSku, old?.priceMinor ?? null, listing.priceMinor);
  if (old?.isActive !== listing.isActive) market.note('listing', merchantSku, old?.isActive ?? null, listing.isActive);
  if (old && old.lockReasons.length !== listing.lockReasons.length) market.note('lock', merchantSku, old.lockReasons, listing.lockReasons);
}

export function removeListing(market: Market, listing: Listing): void {
  market.listings.remove([listing.merchantId, listing.merchantSku]);
  market.hbSkus.remove([listing.merchantId, listing.hbSku]);
  market.note('listing', listing.merchantSku, listing.isActive, null);
}
