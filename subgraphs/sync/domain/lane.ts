import type { OperationId, SellerId, StoreId } from '../../../platform/ids.js';
import type { QuotaClass } from '../../../platform/quota/quota-class.js';
import type { TroubleClass } from '../connector/connector-error.js';
import type { PageTrail } from '../connector/page-trail.js';
import type { ReadBack } from '../schedule-port.js';
import type { SuspectGroup } from './suspects.js';

/** Work on one store, one worker at a time. `fence` grows with every new holder and never goes back. */
export interface Lane {
  readonly _id: StoreId;
  readonly sellerId: SellerId;
  readonly owner: string | null;
  readonly leaseUntil: Date;
  readonly fence: number;
  /** Nothing is pushed before: a spent quota, a 429, or trouble being waited out. */
  readonly pushNotBefore: Date | null;
  /** What `pushNotBefore` was set for; says nothing once that has passed. Absent on lanes that have never been held. */
  readonly heldFor?: LaneHold | null;
  /** Listings set aside because one of them makes the marketplace refuse whole calls; absent: none. */
  readonly suspects?: readonly SuspectGroup[];
  /** Calls of this store that failed in a row, by what the policy counts. */
  readonly failures: number;
  readonly authFailures: number;
  readonly lastError: { readonly errorClass: TroubleClass; readonly message: string; readonly at: Date } | null;
  readonly lastPushAt: Date | null;
  /** The slow reading of all offers: where it is, and when the next one starts. */
  readonly sweep: LaneSweep;
  /** The slow comparing of recent orders; absent on lanes that have never planned one. */
  readonly orderSweep?: LaneOrderSweep;
  /** `syncRun` operations waiting for the lane to have done what they ask. */
  readonly runs: readonly { readonly operationId: OperationId; readonly kind: 'OFFERS' | 'ORDERS' | 'VERIFY' | 'VERIFY_ORDERS' }[];
  /** What schedules want read back, the oldest wish first; absent: nothing. */
  readonly readBacks?: readonly ReadBack[];
  readonly workedAt: Date | null;
}

export interface LaneHold {
  readonly errorClass: TroubleClass;
  readonly quotaGroup: string | null;
  /** What the call was worth, where a quota of the hub's own had no room for it or where it carried contents: what is worth more need not wait. Absent: everything waits. */
  readonly worth?: QuotaClass;
}

export interface LaneSweep {
  /** Cursor of the next page; null when no sweep is under way. */
  readonly cursor: string | null;
  /** How its pages have gone so far; absent before the first. */
  readonly trail?: PageTrail;
  /** The certificate that the sweep under way is filling; null or absent when none is. */
  readonly certificateId?: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly offersSeen: number;
  readonly driftsSeen: number;
  readonly dueAt: Date | null;
}

export const NO_SWEEP: LaneSweep = { cursor: null, startedAt: null, finishedAt: null, offersSeen: 0, driftsSeen: 0, dueAt: null };

export interface LaneOrderSweep {
  /** Cursor of the next page; null before the first and after the last. */
  readonly cursor: string | null;
  /** How its pages have gone so far; absent before the first. */
  readonly trail?: PageTrail;
  /** The certificate that the sweep under way is filling; null when none is. */
  readonly certificateId: string | null;
  readonly dueAt: Date | null;
}

export const NO_ORDER_SWEEP: LaneOrderSweep = { cursor: null, certificateId: null, dueAt: null };
