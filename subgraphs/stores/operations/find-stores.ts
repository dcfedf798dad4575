import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { Store } from '../domain/store.js';
import type { StoresDeps } from './stores-deps.js';

/** The stores with these ids that exist, of whichever seller: for the hub's own work, never for an answer to a caller. */
export async function findStores({ stores }: Pick<StoresDeps, 'stores'>, ids: readonly StoreId[]): Promise<readonly Store[]> {
  return ids.length === 0 ? [] : await stores.byIds(ids);
}

/** A seller's own stores among these ids. */
export async function findOwnStores(deps: Pick<StoresDeps, 'stores'>, { sellerId, ids }: { readonly sellerId: SellerId; readonly ids: readonly StoreId[] }): Promise<readonly Store[]> {
  return (await findStores(deps, ids)).filter((store) => store.sellerId === sellerId);
}

/** Every store of the hub, oldest first: what workers and sweeps go through. */
export async function listAllStores({ stores }: Pick<StoresDeps, 'stores'>): Promise<readonly Store[]> {
  return await stores.all();
}

/** A page of a seller's stores, oldest first. Throws PageError. */
export async function listStores({ stores }: Pick<StoresDeps, 'stores'>, { sellerId, page }: { readonly sellerId: SellerId; readonly page: PageRequest }): Promise<Page<Store>> {
  return await stores.pageOf(sellerId, page);
}
