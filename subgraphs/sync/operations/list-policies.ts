import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { ErrorPolicy } from '../domain/error-policies.js';
import { policiesInForce } from '../domain/own-policies.js';
import type { SyncDeps } from './sync-deps.js';

/** What is done about each class of trouble on a store; without one, on stores that have not been told otherwise. */
export async function listPolicies({ policies }: Pick<SyncDeps, 'policies'>, { sellerId, storeId }: { readonly sellerId: SellerId; readonly storeId: StoreId | null }): Promise<readonly ErrorPolicy[]> {
  return Object.values(policiesInForce(await policies.ofStore(sellerId, storeId), storeId));
}
