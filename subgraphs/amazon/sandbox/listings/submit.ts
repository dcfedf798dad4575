import { randomUUID } from 'node:crypto';
import type { SandboxMarketplace } from '../access/marketplaces.js';
import { invalidInput } from '../access/errors.js';
import type { Attributes, Issue, Listing } from './listing.js';
import type { ListingBook, Publication } from './listing-book.js';
import { applyPatches, attributeOf, readPatches } from './patches.js';
import { issuesOf } from './validate.js';

export interface SubmissionCall {
  readonly sellerId: string;
  readonly marketplace: { readonly id: string } & SandboxMarketplace;
  readonly sku: string;
  readonly body: unknown;
  readonly requestId: number | null;
}

export interface Verdict {
  readonly sku: string;
  readonly issues: readonly Issue[];
  /** What to publish; null when it was refused. */
  readonly publication: Publication | null;
}

/** Judges a whole listing. */
export function judgePut({ sellerId, marketplace, sku, body, requestId }: SubmissionCall): Verdict {
  const { productType, requirements = 'LISTING', attributes } = (body ?? {}) as { productType?: unknown; requirements?: unknown; attributes?: unknown };
  if (typeof productType !== 'string' || typeof requirements !== 'string' || typeof attributes !== 'object' || attributes === null) throw invalidInput('productType and attributes are required.');
  const changed = attributes as Attributes;
  const touched = Object.keys(changed);
  if (touched.some((name) => !Array.isArray(changed[name]))) throw invalidInput('Every attribute must be an array of objects.');
  const issues = issuesOf({ productType, requirements, attributes: changed, touched, currency: marketplace.currency, marketplaceId: marketplace.id, isPatch: false });
  return { sku, issues, publication: isRefused(issues) ? null : { sellerId, marketplaceId: marketplace.id, sku, productType, requirements, changed, removed: [], isWhole: true, requestId } };
}

/** Judges patches to a listing that exists. */
export function judgePatch({ sellerId, marketplace, sku, body, requestId }: SubmissionCall, listing: Listing): Verdict {
  const { productType, patches: raw } = (body ?? {}) as { productType?: unknown; patches?: unknown };
  if (typeof productType !== 'string') throw invalidInput('productType is required.');
  const patches = readPatches(raw);
  const touched = [...new Set(patches.map(attributeOf))];
  const attributes = applyPatches(listing.attributes, patches);
  const wrongType: Issue[] = productType === 'PRODUCT' || productType === listing.productType ? [] : [{ code: '90000900', message: `The product type of ${sku} is ${listing.productType}.`, severity: 'ERROR', attributeNames: ['product_type'], categories: ['INVALID_ATTRIBUTE'] }];
  const issues = [...wrongType, ...issuesOf({ productType, requirements: listing.requirements, attributes, touched, currency: marketplace.currency, marketplaceId: marketplace.id, isPatch: true })];
  const removed = touched.filter((name) => attributes[name] === undefined);
  const changed = Object.fromEntries(touched.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])));
  const publication = { sellerId, marketplaceId: marketplace.id, sku, productType, requirements: listing.requirements, changed, removed, isWhole: false, requestId };
  return { sku, issues, publication: isRefused(issues) ? null : publication };
}

/** The answer to one submission; HTTP is 200 whatever it says. */
export function answerOf({ sku, issues, publication }: Verdict, o: { isPreview: boolean; listing: Listing | undefined; marketplaceId: string }): unknown {
  const status = publication === null ? 'INVALID' : o.isPreview ? 'VALID' : 'ACCEPTED';
  return { sku, status, submissionId: randomUUID().replaceAll('-', ''), issues, ...(o.isPreview && o.listing ? { identifiers: [{ marketplaceId: o.marketplaceId, asin: o.listing.asin }] } : {}) };
}

export function publishVerdict(book: ListingBook, { publication }: Verdict): void {
  if (publication !== null) book.publishLater(publication);
}

function isRefused(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === 'ERROR');
}
