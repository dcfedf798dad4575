import type { Outboxed } from '../../../platform/events/outbox-entry.js';
import type { OperationId, SellerId, StoreId } from '../../../platform/ids.js';

/** What a seller asked for that marketplaces have to be told of. */
export const OPERATION_KINDS = [
  'PRICE_SET',
  'STOCK_SET',
  'STOCK_ADJUST',
  'LISTING_PUBLISH',
  'LISTING_WITHDRAW',
  'CONFLICT_RESOLVE',
  'ORDER_ACCEPT',
  'ORDER_SHIP',
  'ORDER_CANCEL_LINES',
  'ORDER_SPLIT',
  'SYNC_OFFERS',
  'SYNC_ORDERS',
  'SYNC_VERIFY',
  'SYNC_VERIFY_ORDERS',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** Whether it asks something of single orders, which the intake's calls carry out; all else is the lanes' work. */
export function isAskedOfOrders(kind: OperationKind): boolean {
  return kind.startsWith('ORDER_');
}

/**
 * RECORDING: asked for, not yet wholly written down. RUNNING: recorded, marketplaces are being told. DONE: everything
 * is applied or was overtaken by a newer change. DONE_WITH_ERRORS: the same, but something was refused.
 */
export const OPERATION_STATES = ['RECORDING', 'RUNNING', 'DONE', 'DONE_WITH_ERRORS', 'CANCELLED'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** How many of the operation's values stand in each state now; `superseded` were overtaken by a newer change before they settled. */
export interface OperationCounts {
  readonly queued: number;
  readonly sent: number;
  readonly accepted: number;
  readonly applied: number;
  readonly verified: number;
  readonly rejected: number;
  readonly unknown: number;
}

export const NO_COUNTS: OperationCounts = { queued: 0, sent: 0, accepted: 0, applied: 0, verified: 0, rejected: 0, unknown: 0 };

export interface SyncOperation extends Outboxed {
  readonly _id: OperationId;
  readonly sellerId: SellerId;
  /** The caller's, or the operation's own id where none was given; unique per seller. */
  readonly idempotencyKey: string;
  /** SHA-256 of kind and payload: what tells a repeated call from a different one under the same key. */
  readonly digest: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  /** What was asked for; there until it has been recorded in the owner's documents, so that any process can finish that. */
  readonly request?: unknown;
  /** Who is recording the request now, and until when nobody else should. */
  readonly recordingUntil: Date | null;
  /** Values that have to reach a marketplace. */
  readonly total: number;
  readonly counts: OperationCounts;
  readonly superseded: number;
  readonly storeIds: readonly StoreId[];
  readonly keyId: string;
  readonly correlationId: string | null;
  readonly createdAt: Date;
  readonly recordedAt: Date | null;
  readonly finishedAt: Date | null;
  /** When it is forgotten; null or absent until it has finished. */
  readonly expiresAt?: Date | null;
  readonly changedAt: Date;
  /** When the ledger was last looked at for it; the sweep takes the longest unlooked-at first. */
  readonly countedAt: Date;
}

export function isFinished(state: OperationState): boolean {
  return state === 'DONE' || state === 'DONE_WITH_ERRORS' || state === 'CANCELLED';
}

export interface OperationProgress {
  readonly state: OperationState;
  readonly counts: OperationCounts;
  readonly total: number;
  readonly superseded: number;
}

/**
 * Where a recorded operation stands, judged from what is found in the ledger now. What is no longer found under its id
 * was overtaken. A count that finds more than before (a dead process's half-told variants) raises the total.
 */
export function progressOf(operation: Pick<SyncOperation, 'state' | 'total'>, counts: OperationCounts): OperationProgress {
  const found = Object.values(counts).reduce<number>((sum, n) => sum + (n as number), 0);
  const total = Math.max(operation.total, found);
  const moving = counts.queued + counts.sent + counts.accepted + counts.unknown;
  return { state: stateOf(operation.state, moving, counts.rejected), counts, total, superseded: total - found };
}

function stateOf(before: OperationState, moving: number, rejected: number): OperationState {
  if (before === 'CANCELLED' || before === 'RECORDING') return before;
  // What is sent again later, because somebody changed it on the marketplace, does not undo that the operation was done.
  if (moving > 0) return before;
  return rejected > 0 ? 'DONE_WITH_ERRORS' : 'DONE';
}
