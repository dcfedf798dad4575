import type { Store } from '../../stores/domain/store.js';
import { StoreAccessError } from '../connector/store-access.js';
import type { SyncDeps } from './sync-deps.js';

export interface Circuit {
  readonly group: string;
  readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
  readonly openedAt: Date | null;
  readonly triesAgainAt: Date | null;
}

/** The circuit breakers of a store, one for each group of its marketplace's calls; empty when the store cannot be opened. */
export async function readCircuits({ access, circuits }: Pick<SyncDeps, 'access' | 'circuits'>, store: Store | null): Promise<readonly Circuit[]> {
  if (!store) return [];
  try {
    const [{ connector, context }, troubled] = await Promise.all([access.open(store._id), circuits.ofStore(store._id)]);
    return Object.keys(connector.quotaGroups(context.store)).map((group) => troubled.get(group) ?? { group, state: 'CLOSED', openedAt: null, triesAgainAt: null });
  } catch (error) {
    if (error instanceof StoreAccessError) return [];
    throw error;
  }
}
