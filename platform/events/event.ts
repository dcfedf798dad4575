import type { SellerId } from '../ids.js';

/** Something that happened to a seller's data. `data` is small (ids and numbers) and free of personal fields. */
export interface DomainEvent {
  /** Unique per seller; appending the same id again changes nothing. */
  readonly id: string;
  readonly type: string;
  readonly sellerId: SellerId;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event with its place in the seller's log. */
export interface LoggedEvent extends DomainEvent {
  readonly cursor: string;
}

/**
 * TRIMMED: events after `since` have left the log. LOG_LOST: the log that `since` points into is gone, or its end is.
 * Either way the reader reads its state anew; what the log still has follows the gap.
 */
export interface EventGap {
  readonly gap: { readonly reason: 'TRIMMED' | 'LOG_LOST'; readonly since: string };
  readonly cursor: string;
  readonly at: Date;
}

export function isEventGap(item: LoggedEvent | EventGap): item is EventGap {
  return 'gap' in item;
}

/** The cursor is not one that a log ever gave out. */
export class BadEventCursorError extends Error {
  override readonly name = 'BadEventCursorError';
  readonly code = 'BAD_CURSOR';
}
