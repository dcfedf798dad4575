import type { ErrorClass, Outcome } from '../connector/connector-error.js';

/** What is done about a class of trouble, as data: shown by the API and changed through it. */
export interface ErrorPolicy {
  readonly errorClass: ErrorClass;
  readonly action: 'RETRY' | 'DELAY' | 'RETRY_THEN_PAUSE_STORE' | 'RECORD_ON_ITEM';
  /** First wait; doubles with each failure in a row, and the wait taken is a random part of it (full jitter). */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Failures in a row that are still retried before the store is paused; null when it never is. */
  readonly pauseAfterFailures: number | null;
  readonly meaning: string;
}

/** Where nobody has said otherwise. */
export const ERROR_POLICIES: Readonly<Record<ErrorClass, ErrorPolicy>> = {
  TIMEOUT: { errorClass: 'TIMEOUT', action: 'RETRY', baseDelayMs: 500, maxDelayMs: 60_000, pauseAfterFailures: null, meaning: 'No answer in time. What may have been sent is looked up first.' },
  RATE_LIMITED: { errorClass: 'RATE_LIMITED', action: 'DELAY', baseDelayMs: 2_000, maxDelayMs: 60_000, pauseAfterFailures: null, meaning: 'The quota is spent. Work waits until it resets.' },
  AUTHENTICATION: { errorClass: 'AUTHENTICATION', action: 'RETRY_THEN_PAUSE_STORE', baseDelayMs: 500, maxDelayMs: 2_000, pauseAfterFailures: 1, meaning: 'The credentials were refused. Tried once more, then the store is paused.' },
  VALIDATION: { errorClass: 'VALIDATION', action: 'RECORD_ON_ITEM', baseDelayMs: 0, maxDelayMs: 0, pauseAfterFailures: null, meaning: 'The marketplace says the values are wrong. Recorded on the item, never repeated.' },
  NETWORK: { errorClass: 'NETWORK', action: 'RETRY', baseDelayMs: 500, maxDelayMs: 60_000, pauseAfterFailures: null, meaning: 'The marketplace could not be reached. Tried again behind a circuit breaker.' },
  SERVER: { errorClass: 'SERVER', action: 'RETRY', baseDelayMs: 500, maxDelayMs: 60_000, pauseAfterFailures: null, meaning: 'The marketplace had trouble of its own. Treated as a network fault.' },
};

/** LOOK_UP: read back before sending again. REJECT: the call repeats its refusal. The others say when to try again. */
export type Decision =
  | { readonly kind: 'LOOK_UP' }
  | { readonly kind: 'REJECT' }
  | { readonly kind: 'RETRY'; readonly delayMs: number }
  | { readonly kind: 'DELAY'; readonly delayMs: number }
  | { readonly kind: 'PAUSE_STORE' };

export interface Trouble {
  readonly errorClass: ErrorClass;
  readonly outcome: Outcome;
  readonly retryAfterMs: number | null;
}

/** What is done about each class on one store. */
export type ErrorPolicies = Readonly<Record<ErrorClass, ErrorPolicy>>;

/** What stands in the way, how often in a row it did before, a number in [0, 1), and the store's policies. */
export interface Circumstances {
  readonly failures: number;
  readonly random: number;
  readonly policies: ErrorPolicies;
}

/** A send of unknown outcome is always looked up, and never sent again unseen; only a pause comes first. */
export function decideOnTrouble(trouble: Trouble, { failures, random, policies }: Circumstances): Decision {
  const policy = policies[trouble.errorClass];
  if (policy.pauseAfterFailures !== null && failures >= policy.pauseAfterFailures) return { kind: 'PAUSE_STORE' };
  if (trouble.outcome === 'UNKNOWN') return { kind: 'LOOK_UP' };
  if (policy.action === 'RECORD_ON_ITEM') return { kind: 'REJECT' };
  const delayMs = trouble.retryAfterMs ?? jitteredDelayMs(policy, failures, random);
  return { kind: policy.action === 'DELAY' ? 'DELAY' : 'RETRY', delayMs };
}

/** Full jitter above a floor of a tenth, so that a retry is never at once. */
export function jitteredDelayMs(policy: Pick<ErrorPolicy, 'baseDelayMs' | 'maxDelayMs'>, failures: number, random: number): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.min(failures, 20));
  return Math.round(ceiling * (0.1 + 0.9 * random));
}
