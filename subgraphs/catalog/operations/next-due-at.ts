import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';

/** When a store's next listing is due (perhaps in the past); null when nothing waits. */
export async function nextDueAt({ listings }: Pick<CatalogDeps, 'listings'>, storeId: StoreId): Promise<Date | null> {
  return await listings.nextDueAt(storeId);
}
