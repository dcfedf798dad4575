import type { QuotaGroup, QuotaUse } from '../../../platform/quota/quota-keeper.js';
import type { Store } from '../../stores/domain/store.js';
import { quotaAccountOf } from '../connector/open-store.js';
import { StoreAccessError } from '../connector/store-access.js';
import type { Lane } from '../domain/lane.js';
import { readWaits } from './read-waits.js';
import type { SyncDeps } from './sync-deps.js';

/** A limit, its use, and the listings that wait for it. */
export interface StoreQuota extends QuotaUse {
  readonly windowMs: number;
  readonly waiting: number;
  readonly waitingUntil: Date | null;
}

/** How much of what a marketplace lets a store call is used up now, and what waits for it; empty when the store cannot be opened. */
export async function readQuotas(deps: Pick<SyncDeps, 'access' | 'quotas' | 'catalog' | 'clock'>, store: Store | null, lane: Lane | null): Promise<readonly StoreQuota[]> {
  if (!store) return [];
  const groups = await groupsOf(deps, store);
  const [uses, waits] = await Promise.all([deps.quotas.usage(quotaAccountOf(store), groups), readWaits(deps, store._id, lane)]);
  return uses.flatMap((use, index) => {
    const wait = waits.find(({ quotaGroup }) => quotaGroup === use.group);
    const group = groups[index];
    return group ? [{ ...use, windowMs: group.windowMs, waiting: wait?.listings ?? 0, waitingUntil: wait?.until ?? null }] : [];
  });
}

/** Each group once, however many endpoints count in it. */
async function groupsOf({ access }: Pick<SyncDeps, 'access'>, store: Store): Promise<readonly QuotaGroup[]> {
  try {
    const { connector, context } = await access.open(store._id);
    const groups = Object.values(connector.quotaGroups(context.store)).flat();
    return [...new Map(groups.map((group) => [group.name, group])).values()];
  } catch (error) {
    if (error instanceof StoreAccessError) return [];
    throw error;
  }
}
