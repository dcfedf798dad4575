import type { Clock } from '../../../platform/clock.js';
import type { MarketplaceHttp, MarketplaceResponse } from '../../../platform/http/contract.js';

/** The clock of one store's marketplace, by which it stamps its orders, as far as its answers have told it. */
export interface MarketplaceClock {
  /** Its time; ours until it has answered, and less than two seconds behind it afterwards. */
  now(): Date;
  /** The same client; the answers to calls about orders set this clock. Other calls may be answered by other hosts, with clocks of their own. */
  listening(http: MarketplaceHttp): MarketplaceHttp;
}

export interface MarketplaceClocks {
  ofStore(storeId: string): MarketplaceClock;
}

/** Kept in memory: a process learns each clock from the first answer about orders that it gets. */
export function createMarketplaceClocks(clock: Clock): MarketplaceClocks {
  const known = new Map<string, MarketplaceClock>();
  return {
    ofStore(storeId) {
      const one = known.get(storeId) ?? createMarketplaceClock(clock);
      known.set(storeId, one);
      return one;
    },
  };
}

export function createMarketplaceClock(clock: Clock): MarketplaceClock {
  let aheadMs = 0;
  return {
    now: () => new Date(clock.now().getTime() + aheadMs),
    listening: (http) => ({
      async send(request, signal) {
        const askedAtMs = clock.now().getTime();
        const answer = await http.send(request, signal);
        if (request.operation.startsWith('orders.')) aheadMs = aheadAfter(aheadMs, { askedAtMs, answeredAtMs: clock.now().getTime(), headers: answer.headers });
        return answer;
      },
    }),
  };
}

export interface TimedAnswer extends Pick<MarketplaceResponse, 'headers'> {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

/** `Date` tells whole seconds. */
const SECOND_MS = 1_000;
/** No clock in use is so wrong; an answer that was kept on its way, or written by a machine in between, may be. */
const WRONGEST_MS = 3_600_000;

/**
 * How far a marketplace's clock is ahead of ours, after an answer: it was made between our asking and our hearing it. What is
 * known stays while it agrees with that, so that slow answers and whole seconds do not move it.
 * Source: RFC 9110, section 6.6.1 (`Date`), and RFC 9111, section 5.1 (`Age`: the answer is not new).
 */
export function aheadAfter(knownMs: number, { askedAtMs, answeredAtMs, headers }: TimedAnswer): number {
  const toldMs = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(toldMs) || headers['age'] !== undefined) return knownMs;
  const [leastMs, mostMs] = [toldMs - answeredAtMs, toldMs + SECOND_MS - askedAtMs];
  const aheadMs = Math.min(Math.max(knownMs, leastMs), mostMs);
  return Math.abs(aheadMs) > WRONGEST_MS ? knownMs : aheadMs;
}
