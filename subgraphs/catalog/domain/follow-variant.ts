import { applyStockPolicy } from '../../stores/domain/stock-policy.js';
import type { Store } from '../../stores/domain/store.js';
import { desire, sellThere } from './field-sync.js';
import type { Listing } from './listing.js';
import type { Conversions } from './listing-conversion.js';
import { sameValue } from './listing-value.js';
import { availableOf, type Variant } from './variant.js';
import { wantedPrice, withWantedPrice } from './wanted-price.js';

/** The part of a store that its listings depend on. */
export type ListingStorePolicy = Pick<Store, '_id' | 'currency' | 'stockPolicy' | 'policyVersion'>;

/**
 * A listing brought to what its variant and its store's policy ask for; the same listing when it is there already.
 * 'STALE' when the listing has followed a newer variant or policy than these: read them again.
 */
export function followVariant(listing: Listing, variant: Variant, store: ListingStorePolicy, { at, conversions }: { readonly at: Date; readonly conversions: Conversions }): Listing | 'STALE' {
  if (variant.version < listing.variantVersion || store.policyVersion < listing.policyVersion) return 'STALE';
  if (variant.version === listing.variantVersion && store.policyVersion === listing.policyVersion) return listing;
  return {
    ...withWantedPrice(listing, wantedPrice(listing, variant, store, { conversions, at }), at),
    quantity: wantedQuantity(listing, variant, store, at),
    variantVersion: variant.version,
    policyVersion: store.policyVersion,
  };
}

/** What a store should show of a variant: nothing once it is to be withdrawn. */
export function quantityFor(listing: Pick<Listing, 'content'>, variant: Variant, store: ListingStorePolicy): number {
  return listing.content.desired.value.presence === 'WITHDRAWN' ? 0 : applyStockPolicy(store.stockPolicy, availableOf(variant.stock)).quantity;
}

/** A sale on the marketplace has lowered the quantity there by itself, unless a value sent without knowing of it came after: in doubt it is sent anew. */
function wantedQuantity(listing: Listing, variant: Variant, store: ListingStorePolicy, at: Date): Listing['quantity'] {
  const news = variant.untoldSales.filter((sale) => sale.version > listing.variantVersion);
  const untold = news.filter((sale) => sale.storeId === listing.storeId);
  const sold = untold.reduce((sum, { quantity }) => sum + quantity, 0);
  const field = sold > 0 ? sellThere(listing.quantity, sold, { at, soldAt: earliest(untold.map(({ soldAt }) => soldAt)) }) : listing.quantity;
  const cause = variant.stock.changedBy;
  const operationId = cause?.kind === 'OPERATION' ? cause.operationId : null;
  return desire(field, { value: quantityFor(listing, variant, store), operationId, at, anew: sold > 0 && (field.sent !== null || field.published?.inDoubt === true), soldAt: earliest(news.flatMap(({ storeId, heardAt }) => (storeId === listing.storeId ? [] : [heardAt]))) }, sameValue.quantity);
}

function earliest(dates: readonly (Date | undefined)[]): Date | undefined {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []));
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}
