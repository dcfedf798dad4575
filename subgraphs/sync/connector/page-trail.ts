import { createHash } from 'node:crypto';
import { ConnectorError } from './connector-error.js';

/** A list that goes in a circle: to go on where it stands is of no use, it is begun anew. */
export class PageCircleError extends ConnectorError {
  constructor(how: string) {
    super({ errorClass: 'SERVER', outcome: 'REFUSED', message: `The marketplace's list goes in a circle: ${how}` });
  }
}

/** How a walk through a marketplace's pages has gone so far; of fixed size, so that it is kept with the cursor. */
export interface PageTrail {
  readonly pages: number;
  /** Pages in a row without any row. */
  readonly empty: number;
  /** Pages that showed what the noted page showed. */
  readonly alike: number;
  /** Digests of the cursor and the rows noted last. They are noted anew at each power of two, so that a circle of any length comes by them again. */
  readonly cursor: string | null;
  readonly rows: string | null;
}

export const NO_TRAIL: PageTrail = { pages: 0, empty: 0, alike: 0, cursor: null, rows: null };

/** The same rows may be shown by several windows and statuses of one walk; so often only by a marketplace that stands still. */
const MOST_ALIKE = 20;
/** A walk by windows and statuses has empty pages; years of them have fewer. */
const MOST_EMPTY = 2_000;
/** Five million rows of the smallest page. */
const MOST_PAGES = 50_000;

/**
 * The trail with one page more. `rows`: what each row is known by, with what changes when it does. Throws PageCircleError when the walk
 * goes in a circle: a cursor met before, the same rows again and again, or more pages than anybody has.
 */
export function followPage(trail: PageTrail, { next, rows }: { readonly next: string | null; readonly rows: readonly string[] }): PageTrail {
  if (next === null) return trail;
  const pages = trail.pages + 1;
  const [cursor, shown] = [digest(next), rows.length === 0 ? null : digest(JSON.stringify(rows))];
  const empty = shown === null ? trail.empty + 1 : 0;
  const alike = trail.alike + (shown !== null && shown === trail.rows ? 1 : 0);
  if (cursor === trail.cursor) throw new PageCircleError('the next page is one that was read before');
  if (alike >= MOST_ALIKE) throw new PageCircleError('the same rows come page after page');
  if (empty >= MOST_EMPTY || pages >= MOST_PAGES) throw new PageCircleError(`no end after ${pages} pages`);
  return isPowerOfTwo(pages) ? { pages, empty, alike, cursor, rows: shown ?? trail.rows } : { ...trail, pages, empty, alike };
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}
