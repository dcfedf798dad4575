import type { SellerId, StoreId } from '../../../platform/ids.js';
import { groupBy } from '../../../platform/group-by.js';
import type { Conflict } from '../domain/conflict.js';
import type { Listing } from '../domain/listing.js';
import { isToBeCarriedOut, withConflictsNoted } from '../domain/listing-conflicts.js';
import { withDifference } from '../domain/stock.js';
import { withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { changeVariants } from './change-variants.js';
import { propagateVariants } from './propagate-variants.js';

const AT_ONCE = 500;

/**
 * Carries out what was decided about conflicts of these listings and writes them down in their own place; only then do the listings let
 * go of them. Each step counts once, so whoever dies in between is followed by the sweep. Gives back the stores that became due.
 */
export async function noteConflicts(deps: CatalogDeps, listings: readonly Listing[]): Promise<readonly StoreId[]> {
  const pending = listings.filter(({ conflictsPending }) => conflictsPending === true);
  if (pending.length === 0) return [];
  const conflicts = pending.flatMap((listing) => listing.conflicts ?? []);
  const adjusted = await adjustShelves(deps, conflicts.filter(isToBeCarriedOut));
  await deps.conflicts.put(conflicts);
  const noted = new Map(conflicts.map(({ _id, version }) => [_id, version]));
  const { listings: freed } = await changeListings(deps, await deps.listings.byIds(pending.map(({ _id }) => _id)), deps.clock.now(), (listing) => withConflictsNoted(listing, noted));
  return [...new Set([...adjusted, ...freed.flatMap(({ storeId, dueAt }) => (dueAt ? [storeId] : []))])];
}

/** What a dead process left. */
export async function notePendingConflicts(deps: CatalogDeps): Promise<readonly StoreId[]> {
  const due: StoreId[] = [];
  for (;;) {
    const pending = await deps.listings.withPendingConflicts(AT_ONCE);
    due.push(...(await noteConflicts(deps, pending)));
    if (pending.length < AT_ONCE) return due;
  }
}

async function adjustShelves(deps: CatalogDeps, conflicts: readonly Conflict[]): Promise<readonly StoreId[]> {
  const due: StoreId[] = [];
  for (const [sellerId, ofSeller] of groupBy(conflicts, (conflict) => conflict.sellerId)) due.push(...(await adjustOfSeller(deps, sellerId, ofSeller)));
  return due;
}

async function adjustOfSeller(deps: CatalogDeps, sellerId: SellerId, conflicts: readonly Conflict[]): Promise<readonly StoreId[]> {
  const at = deps.clock.now();
  const bySku = groupBy(conflicts, ({ sku }) => sku);
  const stored = await changeVariants(deps, {
    sellerId,
    skus: [...bySku.keys()],
    decide: (variant) => withStock(variant, (bySku.get(variant.sku) ?? []).reduce((stock, { _id: conflictId, adjustment }) => withDifference(stock, { conflictId, difference: adjustment ?? 0, at }), variant.stock), at),
  });
  return (await propagateVariants(deps, [...stored.values()])).storeIds;
}
