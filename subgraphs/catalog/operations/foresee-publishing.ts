import type { UserError } from '../../../platform/subgraph/user-error.js';
import { quantityFor } from '../domain/follow-variant.js';
import type { Listing } from '../domain/listing.js';
import { published } from '../domain/listing-presence.js';
import { itemRefusal, refusalOfCount } from '../domain/refusals.js';
import { placeItems } from '../domain/sku-items.js';
import { chunksOf, inParallel } from '../store/chunks.js';
import type { CatalogDeps } from './catalog-deps.js';
import { loadConversions } from './load-conversions.js';
import type { ListingToShow } from './load-for-publish.js';
import { findListable, listingOf, listingsOnStore, unknownStore, type Chunk, type Listable, type PublishListings } from './publish-listings.js';

export interface ForeseenPublishing {
  /** The listings as publishing would leave them; those that are new have an id that nothing else has. */
  readonly listings: readonly ListingToShow[];
  readonly userErrors: readonly UserError[];
}

/** What `publishListings` would make of its items, without doing it. */
export async function foreseePublishing(deps: CatalogDeps, { items, ...rest }: PublishListings): Promise<ForeseenPublishing> {
  const store = (await deps.stores.findStores([rest.storeId])).find(({ sellerId }) => sellerId === rest.sellerId);
  const refusal = refusalOfCount(items.length) ?? (store ? null : unknownStore(rest.storeId));
  if (refusal || !store) return { listings: [], userErrors: refusal ? [refusal] : [] };
  const { placed, refusals } = placeItems(items);
  const foreseen = await inParallel(chunksOf(placed), (chunk) => foreseeChunk(deps, { ...rest, store, items: chunk }));
  return { listings: foreseen.flatMap(({ listings }) => listings), userErrors: [...refusals, ...foreseen.flatMap(({ userErrors }) => userErrors)] };
}

async function foreseeChunk(deps: CatalogDeps, chunk: Chunk): Promise<ForeseenPublishing> {
  const { listable, refused } = await findListable(deps, chunk);
  const present = await listingsOnStore(deps, chunk.storeId, listable);
  const takenBy = new Map((await deps.listings.ofStoreAndKeys(chunk.storeId, listable.map(({ remoteKey }) => remoteKey))).map((listing) => [listing.remoteKey, listing.sku]));
  const isTaken = ({ remoteKey, variant }: Listable) => !present.has(variant.sku) && takenBy.has(remoteKey);
  const products = new Map((await deps.products.byIds([...new Set(listable.map(({ variant }) => variant.productId))])).map((product) => [product._id, product]));
  const conversions = await loadConversions(deps, listable.map(({ variant }) => ({ sellerId: chunk.sellerId, from: variant.price.currency, to: chunk.store.currency })));
  const listings = listable.flatMap((entry) => {
    const product = products.get(entry.variant.productId);
    if (!product || isTaken(entry)) return [];
    const before = present.get(entry.variant.sku);
    return [{ listing: before ? foreseen(deps, chunk, entry, before) : listingOf(deps, chunk, { ...entry, conversions }), variant: entry.variant, product }];
  });
  return { listings, userErrors: [...refused, ...listable.filter(isTaken).map(({ item, remoteKey }) => itemRefusal('REMOTE_KEY_TAKEN', { ...item, part: 'sku' }, `another listing of the store has the remote key '${remoteKey}'`))] };
}

function foreseen({ clock }: CatalogDeps, chunk: Chunk, entry: Listable, before: Listing): Listing {
  const listing = published(before, { contentRevision: entry.contentRevision, mapping: entry.item.mapping, operationId: chunk.operationId, at: clock.now() });
  const { quantity } = listing;
  return { ...listing, quantity: { ...quantity, desired: { ...quantity.desired, value: quantityFor(listing, entry.variant, chunk.store) } } };
}
