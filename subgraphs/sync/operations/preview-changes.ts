import type { Sku, StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { quantityFor } from '../../catalog/domain/follow-variant.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { isFault, priceAfter } from '../../catalog/domain/price.js';
import { itemRefusal } from '../../catalog/domain/refusals.js';
import { groupBySku, placeItems, unknownSku, type Placed } from '../../catalog/domain/sku-items.js';
import type { Variant, VariantPrice } from '../../catalog/domain/variant.js';
import { decideOnHand } from '../../catalog/operations/set-stock.js';
import type { Store } from '../../stores/domain/store.js';
import { judge, planOffers, type PlannedChange, type StorePlan } from '../domain/dry-run.js';
import { samePrice } from '../domain/look-up.js';
import { knownOf } from '../domain/offer-items.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { inCallersPlaces, type PriceRequest, type ReadItems } from '../domain/requests.js';
import type { Begun } from './begin-operation.js';
import { withErrors, type ContentPlanning } from './plan-content.js';
import type { SyncDeps } from './sync-deps.js';

type Value = Pick<PlannedChange['change'], 'price' | 'quantity'>;

/** What an item does to the listings of its variant: a value for each that would change, or why it is refused. */
type Predict<T> = (variant: Variant, item: Placed<T>) => UserError | ((listing: Listing, store: Store) => Value | null);

/** What `setPrices` would send and refuse, without doing it. */
export async function previewPrices(deps: SyncDeps, principal: Principal, request: PriceRequest): Promise<Begun> {
  const meant = request.storeIds && (await deps.stores.findOwnStores({ sellerId: principal.sellerId, ids: request.storeIds }));
  return preview(deps, principal, request, (variant, item) => {
    const foreign = meant?.find(({ currency }) => currency !== item.price.currency);
    if (foreign) return itemRefusal('WRONG_CURRENCY', { ...item, part: 'price' }, `price is in ${item.price.currency}, store '${foreign._id}' sells in ${foreign.currency}`);
    const price = priceAfter(meant && variant.price.currency !== item.price.currency ? { saleMinor: 0, listMinor: 0, currency: item.price.currency } : variant.price, item.price, item.listPrice);
    if (isFault(price)) return itemRefusal(price.code, { ...item, part: price.part }, price.message);
    return (listing) => {
      if (meant) return meant.some(({ _id }) => _id === listing.storeId) && !isThere(listing, price) ? { price } : null;
      const shown = deps.catalog.shownPrice(listing, price);
      return shown && !isThere(listing, shown) ? { price: shown } : null;
    };
  });
}

export interface StockRule<T> {
  readonly part: 'onHand' | 'delta';
  readonly onHandOf: (variant: Variant, item: T) => number;
}

/** What `setStock` or `adjustStock` would send and refuse, without doing it. */
export function previewStock<T extends { readonly sku: Sku; readonly expectedOnHand?: number }>(deps: SyncDeps, principal: Principal, request: ReadItems<T>, { part, onHandOf }: StockRule<T>): Promise<Begun> {
  const at = deps.clock.now();
  return preview(deps, principal, request, (variant, item) => {
    const decision = decideOnHand(variant, { item, part, onHand: onHandOf(variant, item), operationId: 'opr_dry_run' as never, at });
    if (decision && 'code' in decision) return decision;
    const after = decision?.after ?? variant;
    return (listing, store) => {
      const quantity = quantityFor(listing, after, store);
      return quantity === (listing.quantity.published?.value ?? null) ? null : { quantity };
    };
  });
}

async function preview<T extends { readonly sku: Sku }>(deps: SyncDeps, { sellerId }: Principal, { items, places, refused }: ReadItems<T>, predict: Predict<T>): Promise<Begun> {
  const { placed, refusals } = placeItems(items);
  const { variants, listings } = await deps.catalog.findBySkus({ sellerId, skus: placed.map(({ sku }) => sku) });
  const stores = new Map((await deps.stores.findOwnStores({ sellerId, ids: [...new Set(listings.map(({ storeId }) => storeId))] })).map((store) => [store._id, store]));
  const variantBySku = new Map(variants.map((variant) => [variant.sku, variant]));
  const listingsBySku = groupBySku(listings);
  const errors: UserError[] = [...refusals];
  const planned = new Map<StoreId, PlannedChange[]>();
  for (const item of placed) {
    const variant = variantBySku.get(item.sku);
    const valueFor = variant ? predict(variant, item) : unknownSku(item);
    if (typeof valueFor !== 'function') errors.push(valueFor);
    else for (const change of changesOf(listingsBySku.get(item.sku) ?? [], stores, valueFor)) planned.set(change.listing.storeId, [...(planned.get(change.listing.storeId) ?? []), change]);
  }
  const plans = await planAll(deps, planned);
  return {
    ...NOTHING_RECORDED,
    operation: null,
    variantIds: variants.map(({ _id }) => _id),
    dryRun: { requests: plans.flatMap(({ requests }) => requests), total: [...planned.values()].reduce((sum, { length }) => sum + length, 0) },
    userErrors: [...refused, ...inCallersPlaces(errors, places), ...plans.flatMap(({ userErrors }) => userErrors)],
  };
}

function changesOf(listings: readonly Listing[], stores: ReadonlyMap<StoreId, Store>, valueFor: (listing: Listing, store: Store) => Value | null): PlannedChange[] {
  return listings.flatMap((listing) => {
    const store = stores.get(listing.storeId);
    const value = store && listing.content.published?.value.presence === 'LISTED' ? valueFor(listing, store) : null;
    return value ? [{ listing, change: { remoteKey: listing.remoteKey, ...value, known: knownOf(listing) } }] : [];
  });
}

async function planAll({ access, clock }: SyncDeps, planned: ReadonlyMap<StoreId, readonly PlannedChange[]>): Promise<StorePlan[]> {
  return Promise.all(
    [...planned].map(async ([storeId, changes]) => {
      const { connector, context } = await access.open(storeId);
      return withForeseen({ connector, context, account: context.store, at: clock.now() }, changes);
    }),
  );
}

/** What a marketplace would refuse stands beside the calls, as does that it cannot be asked. */
async function withForeseen(planning: ContentPlanning, changes: readonly PlannedChange[]): Promise<StorePlan> {
  const { requests, userErrors, sent } = planOffers(planning, changes);
  return withErrors({ requests, userErrors }, async () => {
    const { connector, context } = planning;
    const foreseen = sent.length === 0 ? [] : ((await connector.offers.foresee?.(context, sent.map(({ change }) => change))) ?? []);
    const issues = new Map(foreseen.map(({ remoteKey, issue }) => [remoteKey, issue]));
    return { requests: [], userErrors: judge(planning, sent, ({ listing, change }) => ({ sku: listing.sku, issue: issues.get(change.remoteKey) ?? null })).userErrors };
  });
}

function isThere({ price }: Listing, wanted: VariantPrice): boolean {
  return price.published !== null && samePrice(wanted, price.published.value);
}
