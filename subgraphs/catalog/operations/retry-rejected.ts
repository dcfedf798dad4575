import type { OperationId, StoreId } from '../../../platform/ids.js';
import { desire } from '../domain/field-sync.js';
import type { FieldSync } from '../domain/listing.js';
import { LISTING_FIELDS } from '../domain/listing.js';
import { stepFields } from '../domain/listing-change.js';
import { isForWantOfRate } from '../domain/wanted-price.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

interface RetryRejected {
  readonly operationId: OperationId;
  /** Only what was refused with this code; null: all. */
  readonly issueCode: string | null;
  /** Only says how many there are. */
  readonly dryRun?: boolean;
}

/** Asks again for the values of an operation that were refused; what lacks an exchange rate only waits for one. Says how many, and whose lanes have work now. */
export async function retryRejected(deps: CatalogDeps, { operationId, issueCode, dryRun = false }: RetryRejected): Promise<{ readonly values: number; readonly storeIds: readonly StoreId[] }> {
  const at = deps.clock.now();
  const isMeant = ({ state, desired, issue }: FieldSync<unknown>) => state === 'REJECTED' && desired.operationId === operationId && !isForWantOfRate(issue) && (issueCode === null || issue?.code === issueCode);
  const given = (await deps.listings.ofOperation(operationId)).filter((listing) => LISTING_FIELDS.some((name) => isMeant(listing[name])));
  const values = given.reduce((sum, listing) => sum + LISTING_FIELDS.filter((name) => isMeant(listing[name])).length, 0);
  if (!dryRun) await changeListings(deps, given, at, (listing) =>
    stepFields(listing, LISTING_FIELDS, (field, same) => (isMeant(field) ? desire(field, { value: field.desired.value, operationId, at, anew: true }, same) : null)));
  return { values, storeIds: [...new Set(given.map(({ storeId }) => storeId))] };
}
