import type { StoreId } from '../../../platform/ids.js';
import { holdOf, laneWaits, type LaneWait } from '../domain/lane-waits.js';
import type { Lane } from '../domain/lane.js';
import type { SyncDeps } from './sync-deps.js';

/** What a store's changes wait for now, and until when; empty while nothing holds them up. */
export async function readWaits({ catalog, clock }: Pick<SyncDeps, 'catalog' | 'clock'>, storeId: StoreId, lane: Lane | null): Promise<readonly LaneWait[]> {
  const now = clock.now();
  const hold = holdOf(lane, now);
  return laneWaits(hold, await catalog.countWaiting({ storeId, by: hold?.until ?? now }));
}
