import { isForWantOfRate } from './wanted-price.js';
import type { FieldSync } from './listing.js';

/** What stands in a value's way, as error policies name it; BUG: a fault of the hub's own. */
export type TroubleName = 'TIMEOUT' | 'RATE_LIMITED' | 'AUTHENTICATION' | 'VALIDATION' | 'NETWORK' | 'SERVER' | 'BUG';

const NAMES: Readonly<Record<string, TroubleName>> = {
  TIMEOUT: 'TIMEOUT', EXPIRED: 'TIMEOUT', RATE_LIMITED: 'RATE_LIMITED', POSTPONED: 'RATE_LIMITED', AUTHENTICATION: 'AUTHENTICATION', NETWORK: 'NETWORK', SERVER: 'SERVER', BUG: 'BUG', HUB_FAULT: 'BUG',
};

/** The class of an issue's code: whatever is no trouble on the way is the marketplace's, or the hub's, word that the value is wrong. */
export function troubleNameOf(code: string): TroubleName {
  return NAMES[code] ?? 'VALIDATION';
}

/** When a value that waits is tried next; null when nothing holds it back, or nothing waits. */
export function nextAttemptAt({ state, notBefore, issue }: FieldSync<unknown>): Date | null {
  return state === 'QUEUED' && !isForWantOfRate(issue) ? notBefore : null;
}

/** Refused, or waiting after trouble; what lacks an exchange rate can only wait for one, and what is in doubt needs its time. */
export function isInTrouble({ state, issue, sent }: FieldSync<unknown>): boolean {
  return issue !== null && !isForWantOfRate(issue) && (state === 'REJECTED' || (state === 'QUEUED' && sent === null));
}
