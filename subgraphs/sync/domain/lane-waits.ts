import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { WaitingListings } from '../../catalog/domain/waiting-listings.js';
import type { Lane } from './lane.js';

/** What a store's changes wait for. */
export interface LaneWait {
  /** Why: a class of trouble, or what the marketplace said of the listings; null for a pause nobody gave a reason for. */
  readonly code: ExplainedCode | null;
  /** The quota group that is spent; null when it is not one of the hub's own. */
  readonly quotaGroup: string | null;
  readonly listings: number;
  readonly until: Date;
}

/** A pause of the whole lane that has not passed yet. */
export function holdOf(lane: Lane | null, now: Date): { readonly until: Date; readonly cause: NonNullable<Lane['heldFor']> | null } | null {
  if (!lane?.pushNotBefore || lane.pushNotBefore <= now) return null;
  return { until: lane.pushNotBefore, cause: lane.heldFor ?? null };
}

/** While the lane is held, everything that could go by then waits for that; what waits for longer has a reason of its own. Most listings first. */
export function laneWaits(hold: ReturnType<typeof holdOf>, waiting: { readonly dueBy: number; readonly later: readonly WaitingListings[] }): readonly LaneWait[] {
  const held: LaneWait[] = hold && waiting.dueBy > 0 ? [{ code: hold.cause?.errorClass ?? null, quotaGroup: hold.cause?.quotaGroup ?? null, listings: waiting.dueBy, until: hold.until }] : [];
  
  return [...held, ...waiting.later].toSorted((a, b) => b.listings - a.listings);
}
