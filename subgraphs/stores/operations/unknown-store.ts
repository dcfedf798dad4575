import type { StoreId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import { STORE_CODES } from '../domain/refusals.js';
import type { Store } from '../domain/store.js';
import type { StoreOutcome } from './connect-store.js';

export function unknownStore(storeId: StoreId): UserError {
  return userError({ code: STORE_CODES.UNKNOWN_STORE, field: ['input', 'id'], itemRef: storeId, message: `there is no store '${storeId}'` });
}

/** The outcome of a call about one store. */
export function foundStore(store: Store | null, storeId: StoreId): StoreOutcome {
  return { store, userErrors: store ? [] : [unknownStore(storeId)] };
}
