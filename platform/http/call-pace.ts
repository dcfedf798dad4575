/** Why a store is called less at once. RATE_LIMITED: 429. UNAVAILABLE: 503 or 504. TIMEOUT: no answer in time. SLOW: answers take much longer than the best have. */
export const SLOWDOWN_CAUSES = ['RATE_LIMITED', 'UNAVAILABLE', 'TIMEOUT', 'SLOW'] as const;
export type SlowdownCause = (typeof SLOWDOWN_CAUSES)[number];

/** How many calls of one store may be under way at once. */
export interface CallPace {
  /** Between 1 and what is declared; grows by less than one at a time. */
  readonly limit: number;
  /** The last time it was cut, and why; null before. */
  readonly cut: { readonly atMs: number; readonly cause: SlowdownCause } | null;
}

/** How long answers to one kind of call take. */
export interface Latency {
  readonly bestMs: number;
  readonly usualMs: number;
}

export interface EndedCall {
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  /** Calls of the store under way together with it, itself included. */
  readonly underWay: number;
  /** Null: it was answered, whatever the answer. */
  readonly trouble: SlowdownCause | null;
  /** As known with this call's answer; null when it had none. */
  readonly latency: Latency | null;
}

export const FORGOTTEN_AFTER_MS = 600_000;
const HALF = 0.5;
const LEAST_CUT = 0.9;
/** Answers may take this many times the best, and a second more, before they count as slow: small ones vary by themselves, and with how busy this machine is. */
const TOLERATED_TIMES = 2;
const TOLERATED_MS = 1_000;
/** How fast the usual follows the last answer, and the best the usual: who has become slower for good is the new best after some hundred calls. */
const USUAL_FOLLOWS = 0.25;
const BEST_FOLLOWS = 0.01;

/**
 * One more at a time for as many calls as are allowed while all goes well; half as many after a refusal for too many, less by
 * as much as answers have become slower. Trouble of calls that were under way together counts once.
 */
export function paceAfter(pace: CallPace, call: EndedCall, most: number): CallPace {
  const tolerated = call.latency && TOLERATED_TIMES * call.latency.bestMs + TOLERATED_MS;
  const cause = call.trouble ?? (call.latency && tolerated !== null && call.latency.usualMs > tolerated ? 'SLOW' : null);
  if (cause === null) return faster(pace, call, most);
  if (pace.cut && call.beganAtMs < pace.cut.atMs) return pace;
  const times = cause === 'SLOW' && call.latency && tolerated !== null ? Math.min(LEAST_CUT, Math.max(HALF, tolerated / call.latency.usualMs)) : HALF;
  return { limit: Math.max(1, Math.min(pace.limit, call.underWay) * times), cut: { atMs: call.endedAtMs, cause } };
}

/** What was learnt ten minutes ago says nothing any more. */
export function paceAt(pace: CallPace, nowMs: number, most: number): CallPace {
  if (!pace.cut || nowMs - pace.cut.atMs < FORGOTTEN_AFTER_MS) return pace;
  return { limit: most, cut: null };
}

/** Only what is used up is raised: whoever calls one after the other learns nothing of ten at once. */
function faster(pace: CallPace, { underWay }: EndedCall, most: number): CallPace {
  if (pace.limit >= most || underWay < pace.limit / 2) return pace;
  return { ...pace, limit: Math.min(most, pace.limit + 1 / pace.limit) };
}

export function latencyAfter(latency: Latency | undefined, durationMs: number): Latency {
  if (!latency) return { bestMs: durationMs, usualMs: durationMs };
  const usualMs = latency.usualMs + USUAL_FOLLOWS * (durationMs - latency.usualMs);
  return { usualMs, bestMs: Math.min(durationMs, latency.bestMs + BEST_FOLLOWS * Math.max(0, usualMs - latency.bestMs)) };
}
