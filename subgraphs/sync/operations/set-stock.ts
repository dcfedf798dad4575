import type { Principal } from '../../../platform/principal.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { readStockItems, type StockItemInput } from '../domain/requests.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { previewStock } from './preview-changes.js';
import type { SyncDeps } from './sync-deps.js';

export interface SetStockInput extends RepeatableInput {
  readonly items: readonly StockItemInput[];
}

/** Says how many units are on the shelf, and has the marketplaces told what each may show of them. */
export async function setStock(deps: SyncDeps, principal: Principal, { items, idempotencyKey, dryRun }: SetStockInput): Promise<Begun> {
  const refusal = refusalOfCount(items.length);
  if (refusal) return nothingBegun([refusal]);
  const request = readStockItems(items);
  if (dryRun) return previewStock(deps, principal, request, { part: 'onHand', onHandOf: (_variant, item) => item.onHand });
  return beginOperation(deps.recording, { principal, kind: 'STOCK_SET', idempotencyKey, request });
}
