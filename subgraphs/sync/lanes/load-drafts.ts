import type { ListingId } from '../../../platform/ids.js';
import type { ListingToShow } from '../../catalog/operations/load-for-publish.js';
import type { ListingDraft, ListingIssue } from '../connector/contract.js';
import type { AttemptItem } from '../domain/attempt.js';
import { foreignPrice } from '../domain/foreign-price.js';
import { listingDraftOf, notMapped } from '../domain/listing-draft.js';
import type { CatalogForContent } from '../owners.js';
import type { LaneWork } from './lane-step.js';

export type LoadedDraft = { readonly draft: ListingDraft; readonly issue: null } | { readonly draft: null; readonly issue: ListingIssue };

/** The drafts of these items by listing; a listing that has never been mapped to the marketplace's catalogue has an issue instead. */
export async function loadDrafts(catalog: CatalogForContent, work: LaneWork, items: readonly AttemptItem[]): Promise<Map<ListingId, LoadedDraft>> {
  const loaded = await catalog.loadForPublish(items.map(({ listingId }) => listingId));
  return new Map(loaded.map((parts) => [parts.listing._id, toDraft(work, parts)]));
}

function toDraft(work: LaneWork, parts: ListingToShow): LoadedDraft {
  const draft = listingDraftOf(parts);
  if (!draft) return { draft: null, issue: notMapped(work.now()) };
  const foreign = foreignPrice(draft.price, work.store, work.now());
  return foreign ? { draft: null, issue: foreign } : { draft, issue: null };
}
