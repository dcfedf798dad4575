import type { OperationId } from '../../../platform/ids.js';

/**
 * Whether an operation was asked for in an earlier second than another: ids begin with the time they were made. An operation that
 * is run again late, after its process died, must not put an old value over a newer one.
 */
export function wasAskedBefore(operation: OperationId, other: OperationId | null | undefined): boolean {
  return other != null && askedSecond(operation) < askedSecond(other);
}

/** NaN for an id that no ObjectId is in: then no order is known, and comparing says no. */
function askedSecond(operation: OperationId): number {
  return Number.parseInt(/^[a-z]+_([0-9a-f]{8})[0-9a-f]{16}$/.exec(operation)?.[1] ?? '', 16);
}
