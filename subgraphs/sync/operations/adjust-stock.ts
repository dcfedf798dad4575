import type { Principal } from '../../../platform/principal.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { readAdjustItems, type AdjustItemInput } from '../domain/requests.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { previewStock } from './preview-changes.js';
import type { SyncDeps } from './sync-deps.js';

export interface AdjustStockInput extends RepeatableInput {
  readonly items: readonly AdjustItemInput[];
}

/** Adds to or takes from what is on the shelf, and has the marketplaces told what each may show of it. */
export async function adjustStock(deps: SyncDeps, principal: Principal, { items, idempotencyKey, dryRun }: AdjustStockInput): Promise<Begun> {
  const refusal = refusalOfCount(items.length);
  if (refusal) return nothingBegun([refusal]);
  const request = readAdjustItems(items);
  if (dryRun) return previewStock(deps, principal, request, { part: 'delta', onHandOf: (variant, { delta }) => variant.stock.onHand + delta });
  return beginOperation(deps.recording, { principal, kind: 'STOCK_ADJUST', idempotencyKey, request });
}
