import { BadEventCursorError, type EventGap, type LoggedEvent } from './event.js';
import type { LogSlice } from './log-store.js';

/** Where a reader stands: it has had everything up to `seq` of the log's life `epoch`. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** What a reader at a position gets next, and where it stands then. */
export interface Step {
  readonly items: readonly (LoggedEvent | EventGap)[];
  readonly next: Position;
}

export function cursorOf({ epoch, seq }: Position): string {
  return `${epoch}.${seq}`;
}

/** Throws BadEventCursorError. */
export function positionOf(cursor: string): Position {
  const [, epoch, seq] = /^([0-9a-f]{1,32})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (epoch === undefined || seq === undefined) throw new BadEventCursorError(`'${cursor}' is not an event cursor`);
  return { epoch, seq: Number(seq) };
}

/** Compares what a log has with where the reader stands; a hole between the two becomes a gap before the entries. */
export function stepFrom(position: Position, slice: LogSlice, at: Date): Step {
  const { epoch, head, entries } = slice;
  const before = entries[0]?.prev ?? head;
  const reason = gapReason(position, { epoch, before });
  const gap: EventGap[] = reason ? [{ gap: { reason, since: cursorOf(position) }, cursor: cursorOf({ epoch, seq: before }), at }] : [];
  return {
    items: [...gap, ...entries.map(({ event }) => event)],
    next: { epoch, seq: entries.at(-1)?.seq ?? before },
  };
}

function gapReason(position: Position, found: { epoch: string; before: number }): EventGap['gap']['reason'] | null {
  if (position.epoch !== found.epoch || position.seq > found.before) return 'LOG_LOST';
  return position.seq < found.before ? 'TRIMMED' : null;
}
