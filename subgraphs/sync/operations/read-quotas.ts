import type { QuotaUse } from '../../../platform/quota/quota-keeper.js';
import type { Store } from '../../stores/domain/store.js';
import { quotaAccountOf } from '../connector/open-store.js';
import { StoreAccessError } from '../connector/store-access.js';
import type { SyncDeps } from './sync-deps.js';

/** How much of what a marketplace lets a store call is used up now; empty when the store cannot be opened. */
export async function readQuotas({ access, quotas }: Pick<SyncDeps, 'access' | 'quotas'>, store: Store | null): Promise<readonly QuotaUse[]> {
  if (!store) return [];
  try {
    const { connector, context } = await access.open(store._id);
    const groups = Object.values(connector.quotaGroups(context.store)).flat();
    const once = [...new Map(groups.map((group) => [group.name, group])).values()];
    return await quotas.usage(quotaAccountOf(store), once);
  } catch (error) {
    if (error instanceof StoreAccessError) return [];
    throw error;
  }
}
