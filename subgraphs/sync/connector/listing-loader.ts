import DataLoader from 'dataloader';
import { groupBy } from '../../../platform/group-by.js';
import type { StoreId } from '../../../platform/ids.js';

/** A listing as a marketplace names it. */
export interface ListingKey {
  readonly storeId: StoreId;
  readonly remoteKey: string;
}

/**
 * Reads something of many listings of a request in one go per store; null for what `read` leaves out. A store that cannot
 * be read fails its own listings alone.
 */
export function createListingLoader<T>(read: (storeId: StoreId, remoteKeys: readonly string[]) => Promise<ReadonlyMap<string, T>>): DataLoader<ListingKey, T | null, string> {
  const loadAll = async (keys: readonly ListingKey[]): Promise<(T | null | Error)[]> => {
    const stores = [...groupBy(keys, ({ storeId }) => storeId)];
    const answers = await Promise.all(stores.map(async ([storeId, ofStore]) => [storeId, await read(storeId, ofStore.map(({ remoteKey }) => remoteKey)).catch(asError)] as const));
    const byStore = new Map<StoreId, ReadonlyMap<string, T> | Error>(answers);
    return keys.map(({ storeId, remoteKey }) => {
      const answer = byStore.get(storeId);
      return answer instanceof Error ? answer : (answer?.get(remoteKey) ?? null);
    });
  };
  return new DataLoader(loadAll, { cacheKeyFn: ({ storeId, remoteKey }) => `${storeId} ${remoteKey}` });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('a read failed', { cause: error });
}
