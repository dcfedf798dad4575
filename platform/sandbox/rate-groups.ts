import type { SandboxClock } from './clock.js';

export interface RateLimit {
  /** Requests per window; `Infinity` for no limit. */
  readonly limit: number;
  readonly windowMs: number;
  /** `fixed`: the count starts anew at multiples of the window. `sliding`: any span of the window's length counts. */
  readonly kind: 'fixed' | 'sliding';
}

export interface RateVerdict {
  readonly isAllowed: boolean;
  /** Left in the window after this request. */
  readonly remaining: number;
  /** Sandbox time at which a refused request would be let through. */
  readonly resetAt: number;
}

/** Counts requests by (seller, group) on the sandbox clock. Refused requests don't count. In memory: a restart forgives. */
export interface RateGroups {
  take(seller: string, group: string, limit: RateLimit, cost?: number): RateVerdict;
  /** Current use, for the control API. */
  usage(): { seller: string; group: string; used: number }[];
  clear(): void;
}

interface Counter {
  readonly seller: string;
  readonly group: string;
  windowStart: number;
  used: number;
  /** Sliding only: times of let-through requests, oldest first. */
  times: number[];
}

export function createRateGroups(clock: Pick<SandboxClock, 'now'>): RateGroups {
  const counters = new Map<string, Counter>();

  const counterOf = (seller: string, group: string): Counter => {
    const key = `${seller}\n${group}`;
    const counter = counters.get(key) ?? { seller, group, windowStart: 0, used: 0, times: [] };
    counters.set(key, counter);
    return counter;
  };

  return {
    take: (seller, group, limit, cost = 1) => {
      const counter = counterOf(seller, group);
      return limit.kind === 'fixed' ? takeFixed(counter, limit, clock.now(), cost) : takeSliding(counter, limit, clock.now(), cost);
    },
    usage: () => [...counters.values()].map(({ seller, group, used }) => ({ seller, group, used })),
    clear: () => counters.clear(),
  };
}

function takeFixed(counter: Counter, { limit, windowMs }: RateLimit, now: number, cost: number): RateVerdict {
  const windowStart = now - (now % windowMs);
  if (counter.windowStart !== windowStart) Object.assign(counter, { windowStart, used: 0 });
  const isAllowed = counter.used + cost <= limit;
  if (isAllowed) counter.used += cost;
  return { isAllowed, remaining: Math.max(0, limit - counter.used), resetAt: windowStart + windowMs };
}

function takeSliding(counter: Counter, { limit, windowMs }: RateLimit, now: number, cost: number): RateVerdict {
  const expired = counter.times.findIndex((time) => time > now - windowMs);
  counter.times = expired === -1 ? [] : counter.times.slice(expired);
  const isAllowed = counter.times.length + cost <= limit;
  if (isAllowed && limit !== Infinity) for (let taken = 0; taken < cost; taken += 1) counter.times.push(now);
  counter.used = counter.times.length;
  return { isAllowed, remaining: Math.max(0, limit - counter.used), resetAt: (counter.times[0] ?? now) + windowMs };
}
