import type { OperationId } from '../../../platform/ids.js';
import { desire } from '../domain/field-sync.js';
import type { FieldSync } from '../domain/listing.js';
import { LISTING_FIELDS } from '../domain/listing.js';
import { stepFields } from '../domain/listing-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

/**
 * What an operation asked for and nobody has sent yet is not wanted any more: such a listing is left as its marketplace
 * shows it. What has never been there stays wanted, and so do values already on their way. Says how many were withdrawn.
 */
export async function withdrawQueued(deps: CatalogDeps, { operationId }: { readonly operationId: OperationId }): Promise<{ readonly values: number }> {
  const at = deps.clock.now();
  const isMeant = ({ state, sent, desired, published }: FieldSync<unknown>) => state === 'QUEUED' && sent === null && published !== null && desired.operationId === operationId;
  const given = (await deps.listings.ofOperation(operationId)).filter((listing) => LISTING_FIELDS.some((name) => isMeant(listing[name])));
  const values = given.reduce((sum, listing) => sum + LISTING_FIELDS.filter((name) => isMeant(listing[name])).length, 0);
  await changeListings(deps, given, at, (listing) =>
    stepFields(listing, LISTING_FIELDS, (field, same) => (isMeant(field) && field.published ? desire(field, { value: field.published.value, operationId: null, at, anew: true }, same) : null)));
  return { values };
}
