import type { OperationId } from '../../../platform/ids.js';
import { desire } from './field-sync.js';
import type { ContentMapping, Listing } from './listing.js';
import { sameValue } from './listing-value.js';

interface Publish {
  readonly contentRevision: number;
  /** Absent: as it is. */
  readonly mapping: ContentMapping | undefined;
  readonly operationId: OperationId;
  readonly at: Date;
}

/** Lower than any policy's: makes the listing follow its variant anew, whatever it followed before. */
const FOLLOWS_NOTHING = 0;

/** A listing that should (again) be on sale; its quantity comes by following the variant next. Another mapping is sent even if the content is the same. */
export function published(listing: Listing, { contentRevision, mapping = listing.mapping ?? undefined, operationId, at }: Publish): Listing {
  if (listing.content.desired.operationId === operationId) return listing;
  const isMappedAnew = mapping !== undefined && JSON.stringify(mapping) !== JSON.stringify(listing.mapping);
  const content = desire(listing.content, { value: { presence: 'LISTED', contentRevision }, operationId, at, anew: isMappedAnew }, sameValue.content);
  return { ...listing, mapping: mapping ?? null, content, policyVersion: FOLLOWS_NOTHING };
}

/** A listing that should leave the store; until it has, it shows nothing in stock. */
export function withdrawn(listing: Listing, operationId: OperationId, at: Date): Listing {
  if (listing.content.desired.operationId === operationId) return listing;
  const value = { ...listing.content.desired.value, presence: 'WITHDRAWN' } as const;
  return {
    ...listing,
    content: desire(listing.content, { value, operationId, at }, sameValue.content),
    quantity: desire(listing.quantity, { value: 0, operationId: null, at }, sameValue.quantity),
  };
}

/** A listing brought to its product's content; the same listing when it shows it, or is to be withdrawn. */
export function withContent(listing: Listing, contentRevision: number, at: Date): Listing {
  const { value } = listing.content.desired;
  if (value.presence === 'WITHDRAWN' || value.contentRevision >= contentRevision) return listing;
  return { ...listing, content: desire(listing.content, { value: { ...value, contentRevision }, operationId: null, at }, sameValue.content) };
}
