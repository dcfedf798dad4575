import type { ListingId, StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryListingsInput {
  /** Absent: every listing that the other conditions leave. */
  readonly ids?: readonly ListingId[] | null;
  readonly storeId?: StoreId | null;
  readonly issueCode?: string | null;
  readonly dryRun?: boolean | null;
}

export interface RetriedListings {
  readonly retried: number;
  readonly hasMore: boolean;
  readonly listings: readonly Listing[];
  readonly userErrors: readonly UserError[];
}

const MOST_IDS = 1_000;

/** Tries again what stands in trouble: of single listings, or everything with the same cause. Operations it belongs to go on. */
export async function retryListings(deps: SyncDeps, { sellerId }: Pick<Principal, 'sellerId'>, { ids = null, storeId = null, issueCode = null, dryRun }: RetryListingsInput): Promise<RetriedListings> {
  if (ids === null && issueCode === null) return refused(userError({ code: 'NO_ITEMS', field: ['input'], message: 'name the listings, or the cause' }));
  if ((ids?.length ?? 0) > MOST_IDS) return refused(userError({ code: 'TOO_MANY_ITEMS', field: ['input', 'ids'], message: `at most ${MOST_IDS} listings at a time` }));
  const { values, listings, operationIds, hasMore } = await deps.catalog.retryListings({ sellerId, listingIds: ids, storeId, issueCode, dryRun: dryRun === true });
  if (!dryRun && values > 0) await goOn(deps, { storeIds: [...new Set(listings.map((one) => one.storeId))], operationIds });
  return { retried: values, hasMore, listings, userErrors: withoutAny(ids ?? [], listings) };
}

async function goOn({ lanes, operations, recounter, wakeLanes, announce, clock }: SyncDeps, { storeIds, operationIds }: { readonly storeIds: readonly StoreId[]; readonly operationIds: readonly Parameters<SyncDeps['operations']['reopen']>[0][] }): Promise<void> {
  for (const id of operationIds) await operations.reopen(id, clock.now());
  recounter.touch([...operationIds]);
  await lanes.stopWaiting(storeIds);
  announce();
  await wakeLanes(storeIds);
}

function withoutAny(ids: readonly ListingId[], listings: readonly Listing[]): UserError[] {
  const tried = new Set(listings.map(({ _id }) => _id));
  return ids.flatMap((id, index) => (tried.has(id) ? [] : [userError({ code: 'NOTHING_TO_RETRY', field: ['input', 'ids', String(index)], itemRef: id, message: `nothing of listing '${id}' was refused or waits after trouble` })]));
}

function refused(error: UserError): RetriedListings {
  return { retried: 0, hasMore: false, listings: [], userErrors: [error] };
}
