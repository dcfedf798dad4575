import type { OrderPage } from '../../sync/connector/contract.js';
import { eachOnce } from '../../sync/connector/each-once.js';
import type { N11Context } from './client.js';
import { PACKAGE_STATUSES } from './order-status.js';
import { PAGE_SIZE, readPackagePage, WINDOW_MS } from './packages.js';
import { packageIdOf, toRemoteOrder, type N11Package } from './to-domain.js';

/** Neighbouring windows share this much, since it is not known whether N11's bounds are inclusive. */
const OVERLAP_MS = 5 * 60_000;
/** N11 serves nothing older. */
const EARLIEST_MS = Date.parse('2024-11-01T00:00:00+03:00');

/** Where a walk through the changed packages stands; travels as the cursor. */
export interface Walk {
  /** The window being read; an open end reaches 15 days forward, past any difference of clocks. */
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly statusIndex: number;
  /** Start of what is left of the window for this status: the last movement seen. */
  readonly resumeMs: number;
  readonly page: number;
}

/** Packages that moved since a moment: window by window, oldest first, one call per status and page. */
export async function changedSince(context: N11Context, since: Date, cursor: string | null): Promise<OrderPage> {
  const nowMs = context.now().getTime();
  const walk = cursor === null ? firstWalk(since.getTime(), nowMs) : (JSON.parse(cursor) as Walk);
  const { rows, unreadable, totalPages } = await readPackagePage(context, {
    status: PACKAGE_STATUSES[walk.statusIndex] ?? 'Created',
    startDate: walk.resumeMs,
    ...(walk.toMs === null ? {} : { endDate: walk.toMs }),
    orderByField: true,
    orderByDirection: 'ASC',
    page: walk.page,
  });
  const next = nextWalk(walk, rows, nowMs, { rowsOnPage: rows.length + unreadable.length, totalPages });
  return { items: eachOnce(rows, packageAndLines).map(toRemoteOrder), unreadable, next: next === null ? null : JSON.stringify(next) };
}

export function firstWalk(sinceMs: number, nowMs: number): Walk {
  return windowFrom(Math.max(sinceMs, EARLIEST_MS), nowMs);
}

/** Without an id of its own a package is told from another of its order by what is in it. */
function packageAndLines(row: N11Package): string {
  return [packageIdOf(row), ...row.lines.map(({ orderLineId }) => orderLineId)].join(' ');
}

/** The next step of the walk: further in this status, the next status, the next window; null at the end. */
export function nextWalk(walk: Walk, rows: readonly Pick<N11Package, 'lastModifiedDate'>[], nowMs: number, { rowsOnPage = rows.length, totalPages = null }: { readonly rowsOnPage?: number; readonly totalPages?: number | null } = {}): Walk | null {
  const further = rowsOnPage >= PAGE_SIZE ? furtherInStatus(walk, rows) : null;
  if (further !== null && (further.page === 0 || further.page < (totalPages ?? Number.POSITIVE_INFINITY))) return further;
  if (walk.statusIndex + 1 < PACKAGE_STATUSES.length) return { ...walk, statusIndex: walk.statusIndex + 1, resumeMs: walk.fromMs, page: 0 };
  return walk.toMs === null ? null : windowFrom(walk.toMs - OVERLAP_MS, nowMs);
}

/**
 * A package that changes status while its list is being paged leaves the list, and all rows behind it move up a place:
 * counting pages would then skip one for good. So the next page starts at the last movement seen. Pages are counted only
 * where a whole page shares one moment, or N11 did not sort as asked.
 */
function furtherInStatus(walk: Walk, rows: readonly Pick<N11Package, 'lastModifiedDate'>[]): Walk {
  const last = rows.at(-1)?.lastModifiedDate ?? walk.resumeMs;
  const isSorted = rows.every((row, index) => index === 0 || row.lastModifiedDate >= (rows[index - 1]?.lastModifiedDate ?? 0));
  return isSorted && last > walk.resumeMs ? { ...walk, resumeMs: last, page: 0 } : { ...walk, page: walk.page + 1 };
}

function windowFrom(fromMs: number, nowMs: number): Walk {
  const endMs = fromMs + WINDOW_MS;
  return { fromMs, toMs: endMs >= nowMs ? null : endMs, statusIndex: 0, resumeMs: fromMs, page: 0 };
}
