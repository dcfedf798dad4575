import type { MarketplaceHttp } from '../../../platform/http/contract.js';
import type { Currency } from '../../../platform/money.js';
import type { Bank, Bulletin } from '../domain/bulletin.js';
import type { FeedCalendar } from '../domain/feed-plan.js';

/** One central bank's daily rates, as the hub reads them. Every method throws only FeedError; anything else is a bug. */
export interface RateFeed {
  readonly bank: Bank;
  /** The currency its quotes are in. */
  readonly base: Currency;
  readonly defaultBaseUrl: string;
  readonly calendar: FeedCalendar;
  /** The newest rates the bank has published; `http` already archives, times out and repeats. */
  fetchNewest(http: MarketplaceHttp): Promise<Bulletin>;
  /** What is in force on a day (`2026-11-20`), for a bank whose newest rates are for a day to come; absent where they never are. */
  fetchDay?(http: MarketplaceHttp, day: string): Promise<Bulletin>;
}

/** UNREACHABLE: no answer, or one that says "later". REFUSED: an answer that will be the same again. UNREADABLE: not what the bank is known to publish. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly kind: 'UNREACHABLE' | 'REFUSED' | 'UNREADABLE';

  constructor(kind: FeedError['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
