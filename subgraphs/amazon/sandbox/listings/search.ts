import { createHash } from 'node:crypto';
import type { SellerCall } from '../access/endpoint.js';
import { invalidInput } from '../access/errors.js';
import { oneMarketplace } from '../access/query.js';
import { INCLUDED_DATA, itemView } from './item-view.js';
import { statusOf, textOf, type Listing } from './listing.js';
import type { ListingBook } from './listing-book.js';

const MOST_RESULTS = 1_000;
const SORTS = { sku: ({ sku }: Listing) => sku, createdDate: ({ createdAt }: Listing) => createdAt, lastUpdatedDate: ({ updatedAt }: Listing) => updatedAt };

/** searchListingsItems: at most 20 a page and never past the thousandth result. */
export function searchListings({ query, seller }: SellerCall, book: ListingBook): unknown {
  const { id: marketplaceId } = oneMarketplace(query, seller);
  const identifiers = query.list('identifiers');
  if (identifiers.length > 20) throw invalidInput('At most 20 identifiers are allowed.');
  if (identifiers.length > 0 && query.text('identifiersType') === undefined) throw invalidInput('identifiersType is required with identifiers.');
  const pageSize = query.integer('pageSize', { fallback: 10, min: 1, max: 20 });
  const offset = offsetOf(query.text('pageToken'));
  const found = sorted(identifiers.length > 0 ? byIdentifiers(book, { sellerId: seller.sellerId, marketplaceId, identifiers, type: query.required('identifiersType') }) : filtered(book.of(seller.sellerId, marketplaceId), query), query.text('sortBy') ?? 'lastUpdatedDate', query.text('sortOrder') ?? 'DESC');
  const included = includedOf(query.list('includedData'));
  const page = found.slice(offset, offset + pageSize);
  const end = offset + page.length;
  return {
    numberOfResults: found.length,
    pagination: { ...(end < Math.min(found.length, MOST_RESULTS) ? { nextToken: tokenOf(end) } : {}), ...(offset > 0 ? { previousToken: tokenOf(Math.max(0, offset - pageSize)) } : {}) },
    items: page.map((listing) => itemView(listing, included)),
  };
}

export function includedOf(wanted: readonly string[]): readonly string[] {
  const unknown = wanted.find((name) => !(INCLUDED_DATA as readonly string[]).includes(name));
  if (unknown !== undefined) throw invalidInput(`Invalid value for parameter includedData: ${unknown}`);
  return wanted.length === 0 ? ['summaries'] : wanted;
}

function byIdentifiers(book: ListingBook, o: { sellerId: string; marketplaceId: string; identifiers: readonly string[]; type: string }): Listing[] {
  if (o.type === 'SKU') return o.identifiers.flatMap((sku) => book.get(o.sellerId, o.marketplaceId, sku) ?? []);
  const valueOf = (listing: Listing): string | null => (o.type === 'ASIN' ? listing.asin : textOf(listing.attributes, 'externally_assigned_product_identifier'));
  return book.of(o.sellerId, o.marketplaceId).filter((listing) => o.identifiers.includes(valueOf(listing) ?? ''));
}

function filtered(listings: readonly Listing[], query: SellerCall['query']): Listing[] {
  const [createdAfter, createdBefore, updatedAfter, updatedBefore] = ['createdAfter', 'createdBefore', 'lastUpdatedAfter', 'lastUpdatedBefore'].map((name) => query.time(name));
  const withStatus = query.list('withStatus');
  const parent = query.text('variationParentSku');
  const severities = query.list('withIssueSeverity');
  return listings.filter(
    (listing) =>
      (createdAfter === undefined || listing.createdAt >= createdAfter) &&
      (createdBefore === undefined || listing.createdAt <= createdBefore) &&
      (updatedAfter === undefined || listing.updatedAt >= updatedAfter) &&
      (updatedBefore === undefined || listing.updatedAt <= updatedBefore) &&
      (withStatus.length === 0 || withStatus.some((status) => statusOf(listing).includes(status))) &&
      (parent === undefined || textOf(listing.attributes, 'child_parent_sku_relationship', 'parent_sku') === parent) &&
      (severities.length === 0 || listing.issues.some(({ severity }) => severities.includes(severity))),
  );
}

function sorted(listings: readonly Listing[], sortBy: string, order: string): Listing[] {
  if (!(sortBy in SORTS) || !['ASC', 'DESC'].includes(order)) throw invalidInput('Invalid sorting.');
  const of = SORTS[sortBy as keyof typeof SORTS];
  const sign = order === 'ASC' ? 1 : -1;
  return listings.toSorted((a, b) => sign * (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0));
}

function tokenOf(offset: number): string {
  return `${Buffer.from(String(offset)).toString('base64url')}.${digestOf(offset)}`;
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const [encoded = '', digest] = token.split('.');
  const offset = Number(Buffer.from(encoded, 'base64url').toString('utf8'));
  if (!Number.isInteger(offset) || digest !== digestOf(offset)) throw invalidInput('Invalid value for parameter pageToken');
  return offset;
}

function digestOf(offset: number): string {
  return createHash('sha256').update(`page ${offset}`).digest('hex').slice(0, 12);
}
