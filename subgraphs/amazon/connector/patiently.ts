import { setTimeout as pause } from 'node:timers/promises';
import { ConnectorError } from '../../sync/connector/contract.js';

/** A longer wait for quota is the scheduler's business. */
const LONGEST_WAIT_MS = 2_500;
const MOST_WAITS = 5;

/**
 * Waits for the hub's own count of a quota that refills every second or two, where giving up would throw away the calls
 * before: a walk over a thousand SKUs is fifty calls at five a second.
 */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await act();
    } catch (error) {
      const waitMs = shortWaitOf(error);
      if (waitMs === null || waits === MOST_WAITS) throw error;
      await pause(waitMs);
    }
  }
}

/** Null unless the hub itself held the call back, for a moment. */
function shortWaitOf(error: unknown): number | null {
  if (!(error instanceof ConnectorError) || error.errorClass !== 'RATE_LIMITED' || error.outcome !== 'NOT_SENT') return null;
  return error.retryAfterMs !== null && error.retryAfterMs <= LONGEST_WAIT_MS ? error.retryAfterMs : null;
}
