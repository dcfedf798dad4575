import { setTimeout as pause } from 'node:timers/promises';
import type { Book } from './campaign/book.js';
import { openWork, type OpenWork } from './campaign/open-work.js';
import type { Stage } from './campaign/stage.js';
import { whatHolds } from './campaign/what-holds.js';

export interface RestOptions {
  readonly stage: Pick<Stage, 'ledger'>;
  readonly book: Book;
  /** The shops' names by their stores' ids. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly restWithinMs: number;
  readonly say: (text: string) => void;
}

const LOOK_EVERY_MS = 300;
const TELL_EVERY_MS = 10_000;
const TELL_AT_MOST = 8;

/** Until the ledger has nothing left to do, twice in a row, as one look is not one moment; answers what was left when the time was up. */
export async function untilRest({ stage: { ledger }, book, nameOf, restWithinMs, say }: RestOptions): Promise<{ readonly tookMs: number; readonly left: OpenWork }> {
  const startedAt = performance.now();
  let toldMs = 0;
  let calm = 0;
  for (;;) {
    const left = await openWork(ledger.db, book);
    calm = Object.keys(left).length === 0 ? calm + 1 : 0;
    const tookMs = Math.round(performance.now() - startedAt);
    if (calm === 2 || tookMs > restWithinMs) return { tookMs, left };
    if (tookMs >= toldMs + TELL_EVERY_MS) {
      toldMs = tookMs;
      const holdups = await whatHolds(ledger.db, book, nameOf);
      book.note('holds', { left, holdups });
      say(`not yet at rest: ${JSON.stringify(left)}`);
      for (const holdup of holdups.slice(0, TELL_AT_MOST)) say(`  ${holdup}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}
