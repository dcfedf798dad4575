import type { Clock } from '../../../platform/clock.js';
import type { MarketplaceHttp, MarketplaceResponse } from '../../../platform/http/contract.js';
import type { ConnectorContext } from './contract.js';

/** The clock of one store's marketplace, by which it stamps its orders and returns, as far as its answers have told it. */
export interface MarketplaceClock {
  /** Its time; ours until it has answered, and less than two seconds behind or ahead of it afterwards. */
  now(): Date;
  /** The same client; the answers to calls about orders and to lists of returns set this clock: the same host gives both. Other calls may be answered by other hosts, with clocks of their own. */
  listening(http: MarketplaceHttp): MarketplaceHttp;
}

export interface MarketplaceClocks {
  ofStore(storeId: string): MarketplaceClock;
}

/** Kept in memory: a process learns each clock from the first answer about orders or returns that it gets. */
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

/** Not all of `claims.`: a report of returns is fetched from a host for documents. */
const TELLS_THE_TIME = /^orders\.|^returns\.|^claims\.list$/;

export function createMarketplaceClock(clock: Clock): MarketplaceClock {
  let aheadMs = 0;
  return {
    now: () => new Date(clock.now().getTime() + aheadMs),
    listening: (http) => ({
      async send(request, signal) {
        const askedAtMs = clock.now().getTime();
        const answer = await http.send(request, signal);
        if (TELLS_THE_TIME.test(request.operation)) aheadMs = aheadAfter(aheadMs, { askedAtMs, answeredAtMs: clock.now().getTime(), headers: answer.headers });
        return answer;
      },
    }),
  };
}

/** The clock may be so much behind or ahead of what is stamped now: `Date` tells whole seconds. */
const KNOWN_TO_MS = 2_000;

/** The end of a window over times that a marketplace stamps: nothing that there is was stamped later. */
export function latestStamp(context: Pick<ConnectorContext<unknown>, 'marketplaceNow'>): Date {
  return new Date(context.marketplaceNow().getTime() + KNOWN_TO_MS);
}

/** A window over such times up to now. It begins now at the latest: some marketplaces refuse one that begins in their future. */
export function stampedSince(context: Pick<ConnectorContext<unknown>, 'marketplaceNow'>, since: Date): { readonly from: Date; readonly to: Date } {
  return { from: new Date(Math.min(since.getTime(), context.marketplaceNow().getTime() - KNOWN_TO_MS)), to: latestStamp(context) };
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
