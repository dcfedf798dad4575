import type { OperationId } from '../../../platform/ids.js';
import { desire } from '../domain/field-sync.js';
import type { FieldSync, Listing } from '../domain/listing.js';
import { stepFields } from '../domain/listing-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

/** Quantities are left out: what is on the shelf is a fact, and a store showing more than that would oversell. */
const WITHDRAWABLE = ['content', 'price'] as const;

/**
 * Prices and content that an operation asked for and nobody has sent yet are not wanted any more: such a listing is left as
 * its marketplace shows it, a price until a base price is set again. What has never been there stays wanted, and so do
 * values already on their way. Says how many were withdrawn, or in a dry run would be.
 */
export async function withdrawQueued(deps: CatalogDeps, { operationId, dryRun = false }: { readonly operationId: OperationId; readonly dryRun?: boolean }): Promise<{ readonly values: number }> {
  const at = deps.clock.now();
  const isMeant = ({ state, sent, desired, published }: FieldSync<unknown>) => state === 'QUEUED' && sent === null && published !== null && desired.operationId === operationId;
  const namesOf = (listing: Listing) => WITHDRAWABLE.filter((name) => isMeant(listing[name]));
  const given = (await deps.listings.ofOperation(operationId)).filter((listing) => namesOf(listing).length > 0);
  const values = given.reduce((sum, listing) => sum + namesOf(listing).length, 0);
  if (dryRun) return { values };
  const revisions = new Map((await deps.variants.byIds(given.map(({ variantId }) => variantId))).map(({ _id, priceRevision }) => [_id, priceRevision]));
  await changeListings(deps, given, at, (listing) => {
    const names = namesOf(listing);
    const left = stepFields(listing, names, (field, same) => field.published && desire(field, { value: field.published.value, operationId: null, at, anew: true }, same));
    return names.includes('price') ? { ...left, ownPrice: ownPriceAsShown(listing, revisions.get(listing.variantId) ?? 0) } : left;
  });
  return { values };
}

function ownPriceAsShown({ price, ownPrice }: Listing, priceRevision: number): Listing['ownPrice'] {
  return price.published ? { price: price.published.value, priceRevision, operationId: null } : ownPrice;
}
