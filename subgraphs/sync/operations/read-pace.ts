import { USUAL_CALLS_AT_ONCE, type SlowedStore } from '../../../platform/http/call-paces.js';
import type { Store } from '../../stores/domain/store.js';
import type { Connector } from '../connector/contract.js';
import type { SyncDeps } from './sync-deps.js';

/** How many calls a store is sent at once; `slowedAt` and `cause` are null while it is as many as its marketplace allows. */
export type StorePace = Pick<SlowedStore, 'callsAtOnce' | 'most'> & { readonly slowedAt: Date | null; readonly cause: SlowedStore['cause'] | null };

/** Null for a store the hub has no connector for. */
export async function readPace({ connectors, paces }: Pick<SyncDeps, 'connectors' | 'paces'>, store: Store | null): Promise<StorePace | null> {
  const connector = store && (connectors[store.marketplace] as Connector | undefined);
  if (!store || !connector) return null;
  const most = connector.limits.callsAtOnce ?? USUAL_CALLS_AT_ONCE;
  return (await paces.ofStore(store._id)) ?? { callsAtOnce: most, most, slowedAt: null, cause: null };
}
