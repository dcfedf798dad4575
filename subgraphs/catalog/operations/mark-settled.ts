import type { AttemptId } from '../../../platform/ids.js';
import { apply, giveBack, refuse } from '../domain/field-sync.js';
import type { Evidence, Listing, ListingIssue } from '../domain/listing.js';
import { stepFields } from '../domain/listing-change.js';
import { type AttemptItem, itemsByListing } from './attempt-items.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

/** What the marketplace said of one value; `remoteIds` it told on the way are kept on the listing. `notBefore`: not now, but from then on. */
export type SettledItem = AttemptItem &
  { readonly remoteIds?: Readonly<Record<string, string>> } & ({ readonly ok: true } | { readonly ok: false; readonly issue: ListingIssue; readonly notBefore?: Date });

interface Settlement {
  readonly attemptId: AttemptId;
  readonly at: Date;
  readonly evidence: Evidence;
  readonly results: readonly SettledItem[];
  /** The listings as they were stored a moment ago, to spare reading them again; those written since are read anyway. */
  readonly lately?: readonly Listing[] | undefined;
}

/**
 * The marketplace answered for these values of an attempt: APPLIED, REJECTED with its reason, or QUEUED anew where it
 * wants them later. A newer desired value stays QUEUED. Values the attempt no longer has in flight are left alone. Says how many listings changed.
 */
export async function markSettled(deps: CatalogDeps, { attemptId, at, evidence, results, lately }: Settlement): Promise<number> {
  const resultsOf = itemsByListing(results);
  const given = lately?.filter(({ _id }) => resultsOf.has(_id)) ?? (await deps.listings.byIds([...resultsOf.keys()]));
  const { changed } = await changeListings(deps, given, at, (listing) => (resultsOf.get(listing._id) ?? []).reduce((next, result) => settle(next, result, { attemptId, at, evidence }), listing));
  return changed;
}

function settle(listing: Listing, result: SettledItem, { attemptId, at, evidence }: Pick<Settlement, 'attemptId' | 'at' | 'evidence'>): Listing {
  const settled = stepFields(listing, [result.field], (field, same, lowered) => {
    if (field.attemptId !== attemptId || field.sent?.revision !== result.revision) return null;
    if (result.ok) return apply(field, { evidence, at }, same, lowered);
    return result.notBefore === undefined ? refuse(field, result.issue) : giveBack(field, { notBefore: result.notBefore, issue: result.issue, at }, same);
  });
  return settled !== listing && result.remoteIds ? { ...settled, remoteIds: { ...settled.remoteIds, ...result.remoteIds } } : settled;
}
