import type { StoreId } from '../../../platform/ids.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import { STORE_CODES } from '../domain/refusals.js';

export function unknownStore(storeId: StoreId): UserError {
  return userError({ code: STORE_CODES.UNKNOWN_STORE, field: ['input', 'id'], itemRef: storeId, message: `there is no store '${storeId}'` });
}
