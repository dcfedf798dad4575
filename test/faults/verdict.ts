import type { Book } from './campaign/book.js';
import type { OpenWork } from './campaign/open-work.js';
import type { Shop } from './campaign/shops/shop.js';

/** One promise of the hub, how often it was looked at, and every time it was broken. */
export interface Verdict {
  readonly promise: string;
  readonly checked: number;
  readonly violations: readonly string[];
}

/** What every run is judged by. */
export interface CommonEvidence {
  readonly book: Book;
  readonly shops: readonly Shop[];
  /** By the names of the shops. */
  readonly storeIds: ReadonlyMap<string, string>;
  /** What was still to be done when it was waited for no longer. */
  readonly left: OpenWork;
}

export function nothingIsLeftOpen(left: OpenWork, checked: number): Verdict {
  return { promise: 'nothing in the ledger is left open', checked, violations: Object.entries(left).map(([what, count]) => `${count} ${what}`) };
}
