import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { isNews, type Conversions } from '../domain/listing-conversion.js';
import type { Listing } from '../domain/listing.js';
import { wantedPrice, withWantedPrice } from '../domain/wanted-price.js';
import type { Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { loadConversions } from './load-conversions.js';

export interface FollowedRates {
  /** Listings that stand on another rate than before, whether or not their price came out the same. */
  readonly listings: number;
  /** Stores with listings that have become due. */
  readonly storeIds: readonly StoreId[];
}

/** Most listings of a store converted anew in one pass, and most that may wait there to be sent when a pass begins. */
const AT_ONCE = 250;

/**
 * Takes prices along with rates that have moved by more than the step, or have become known: at most 250 listings of each store, and none
 * of a store that still has as many waiting to be sent, so that a move of a rate never becomes a storm. Runs again and again;
 * what was left is done by a later pass. Two at once do no harm.
 */
export async function followRates(deps: CatalogDeps): Promise<FollowedRates> {
  let listings = 0;
  const due = new Set<StoreId>();
  for (let group = await deps.listings.nextConversion(null); group; group = await deps.listings.nextConversion(group.conversion.key)) {
    const { sellerId, conversion } = group;
    const conversions = await loadConversions(deps, [{ sellerId, from: conversion.from, to: conversion.to }]);
    if (!isNews(conversion, conversions.rateOf(sellerId, conversion.from, conversion.to), conversions.stepBasisPoints)) continue;
    for (const storeId of await deps.listings.storesOnRate(conversion.key)) {
      const followed = await followOnStore(deps, { key: conversion.key, storeId, conversions });
      listings += followed.length;
      if (followed.some(({ dueAt }) => dueAt !== null)) due.add(storeId);
    }
  }
  return { listings, storeIds: [...due] };
}

async function followOnStore(deps: CatalogDeps, { key, storeId, conversions }: { readonly key: string; readonly storeId: StoreId; readonly conversions: Conversions }): Promise<readonly Listing[]> {
  const room = AT_ONCE - (await deps.listings.countDue(storeId, AT_ONCE));
  const [store] = room > 0 ? await deps.stores.findStores([storeId]) : [];
  if (!store) return [];
  const page = await deps.listings.onRate(key, storeId, room);
  const variants = new Map((await deps.variants.byIds(page.map(({ variantId }) => variantId))).map((variant) => [variant._id, variant]));
  const at = deps.clock.now();
  const { listings } = await changeListings(deps, page, at, (listing) => followRate(listing, variants.get(listing.variantId), store, { conversions, at }));
  return listings.filter(({ conversion }) => conversion?.key !== key);
}

/** A listing that follows a newer variant than was read has been told of the rate as well. */
function followRate(listing: Listing, variant: Variant | undefined, store: Store, using: { readonly conversions: Conversions; readonly at: Date }): Listing {
  if (!variant || variant.version < listing.variantVersion || !listing.conversion) return listing;
  const wanted = wantedPrice(listing, variant, store, using);
  return wanted.conversion === listing.conversion ? listing : withWantedPrice(listing, wanted, using.at);
}
