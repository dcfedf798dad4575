import type { QuotaGroup, QuotaUse } from '../../../platform/quota/quota-keeper.js';
import type { Store } from '../../stores/domain/store.js';
import { quotaAccountOf } from '../connector/open-store.js';
import { StoreAccessError } from '../connector/store-access.js';
import type { LaneWait } from '../domain/lane-waits.js';
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
  const { account, groups } = await limitsOf(deps, store);
  const [uses, waits] = await Promise.all([deps.quotas.usage(account, groups), readWaits(deps, store._id, lane)]);
  return uses.flatMap((use, index) => {
    const waiting = waits.filter(({ quotaGroup }) => quotaGroup === use.group);
    const group = groups[index];
    return group ? [{ ...use, windowMs: group.windowMs, ...sumOf(waiting) }] : [];
  });
}

function sumOf(waits: readonly LaneWait[]): Pick<StoreQuota, 'waiting' | 'waitingUntil'> {
  const last = Math.max(0, ...waits.map(({ until }) => until.getTime()));
  return { waiting: waits.reduce((sum, { listings }) => sum + listings, 0), waitingUntil: last === 0 ? null : new Date(last) };
}

interface Limits {
  readonly account: string;
  /** Each once, however many endpoints count in it. */
  readonly groups: readonly QuotaGroup[];
}

async function limitsOf({ access }: Pick<SyncDeps, 'access'>, store: Store): Promise<Limits> {
  try {
    const { connector, context } = await access.open(store._id);
    const groups = Object.values(connector.quotaGroups(context.store)).flat();
    return { account: quotaAccountOf(store, connector, context.store), groups: [...new Map(groups.map((group) => [group.name, group])).values()] };
  } catch (error) {
    if (error instanceof StoreAccessError) return { account: '', groups: [] };
    throw error;
  }
}
