import type { ListingId } from '../../../platform/ids.js';
import type { ListingToShow } from '../../catalog/operations/load-for-publish.js';
import type { ListingDraft, ListingIssue } from '../connector/contract.js';
import type { AttemptItem } from '../domain/attempt.js';
import { listingDraftOf } from '../domain/listing-draft.js';
import { foreignPrice } from './foreign-price.js';
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
  const foreign = foreignPrice(draft?.price, work);
  if (foreign) return { draft: null, issue: foreign };
  if (draft) return { draft, issue: null };
  return { draft: null, issue: { code: 'NOT_MAPPED', message: 'The listing has no category and attributes of the marketplace yet.', retryable: false, at: work.now() } };
}
