import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { CircuitState, ConsecutiveBreaker, IterableBackoff, circuitBreaker, handleWhen, retry, type CircuitBreakerPolicy, type IBackoff, type IRetryBackoffContext, type RetryPolicy } from 'cockatiel';
import type { Clock } from '../clock.js';
import { TransportError } from './contract.js';
import { CancelledError, type WireAnswer } from './exchange.js';

export interface ResilienceTimes {
  /** First pause before a repeat; doubles, and a random part of it is taken. */
  readonly retryPauseMs: number;
  /** How long a circuit stays open at first; doubles up to eight times that. */
  readonly breakerOpenMs: number;
}

export const USUAL_TIMES: ResilienceTimes = { retryPauseMs: 250, breakerOpenMs: 5_000 };

const REPEATS = 2;
export const FAILURES_TO_OPEN = 5;
/** A longer wish of the marketplace is the scheduler's business, not that of one waiting call. */
export const LONGEST_WAIT_MS = 5_000;
/** A mistaken date must not silence a store for a day. */
const LONGEST_HOLD_MS = 10 * 60_000;

type Answered = Pick<WireAnswer, 'status' | 'headers'>;

/** Repeats a safe request after trouble that may pass: full jitter, and not before the marketplace wants it. */
export function retryPolicy({ retryPauseMs }: ResilienceTimes, clock: Clock): RetryPolicy {
  return retry(handleWhen(isPassing).orWhenResult((answer) => isWorthRepeating(answer as Answered, clock)), {
    maxAttempts: REPEATS,
    backoff: { next: (context) => pauseBefore(context, retryPauseMs, clock) },
  });
}

/** No quota of a marketplace is longer: a mistaken number must not keep a store silent for years. */
const LONGEST_BELIEVED_MS = 86_400_000;

/** What `Retry-After` asks for, in seconds or as a date, a day at most; null when it is absent or unreadable. */
export function retryAfterMs(headers: Answered['headers'], now: Date): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_BELIEVED_MS) : null;
}

function isPassing(error: Error): boolean {
  return error instanceof TransportError && !(error instanceof CancelledError) && (error.kind === 'NETWORK' || error.kind === 'TIMEOUT');
}

function isWorthRepeating({ status, headers }: Answered, clock: Clock): boolean {
  const waitMs = retryAfterMs(headers, clock.now());
  if (waitMs !== null && waitMs > LONGEST_WAIT_MS) return false;
  return status >= 500 || (status === 429 && waitMs !== null);
}

function pauseBefore({ attempt, result }: IRetryBackoffContext<unknown>, firstPauseMs: number, clock: Clock): IBackoff<unknown> {
  const wishedMs = 'value' in result ? (retryAfterMs((result.value as Answered).headers, clock.now()) ?? 0) : 0;
  const jitterMs = Math.random() * firstPauseMs * 2 ** (attempt - 1);
  return { duration: wishedMs + jitterMs, next: (context) => pauseBefore(context as IRetryBackoffContext<unknown>, firstPauseMs, clock) };
}

/** How long an open circuit lets nothing through: after each failure of the one call that it then does, longer; the last one again and again. */
export function breakerPausesMs({ breakerOpenMs }: Pick<ResilienceTimes, 'breakerOpenMs'>): readonly number[] {
  return [1, 2, 4, 8].map((times) => times * breakerOpenMs);
}

/** Of calls at once, after a failure no more are let through than failures are left until the circuit opens; an open one tries with a single call. */
const TRIAL_CALLS = 1;
/** A marketplace that has just come back gets its calls one after another, with this part of the first pause between them, for so many of it. */
const PACE_PART = 1 / 50;
const PACED_FOR_PAUSES = 6;

/** A circuit that says how long it will refuse, so that nothing is spent on a call that it would. */
export interface Breaker {
  readonly policy: CircuitBreakerPolicy;
  /** Waits until a call may be made, mostly not at all; it is under way until the function given back is called. Null: it is refused. Rejects with the signal. */
  enter(signal?: AbortSignal): Promise<(() => void) | null>;
  /** 0 when a call would be let through. */
  refusesForMs(): number;
  /** Lets nothing through for a while, open or not: the marketplace has said when it wants to be asked again. */
  holdFor(ms: number): void;
}

/** Told of what a circuit does. */
export interface BreakerWatcher {
  /** It refuses calls until then; `isNew` unless a trial call has failed while it was open. */
  opened(o: { readonly isNew: boolean; readonly openedAt: Date; readonly triesAgainAt: Date }): void;
  closed(): void;
}

/**
 * Opens after five failures in a row; then lets one call through at a time, after growing pauses, until one succeeds. Times that are told go by
 * the clock; how long something lasts in this process is counted as cockatiel counts it, by the machine's.
 */
export function createBreaker({ breakerOpenMs }: ResilienceTimes, watcher: BreakerWatcher, clock: Clock): Breaker {
  const pausesMs = breakerPausesMs({ breakerOpenMs });
  const policy = circuitBreaker(handleWhen(isPassing).orWhenResult((answer) => (answer as Answered).status >= 500), {
    halfOpenAfter: new IterableBackoff(pausesMs),
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  const settled = new EventEmitter().setMaxListeners(0);
  let opened = 0;
  let openedAt = new Date(0);
  let closesAt = 0;
  let heldUntil = 0;
  let failures = 0;
  let underWay = 0;
  let pacedUntil = 0;
  let nextAt = 0;
  policy.onSuccess(() => (failures = 0));
  policy.onFailure(({ handled }) => void (failures += handled ? 1 : 0));
  policy.onBreak(() => {
    const isNew = opened === 0;
    const pauseMs = pausesMs[Math.min(opened, pausesMs.length - 1)] ?? 0;
    if (isNew) openedAt = clock.now();
    closesAt = Date.now() + pauseMs;
    opened += 1;
    watcher.opened({ isNew, openedAt, triesAgainAt: new Date(clock.now().getTime() + pauseMs) });
  });
  policy.onReset(() => {
    opened = 0;
    pacedUntil = Date.now() + PACED_FOR_PAUSES * breakerOpenMs;
    watcher.closed();
  });

  function mostAtOnce(): number {
    if (policy.state !== CircuitState.Closed) return TRIAL_CALLS;
    return failures === 0 ? Infinity : Math.max(TRIAL_CALLS, FAILURES_TO_OPEN - failures);
  }

  /** Takes the next free moment of a marketplace that has just come back. */
  function waitMs(now: number): number {
    if (now >= pacedUntil) return 0;
    const at = Math.max(now, nextAt);
    nextAt = at + PACE_PART * breakerOpenMs;
    return at - now;
  }

  function leave(): void {
    underWay -= 1;
    settled.emit('one');
  }

  const breaker: Breaker = {
    policy,
    async enter(signal) {
      for (let isPaced = false; ; ) {
        if (breaker.refusesForMs() > 0) return null;
        if (underWay >= mostAtOnce()) {
          await once(settled, 'one', signal && { signal });
          continue;
        }
        const pacedForMs = isPaced ? 0 : waitMs(Date.now());
        isPaced = true;
        if (pacedForMs > 0) {
          await pause(pacedForMs, undefined, signal && { signal });
          continue;
        }
        underWay += 1;
        return leave;
      }
    },
    refusesForMs() {
      const heldForMs = Math.max(0, heldUntil - Date.now());
      if (policy.state === CircuitState.Open) return Math.max(heldForMs, closesAt - Date.now());
      return policy.state === CircuitState.HalfOpen ? Math.max(heldForMs, breakerOpenMs) : heldForMs;
    },
    holdFor(ms) {
      heldUntil = Math.max(heldUntil, Date.now() + Math.min(ms, LONGEST_HOLD_MS));
    },
  };
  return breaker;
}
