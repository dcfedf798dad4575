import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { readPriceItems, type PriceItemInput, type PriceRequest } from '../domain/requests.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { previewPrices } from './preview-changes.js';
import type { SyncDeps } from './sync-deps.js';

export interface SetPricesInput extends RepeatableInput {
  readonly items: readonly PriceItemInput[];
  readonly storeIds?: readonly StoreId[] | null;
}

/** Says what goods cost, on every store or on some, and has the marketplaces told. */
export async function setPrices(deps: SyncDeps, principal: Principal, { items, storeIds, idempotencyKey, dryRun }: SetPricesInput): Promise<Begun> {
  const refusal = refusalOfCount(items.length);
  if (refusal) return nothingBegun([refusal]);
  const request: PriceRequest = { ...readPriceItems(items), ...(storeIds ? { storeIds } : {}) };
  if (dryRun) return previewPrices(deps, principal, request);
  return beginOperation(deps.recording, { principal, kind: 'PRICE_SET', idempotencyKey, request });
}
