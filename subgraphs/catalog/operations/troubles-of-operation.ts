import type { OperationId } from '../../../platform/ids.js';
import { LISTING_FIELDS, type ListingIssue } from '../domain/listing.js';
import { nextAttemptAt } from '../domain/trouble-of.js';
import type { CatalogDeps } from './catalog-deps.js';

/** What stands in the way of one value. */
export interface ValueTrouble {
  readonly issue: ListingIssue;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
}

/** What stands in the way of an operation's values, value by value. */
export async function troublesOfOperation({ listings }: Pick<CatalogDeps, 'listings'>, operationId: OperationId): Promise<readonly ValueTrouble[]> {
  const found = await listings.unsettledOfOperation(operationId);
  const fields = found.flatMap((listing) => LISTING_FIELDS.map((name) => listing[name])).filter(({ desired }) => desired.operationId === operationId);
  return fields.flatMap((field) => (field.issue === null ? [] : [{ issue: field.issue, attempts: field.sends, nextAttemptAt: nextAttemptAt(field) }]));
}
