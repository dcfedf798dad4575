import type { Principal } from '../../../platform/principal.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { withdrawn } from '../../catalog/domain/listing-presence.js';
import { itemRefusal } from '../../catalog/domain/refusals.js';
import { placeItems } from '../../catalog/domain/sku-items.js';
import { contentItemOf, offerChangeOf, offerItemOf } from '../domain/offer-items.js';
import { planOffers, type PlannedChange } from '../domain/dry-run.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { inCallersPlaces, type WithdrawRequest } from '../domain/requests.js';
import { nothingBegun, type Begun } from './begin-operation.js';
import { planWithdrawal } from './plan-content.js';
import type { SyncDeps } from './sync-deps.js';

/** What `withdrawListings` would send and refuse, without doing it: a stock of nothing first, then the end of the sale. */
export async function previewWithdrawal({ access, catalog, stores, clock }: SyncDeps, { sellerId }: Principal, { items, places, refused, storeId }: WithdrawRequest): Promise<Begun> {
  const [store] = await stores.findOwnStores({ sellerId, ids: [storeId] });
  if (!store) return nothingBegun([userError({ code: 'UNKNOWN_STORE', field: ['input', 'storeId'], itemRef: storeId, message: `there is no store '${storeId}'` })]);
  const { placed, refusals } = placeItems(items);
  const at = clock.now();
  const listed = (await catalog.findBySkus({ sellerId, skus: placed.map(({ sku }) => sku) })).listings.filter((listing) => listing.storeId === storeId);
  const skus = new Set(listed.map(({ sku }) => sku));
  const notListed = placed.filter(({ sku }) => !skus.has(sku)).map((item) => itemRefusal('NOT_LISTED', { ...item, part: 'sku' }, `'${item.sku}' is not listed on store '${storeId}'`));
  const leaving = listed.map((listing) => withdrawn(listing, 'opr_dry_run' as never, at));
  const { connector, context } = await access.open(storeId);
  const planning = { connector, context, account: context.store, at };
  const plans = [planOffers(planning, leaving.flatMap((listing) => changeOf(listing, at))), await planWithdrawal(planning, leaving.flatMap((listing) => contentItemOf(listing, at)?.remoteKey ?? []))];
  return {
    ...NOTHING_RECORDED,
    operation: null,
    variantIds: listed.map(({ variantId }) => variantId),
    dryRun: { requests: plans.flatMap(({ requests }) => requests), total: listed.length },
    userErrors: [...refused, ...inCallersPlaces([...refusals, ...notListed], places), ...plans.flatMap(({ userErrors }) => userErrors)],
  };
}

function changeOf(listing: Listing, at: Date): PlannedChange[] {
  const item = offerItemOf(listing, at);
  return item ? [{ listing, change: offerChangeOf(item, listing) }] : [];
}
