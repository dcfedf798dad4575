import type { StoreId } from '../../../platform/ids.js';
import type { CatalogDeps } from './catalog-deps.js';

/** Stores with a listing that has been due, or to be looked at again, since before this moment: what a sweep looks for after a lost wake-up. */
export async function storesDue({ listings }: Pick<CatalogDeps, 'listings'>, before: Date): Promise<readonly StoreId[]> {
  const due: StoreId[] = [];
  for (let storeId = await listings.nextWaitingStore(null); storeId; storeId = await listings.nextWaitingStore(storeId)) {
    const dueAt = await listings.nextDueAt(storeId);
    if (dueAt && dueAt <= before) due.push(storeId);
  }
  return [...new Set([...due, ...(await listings.storesDoubted(before))])];
}
