import type { ListingId, OperationId, SellerId, StoreId } from '../../../platform/ids.js';
import { desire } from '../domain/field-sync.js';
import { stepFields } from '../domain/listing-change.js';
import { type FieldSync, LISTING_FIELDS, type Listing } from '../domain/listing.js';
import { isInTrouble } from '../domain/trouble-of.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

export interface RetryListings {
  readonly sellerId: SellerId;
  /** Only these; null: all that the other conditions leave, at most 1,000. */
  readonly listingIds: readonly ListingId[] | null;
  readonly storeId: StoreId | null;
  /** Only what stands in trouble with this code; null: all. */
  readonly issueCode: string | null;
  readonly dryRun: boolean;
}

export interface RetriedListings {
  /** Values that are tried again. */
  readonly values: number;
  readonly listings: readonly Listing[];
  readonly operationIds: readonly OperationId[];
  /** There are more than fit into one call. */
  readonly hasMore: boolean;
}

const MOST_LISTINGS = 1_000;

/** Has values that were refused asked for again, and values that wait after trouble tried now. What is of unknown outcome is left to be looked up. */
export async function retryListings(deps: CatalogDeps, { sellerId, listingIds, storeId, issueCode, dryRun }: RetryListings): Promise<RetriedListings> {
  const at = deps.clock.now();
  const isMeant = (field: FieldSync<unknown>) => isInTrouble(field) && (issueCode === null || field.issue?.code === issueCode);
  const found = listingIds ? await deps.listings.ofSeller(sellerId, listingIds) : await deps.listings.withIssue({ sellerId, storeId, issueCode, limit: MOST_LISTINGS + 1 });
  const meant = found.filter((listing) => (storeId === null || listing.storeId === storeId) && LISTING_FIELDS.some((name) => isMeant(listing[name]))).slice(0, MOST_LISTINGS);
  const fields = meant.flatMap((listing) => LISTING_FIELDS.map((name) => listing[name] as FieldSync<unknown>).filter(isMeant));
  const again = (listing: Listing) => stepFields(listing, LISTING_FIELDS, (field, same) => (isMeant(field) ? triedAgain(field, at, same) : null));
  const listings = dryRun ? meant : (await changeListings(deps, meant, at, again)).listings;
  return { values: fields.length, listings, operationIds: [...new Set(fields.flatMap(({ desired }) => desired.operationId ?? []))], hasMore: found.length > MOST_LISTINGS };
}

function triedAgain<V>(field: FieldSync<V>, at: Date, same: Parameters<typeof desire<V>>[2]): FieldSync<V> {
  const { value, operationId } = field.desired;
  return field.state === 'REJECTED' ? desire(field, { value, operationId, at, anew: true }, same) : { ...field, notBefore: null, issue: null };
}
