import type { OperationId, ProductId, SellerId, Sku, StoreId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { Store } from '../../stores/domain/store.js';
import type { ContentMapping, Listing } from '../domain/listing.js';
import type { Conversions } from '../domain/listing-conversion.js';
import { published } from '../domain/listing-presence.js';
import { newListing } from '../domain/new-listing.js';
import type { Product } from '../domain/product.js';
import { CATALOG_CODES, itemRefusal, refusalOfCount } from '../domain/refusals.js';
import { type Placed, placeItems, unknownSku } from '../domain/sku-items.js';
import type { Variant } from '../domain/variant.js';
import { chunksOf, inParallel } from '../store/chunks.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { followContent } from './follow-content.js';
import { loadMapper } from './map-items.js';
import { loadConversions } from './load-conversions.js';
import { propagateVariants } from './propagate-variants.js';
import { joinOutcomes, refusedOutcome, type WriteOutcome } from './write-outcome.js';

export interface PublishItem {
  readonly sku: Sku;
  /** How the product maps to the marketplace's catalogue; absent: as the seller's mapping for its type of product says, else as it was mapped before. */
  readonly mapping?: ContentMapping;
}

export interface PublishListings {
  readonly sellerId: SellerId;
  readonly operationId: OperationId;
  readonly storeId: StoreId;
  readonly items: readonly PublishItem[];
  /** The connector's `remoteKeyOf`: null for a variant that cannot be listed on the marketplace. */
  readonly remoteKeyOf: (variant: Pick<Variant, 'sku' | 'barcode'>) => string | null;
  /** The goods are on sale there already under these keys: only price and quantity are sent. */
  readonly isOnSale?: boolean;
}

/** Puts variants on sale on a store, or back on sale. Running the same operation again changes nothing. */
export async function publishListings(deps: CatalogDeps, { items, ...rest }: PublishListings): Promise<WriteOutcome> {
  const store = (await deps.stores.findStores([rest.storeId])).find(({ sellerId }) => sellerId === rest.sellerId);
  const refusal = refusalOfCount(items.length) ?? (store ? null : unknownStore(rest.storeId));
  if (refusal || !store) return refusedOutcome(refusal ? [refusal] : []);
  const { placed, refusals } = placeItems(items);
  const outcomes = await inParallel(chunksOf(placed), (chunk) => publishChunk(deps, { ...rest, store, items: chunk }));
  deps.announce();
  return joinOutcomes([refusedOutcome(refusals), ...outcomes]);
}

export function unknownStore(storeId: StoreId): UserError {
  return userError({ code: CATALOG_CODES.UNKNOWN_STORE, field: ['input', 'storeId'], itemRef: storeId, message: `there is no store '${storeId}'` });
}

export type Chunk = Omit<PublishListings, 'items'> & { readonly store: Store; readonly items: readonly Placed<PublishItem>[] };

/** What an item needs to become a listing. */
export interface Listable {
  readonly item: Placed<PublishItem>;
  readonly variant: Variant;
  readonly remoteKey: string;
  readonly contentRevision: number;
}

async function publishChunk(deps: CatalogDeps, chunk: Chunk): Promise<WriteOutcome> {
  const { listable, refused } = await findListable(deps, chunk);
  const before = await listingsOnStore(deps, chunk.storeId, listable);
  const missing = listable.filter(({ variant }) => !before.has(variant.sku));
  const conversions = await loadConversions(deps, missing.map(({ variant }) => ({ sellerId: chunk.sellerId, from: variant.price.currency, to: chunk.store.currency })));
  await deps.listings.insert(missing.map((entry) => listingOf(deps, chunk, { ...entry, conversions })));
  const listings = await listingsOnStore(deps, chunk.storeId, listable);
  const taken = listable.filter(({ variant }) => !listings.has(variant.sku));
  await wantPublished(deps, chunk, listable, listings);
  const due = await followAll(deps, listable);
  return {
    variants: listable.filter((entry) => !taken.includes(entry)).map(({ variant }) => variant),
    storeIds: listings.size > 0 ? [...new Set([chunk.storeId, ...due])] : [],
    listings: listings.size,
    userErrors: [...refused, ...taken.map(({ item, remoteKey }) => itemRefusal('REMOTE_KEY_TAKEN', { ...item, part: 'sku' }, `another listing of the store has the remote key '${remoteKey}'`))],
  };
}

export async function findListable(deps: CatalogDeps, { sellerId, store, items, remoteKeyOf, isOnSale = false }: Chunk): Promise<{ listable: Listable[]; refused: UserError[] }> {
  const variants = new Map((await deps.variants.bySkus(sellerId, items.map(({ sku }) => sku))).map((variant) => [variant.sku, variant]));
  const products = new Map<ProductId, Product>((await deps.products.byIds([...new Set([...variants.values()].map(({ productId }) => productId))])).map((product) => [product._id, product]));
  const mapItem = isOnSale ? null : await loadMapper(deps, store, { items, products });
  const listable: Listable[] = [];
  const refused: UserError[] = [];
  for (const item of items) {
    const variant = variants.get(item.sku);
    const remoteKey = variant ? remoteKeyOf(variant) : null;
    if (!variant) refused.push(unknownSku(item));
    else if (remoteKey === null) refused.push(itemRefusal('NO_REMOTE_KEY', { ...item, part: 'sku' }, `'${item.sku}' has no barcode, which ${store.marketplace} needs`));
    else {
      const mapped = mapItem ? mapItem({ item, variant }) : { mapping: item.mapping };
      if ('code' in mapped) refused.push(mapped);
      else listable.push({ item: { ...item, ...(mapped.mapping && { mapping: mapped.mapping }) }, variant, remoteKey, contentRevision: products.get(variant.productId)?.contentRevision ?? 1 });
    }
  }
  return { listable, refused };
}

export async function listingsOnStore({ listings }: CatalogDeps, storeId: StoreId, listable: readonly Listable[]): Promise<ReadonlyMap<Sku, Listing>> {
  const found = await listings.ofVariants(listable.map(({ variant }) => variant._id));
  return new Map(found.filter((listing) => listing.storeId === storeId).map((listing) => [listing.sku, listing]));
}

export function listingOf({ clock }: CatalogDeps, { store, operationId, isOnSale = false }: Chunk, { item, variant, remoteKey, contentRevision, conversions }: Listable & { readonly conversions: Conversions }): Listing {
  return newListing({ variant, product: { contentRevision }, store, remoteKey, mapping: item.mapping ?? null, operationId, isOnSale, conversions, at: clock.now() });
}

async function wantPublished(deps: CatalogDeps, { operationId }: Chunk, listable: readonly Listable[], listings: ReadonlyMap<Sku, Listing>): Promise<void> {
  const wanted = new Map(listable.map((entry) => [entry.variant.sku, entry]));
  const at = deps.clock.now();
  await changeListings(deps, [...listings.values()], at, (listing) => {
    const entry = wanted.get(listing.sku);
    return entry ? published(listing, { ...entry, mapping: entry.item.mapping, operationId, at }) : listing;
  });
}

/** A variant or product written while its listing came into being could not tell it: told now. */
async function followAll(deps: CatalogDeps, listable: readonly Listable[]): Promise<readonly StoreId[]> {
  const variants = await deps.variants.byIds(listable.map(({ variant }) => variant._id));
  const { storeIds } = await propagateVariants(deps, variants);
  const products = await deps.products.byIds([...new Set(variants.map(({ productId }) => productId))]);
  return [...storeIds, ...(await followContent(deps, products))];
}
