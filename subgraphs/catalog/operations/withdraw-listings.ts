import type { OperationId, SellerId, Sku, StoreId } from '../../../platform/ids.js';
import { withdrawn } from '../domain/listing-presence.js';
import { itemRefusal, refusalOfCount } from '../domain/refusals.js';
import { placeItems } from '../domain/sku-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import { unknownStore } from './publish-listings.js';
import { inItemOrder, refusedOutcome, type WriteOutcome } from './write-outcome.js';

interface WithdrawListings {
  readonly sellerId: SellerId;
  readonly operationId: OperationId;
  readonly storeId: StoreId;
  readonly items: readonly { readonly sku: Sku }[];
}

/** Takes variants off a store: at once without stock, then off sale. Running the same operation again changes nothing. */
export async function withdrawListings(deps: CatalogDeps, { sellerId, operationId, storeId, items }: WithdrawListings): Promise<WriteOutcome> {
  const isOwn = (await deps.stores.findStores([storeId])).some((store) => store.sellerId === sellerId);
  const refusal = refusalOfCount(items.length) ?? (isOwn ? null : unknownStore(storeId));
  if (refusal) return refusedOutcome([refusal]);
  const { placed, refusals } = placeItems(items);
  const variants = await deps.variants.bySkus(sellerId, placed.map(({ sku }) => sku));
  const given = (await deps.listings.ofVariants(variants.map(({ _id }) => _id))).filter((listing) => listing.storeId === storeId);
  const at = deps.clock.now();
  await changeListings(deps, given, at, (listing) => withdrawn(listing, operationId, at));
  const listed = new Set(given.map(({ sku }) => sku));
  const notListed = placed.filter(({ sku }) => !listed.has(sku)).map((item) => itemRefusal('NOT_LISTED', { ...item, part: 'sku' }, `'${item.sku}' is not listed on store '${storeId}'`));
  return { variants: variants.filter(({ sku }) => listed.has(sku)), storeIds: given.length > 0 ? [storeId] : [], listings: given.length, userErrors: inItemOrder([...refusals, ...notListed]) };
}
