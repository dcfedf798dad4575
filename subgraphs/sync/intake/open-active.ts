import type { StoreId } from '../../../platform/ids.js';
import { StoreAccessError, type OpenStore } from '../connector/store-access.js';
import type { IntakeDeps } from './intake-deps.js';

/** The store ready to be spoken to; null while it is paused, or cannot be opened. */
export async function openActive({ access, logger }: Pick<IntakeDeps, 'access' | 'logger'>, storeId: StoreId): Promise<OpenStore | null> {
  try {
    const open = await access.open(storeId);
    return open.store.state.kind === 'ACTIVE' ? open : null;
  } catch (error) {
    if (!(error instanceof StoreAccessError)) throw error;
    logger.warn({ storeId, code: error.code }, 'orders of a store cannot be asked for');
    return null;
  }
}

/** Whether nobody has paused it since it was opened; asked before anything new leaves. */
export async function isStillActive({ stores }: Pick<IntakeDeps, 'stores'>, storeId: StoreId): Promise<boolean> {
  const [store] = await stores.findStores([storeId]);
  return store?.state.kind === 'ACTIVE';
}
