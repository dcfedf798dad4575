import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import { refusalOfCount } from '../../catalog/domain/refusals.js';
import { readPublishItems, type PublishItemInput, type PublishRequest } from '../domain/requests.js';
import { beginOperation, nothingBegun, type Begun, type RepeatableInput } from './begin-operation.js';
import { previewPublishing } from './preview-publishing.js';
import type { SyncDeps } from './sync-deps.js';

export interface PublishListingsInput extends RepeatableInput {
  readonly storeId: StoreId;
  readonly items: readonly PublishItemInput[];
  readonly isOnSale?: boolean | null;
}

/** Puts variants on sale on a store, or notes that they are, and has the marketplace told. */
export async function publishListings(deps: SyncDeps, principal: Principal, { storeId, items, isOnSale, idempotencyKey, dryRun }: PublishListingsInput): Promise<Begun> {
  const refusal = refusalOfCount(items.length);
  if (refusal) return nothingBegun([refusal]);
  const [store] = await deps.stores.findOwnStores({ sellerId: principal.sellerId, ids: [storeId] });
  const connector = store && deps.connectors[store.marketplace];
  const about = { field: ['input', 'storeId'], itemRef: storeId };
  if (!store) return nothingBegun([userError({ ...about, code: 'UNKNOWN_STORE', message: `there is no store '${storeId}'` })]);
  if (!connector || (!connector.content && !isOnSale)) return nothingBegun([userError({ ...about, code: 'UNSUPPORTED', message: `the hub cannot publish on ${store.marketplace}` })]);
  const request: PublishRequest = { ...readPublishItems(items), storeId, isOnSale: isOnSale === true };
  if (dryRun) return previewPublishing(deps, principal, request);
  return beginOperation(deps.recording, { principal, kind: 'LISTING_PUBLISH', idempotencyKey, request });
}
