import type { OperationId, Sku, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { Store } from '../../stores/domain/store.js';
import type { Listing } from '../domain/listing.js';
import { isFault, priceAfter } from '../domain/price.js';
import { CATALOG_CODES, itemRefusal, refusalOfCount } from '../domain/refusals.js';
import { type Placed, placeItems, unknownSku } from '../domain/sku-items.js';
import type { Variant, VariantPrice } from '../domain/variant.js';
import { withWantedPrice } from '../domain/wanted-price.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';
import type { PriceChange, PriceItem } from './set-prices.js';
import { inItemOrder, refusedOutcome, type WriteOutcome } from './write-outcome.js';

type StorePriceChange = PriceChange & { readonly storeIds: readonly StoreId[] };

/** Gives goods a price of their own on some stores; the base price and the other stores keep theirs. */
export async function setStorePrices(deps: CatalogDeps, { sellerId, operationId, items, storeIds }: StorePriceChange): Promise<WriteOutcome> {
  const stores = (await deps.stores.findStores(storeIds)).filter((store) => store.sellerId === sellerId);
  const refusals = [refusalOfCount(items.length) ?? [], refusalsOfStores(stores, storeIds)].flat();
  if (refusals.length > 0) return refusedOutcome(refusals);
  const { placed, refusals: duplicates } = placeItems(items);
  const variants = await deps.variants.bySkus(sellerId, placed.map(({ sku }) => sku));
  const listings = (await deps.listings.ofVariants(variants.map(({ _id }) => _id))).filter(({ storeId }) => storeIds.includes(storeId));
  const { priced, refused } = decideItems({ placed, variants, listings, stores });
  const at = deps.clock.now();
  const wanted = listings.filter(({ sku }) => priced.has(sku));
  const written = await changeListings(deps, wanted, at, (listing) => withOwnPrice(listing, priced.get(listing.sku), operationId, at));
  return {
    variants: variants.filter(({ sku }) => priced.has(sku)),
    storeIds: [...new Set(written.listings.flatMap(({ storeId, dueAt }) => (dueAt ? [storeId] : [])))],
    listings: wanted.length,
    userErrors: inItemOrder([...duplicates, ...refused]),
  };
}

function refusalsOfStores(stores: readonly Store[], storeIds: readonly StoreId[]): UserError[] {
  const own = new Set(stores.map(({ _id }) => _id));
  return storeIds.flatMap((id, index) => (own.has(id) ? [] : [userError({ code: CATALOG_CODES.UNKNOWN_STORE, field: ['input', 'storeIds', String(index)], itemRef: id, message: `there is no store '${id}'` })]));
}

interface PricedItem {
  readonly item: Placed<PriceItem>;
  readonly variant: Variant;
}

function decideItems({ placed, variants, listings, stores }: { placed: readonly Placed<PriceItem>[]; variants: readonly Variant[]; listings: readonly Listing[]; stores: readonly Store[] }): { priced: ReadonlyMap<Sku, PricedItem>; refused: UserError[] } {
  const variantBySku = new Map(variants.map((variant) => [variant.sku, variant]));
  const listedOn = new Set(listings.map(({ sku, storeId }) => `${storeId} ${sku}`));
  const priced = new Map<Sku, PricedItem>();
  const refused: UserError[] = [];
  for (const item of placed) {
    const variant = variantBySku.get(item.sku);
    const unlisted = stores.find(({ _id }) => !listedOn.has(`${_id} ${item.sku}`));
    const foreign = stores.find(({ currency }) => currency !== item.price.currency);
    const price = variant && priceAfter(noPriceIn(item.price.currency), item.price, item.listPrice);
    if (!variant || !price) refused.push(unknownSku(item));
    else if (isFault(price)) refused.push(itemRefusal(price.code, { ...item, part: price.part }, price.message));
    else if (foreign) refused.push(itemRefusal('WRONG_CURRENCY', { ...item, part: 'price' }, `price is in ${item.price.currency}, store '${foreign._id}' sells in ${foreign.currency}`));
    else if (unlisted) refused.push(itemRefusal('NOT_LISTED', { ...item, part: 'sku' }, `'${item.sku}' is not listed on store '${unlisted._id}'`));
    else priced.set(item.sku, { item, variant });
  }
  return { priced, refused };
}

function withOwnPrice(listing: Listing, priced: PricedItem | undefined, operationId: OperationId, at: Date): Listing {
  if (!priced || listing.ownPrice?.operationId === operationId) return listing;
  const { currency } = priced.item.price;
  const present = listing.price.desired.value.currency === currency ? listing.price.desired.value : noPriceIn(currency);
  const price = priceAfter(present, priced.item.price, priced.item.listPrice);
  if (isFault(price)) return listing;
  const ownPrice = { price, priceRevision: priced.variant.priceRevision, operationId };
  return withWantedPrice({ ...listing, ownPrice }, { price, conversion: null, operationId }, at);
}

/** What a price that has none before it in its currency is compared with. */
function noPriceIn(currency: Currency): VariantPrice {
  return { saleMinor: 0, listMinor: 0, currency };
}
