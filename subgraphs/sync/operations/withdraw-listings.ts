import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { readSkus, type WithdrawRequest } from '../domain/requests.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { previewWithdrawal } from './preview-withdrawal.js';
import type { SyncDeps } from './sync-deps.js';

export interface WithdrawListingsInput extends RepeatableInput {
  readonly storeId: StoreId;
  readonly skus: readonly string[];
}

/** Takes variants off sale on a store: at once without stock, then off sale. */
export async function withdrawListings(deps: SyncDeps, principal: Principal, { storeId, skus, idempotencyKey, dryRun }: WithdrawListingsInput): Promise<Begun> {
  const refusal = refusalOfCount(skus.length);
  if (refusal) return nothingBegun([refusal]);
  const request: WithdrawRequest = { ...readSkus(skus), storeId };
  if (dryRun) return previewWithdrawal(deps, principal, request);
  return beginOperation(deps.recording, { principal, kind: 'LISTING_WITHDRAW', idempotencyKey, request });
}
