import type { RateGroups } from '../../../../platform/sandbox/rate-groups.js';
import type { Kernel } from '../kernel.js';
import { CODE, OzonError } from './errors.js';

export interface MethodLimit {
  readonly limit: number;
  readonly windowMs: number;
}

const ALL_PER_SECOND: MethodLimit = { limit: 50, windowMs: 1_000 };
const MINUTE_MS = 60_000;

export interface QuotaDoor {
  /** Counts one request, or throws 429; refused ones add up until the circle opens. */
  pass(clientId: string, path: string, own: MethodLimit | undefined): void;
  /** Closes every open circle. */
  clear(): void;
}

/** 50 requests a second over all methods, some methods' own limit, and the breaker that opens under lasting overload. */
export function createQuotaDoor(rates: RateGroups, { clock, settings }: Pick<Kernel, 'clock' | 'settings'>): QuotaDoor {
  const openUntil = new Map<string, number>();

  const refuse = (clientId: string): OzonError => {
    const { circleOpensAfter, circleOpenMs } = settings();
    if (circleOpensAfter > 0 && !rates.take(clientId, 'refused', { limit: circleOpensAfter, windowMs: MINUTE_MS, kind: 'sliding' }).isAllowed) openUntil.set(clientId, clock.now() + circleOpenMs);
    return new OzonError(429, CODE.exhausted, 'You have reached request rate limit per second');
  };

  return {
    pass(clientId, path, own) {
      const { quotaScale } = settings();
      if (quotaScale === 0) return;
      if ((openUntil.get(clientId) ?? 0) > clock.now()) throw new OzonError(429, CODE.exhausted, 'Circle is open');
      const isAllowed = ({ limit, windowMs }: MethodLimit, group: string): boolean => rates.take(clientId, group, { limit: limit * quotaScale, windowMs, kind: 'sliding' }).isAllowed;
      if (!isAllowed(ALL_PER_SECOND, 'all')) throw refuse(clientId);
      if (own && !isAllowed(own, path)) throw refuse(clientId);
    },
    clear: () => openUntil.clear(),
  };
}
