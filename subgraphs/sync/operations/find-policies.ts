import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { ErrorPolicies } from '../domain/error-policies.js';
import { policiesInForce } from '../domain/own-policies.js';
import type { PolicyStore } from '../store/policy-store.js';

/** What is done about trouble with a store, as its seller has said. */
export type PolicySource = (store: { readonly _id: StoreId; readonly sellerId: SellerId }) => Promise<ErrorPolicies>;

/** Read anew each time trouble is met: a change counts from the next trouble on. */
export function createPolicySource(policies: Pick<PolicyStore, 'ofStore'>): PolicySource {
  return async ({ _id: storeId, sellerId }) => policiesInForce(await policies.ofStore(sellerId, storeId), storeId);
}
