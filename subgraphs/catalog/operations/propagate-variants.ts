import type { StoreId, VariantId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { followVariant } from '../domain/follow-variant.js';
import type { Listing } from '../domain/listing.js';
import { changeOf, type ListingChange } from '../domain/listing-change.js';
import type { Variant } from '../domain/variant.js';
import type { Conversions } from '../domain/listing-conversion.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type CurrencyPair, loadConversions } from './load-conversions.js';
import { ContentionError, MOST_ROUNDS } from './contention.js';

export interface Propagated {
  /** Stores with listings that have become due. */
  readonly storeIds: readonly StoreId[];
  /** Listings that follow the variants, whether or not something is to be sent. */
  readonly listings: number;
}

/**
 * Tells the listings of these variants what the variants (and the stores' policies) ask for now, and marks the variants
 * as told. May run twice or at the same time elsewhere; what dies half-way is finished by propagatePending.
 */
export async function propagateVariants(deps: CatalogDeps, variants: readonly Variant[]): Promise<Propagated> {
  const due = new Set<StoreId>();
  let listings = 0;
  let waiting = variants;
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new ContentionError('variants', waiting.map(({ _id }) => _id));
    const told = await tellListings(deps, waiting);
    await deps.variants.markPropagated(waiting.filter(({ _id, version, propagatedVersion }) => version > propagatedVersion && !told.again.has(_id)));
    for (const storeId of told.due) due.add(storeId);
    if (round === 0) listings = told.listings;
    waiting = await deps.variants.byIds([...told.again]);
  }
  if (listings > 0) deps.announce();
  return { storeIds: [...due], listings };
}

async function tellListings(deps: CatalogDeps, variants: readonly Variant[]): Promise<{ due: StoreId[]; again: ReadonlySet<VariantId>; listings: number }> {
  const listings = await deps.listings.ofVariants(variants.map(({ _id }) => _id));
  const stores = await deps.stores.findStores([...new Set(listings.map(({ storeId }) => storeId))]);
  const at = deps.clock.now();
  const conversions = await loadConversions(deps, pairsOf(listings, variants, stores));
  const { changes, stale } = decideAll(listings, { variants, stores, conversions, at });
  const missed = await deps.listings.write(changes);
  const due = [...new Set(changes.flatMap(({ after }) => (after.dueAt === null ? [] : [after.storeId])))];
  // Now rather than when all of a large request is written: what is first written can be the first to leave.
  if (due.length > 0) deps.wake(due);
  return {
    due,
    again: new Set([...stale, ...missed.map(({ before }) => before.variantId)]),
    listings: listings.length,
  };
}

function pairsOf(listings: readonly Listing[], variants: readonly Variant[], stores: readonly Store[]): CurrencyPair[] {
  const currencies = new Map(variants.map(({ _id, price }) => [_id, price.currency]));
  const storeById = new Map(stores.map((store) => [store._id, store]));
  return listings.flatMap(({ variantId, storeId, sellerId }) => {
    const [from, to] = [currencies.get(variantId), storeById.get(storeId)?.currency];
    return from && to && from !== to ? [{ sellerId, from, to }] : [];
  });
}

interface DecideAll {
  readonly variants: readonly Variant[];
  readonly stores: readonly Store[];
  readonly conversions: Conversions;
  readonly at: Date;
}

function decideAll(listings: readonly Listing[], { variants, stores, conversions, at }: DecideAll): { changes: ListingChange[]; stale: VariantId[] } {
  const variantById = new Map(variants.map((variant) => [variant._id, variant]));
  const storeById = new Map(stores.map((store) => [store._id, store]));
  const changes: ListingChange[] = [];
  const stale: VariantId[] = [];
  for (const listing of listings) {
    const variant = variantById.get(listing.variantId);
    const store = storeById.get(listing.storeId);
    if (!variant || !store) continue;
    const followed = followVariant(listing, variant, store, { conversions, at });
    if (followed === 'STALE') stale.push(variant._id);
    else changes.push(...[changeOf(listing, followed, at) ?? []].flat());
  }
  return { changes, stale };
}
