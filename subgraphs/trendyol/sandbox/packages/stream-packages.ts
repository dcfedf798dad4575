import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest } from '../access/errors.js';
import { numberOf, pageOf, textOf, type Query } from '../access/query.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { isStatusWanted, statusesOf } from './list-packages.js';
import type { PackageIndexEntry } from './desk.js';
import { packageView } from './package-view.js';

const DAY_MS = 86_400_000;
const LONGEST_WINDOW_MS = 14 * DAY_MS;
const HISTORY_MS = 92 * DAY_MS;

const FILTERS = ['packageItemStatuses', 'lastModifiedStartDate', 'lastModifiedEndDate'] as const;
/** As sent; null where nothing was. */
type Filters = Readonly<Record<(typeof FILTERS)[number], string | null>>;

/** Carries the filters it was made with: under it they may be left out or repeated, not changed. */
interface Cursor {
  readonly filters: Filters;
  readonly from: number;
  readonly to: number;
  readonly after: [number, number];
}

/** Packages by last change, newest first, page by page under a cursor. */
export function streamPackagesEndpoint(kernel: Kernel, desk: Desk): Endpoint {
  return {
    method: 'GET',
    path: '/order/sellers/:sellerId/orders/stream',
    quota: 'package-stream',
    style: 'order',
    handle: (call) => streamPackages(kernel, desk, call),
  };
}

function streamPackages({ clock, settings }: Kernel, desk: Desk, { sellerId, query }: ApiCall) {
  const { size } = pageOf(query, { defaultSize: 50, maxSize: 200 });
  const cursorText = textOf(query, 'nextCursor');
  const cursor = cursorText === undefined ? undefined : readCursor(cursorText, filtersOf(query));
  const filters = cursor?.filters ?? filtersOf(query);
  const statuses = statusesOf({ packageItemStatuses: [filters.packageItemStatuses ?? ''] }, 'packageItemStatuses');
  const { from, to } = cursor ?? streamWindow(query, clock.now());

  const page: PackageIndexEntry[] = [];
  for (const entry of desk.index('modified', sellerId, { from, to, isNewestFirst: true, ...(cursor ? { after: cursor.after } : {}) })) {
    if (isStatusWanted(statuses, entry.status)) page.push(entry);
    if (page.length > size) break;
  }
  const hasMore = page.length > size;
  const shown = page.slice(0, size);
  const last = shown.at(-1);
  const { orderDateOffsetMs } = settings();
  return {
    hasMore,
    nextCursor: hasMore && last ? writeCursor({ filters, from, to, after: [last.at, last.shipmentPackageId] }) : '',
    size: shown.length,
    content: shown.map((entry) => desk.byId(sellerId, entry.shipmentPackageId)).filter((one) => one !== undefined).map((one) => packageView(one, orderDateOffsetMs)),
  };
}

function filtersOf(query: Query): Filters {
  return Object.fromEntries(FILTERS.map((name) => [name, query[name]?.join(',') ?? null])) as Filters;
}

function streamWindow(query: Query, now: number): { from: number; to: number } {
  const start = numberOf(query, 'lastModifiedStartDate');
  const end = numberOf(query, 'lastModifiedEndDate');
  const to = end ?? (start === undefined ? now : Math.min(now, start + LONGEST_WINDOW_MS));
  const from = start ?? to - LONGEST_WINDOW_MS;
  if (to < from) throw badRequest('invalid.date.range', 'lastModifiedEndDate must not be before lastModifiedStartDate');
  if (to - from > LONGEST_WINDOW_MS) throw badRequest('invalid.date.range', 'The date range must not be longer than 14 days');
  if (from < now - HISTORY_MS) throw badRequest('invalid.date.range', 'Only the last 3 months can be read');
  return { from, to };
}

const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function readCursor(text: string, sent: Filters): Cursor {
  const cursor = parseCursor(text);
  if (!cursor) throw badRequest('invalid.cursor', 'nextCursor is not valid');
  const isChanged = FILTERS.some((name) => sent[name] !== null && sent[name] !== cursor.filters[name]);
  if (isChanged) throw badRequest('invalid.cursor', 'Filters must not change while nextCursor is used');
  return cursor;
}

function parseCursor(text: string): Cursor | undefined {
  try {
    const { filters, from, to, after } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Cursor>;
    const isComplete = typeof filters === 'object' && typeof from === 'number' && typeof to === 'number' && Array.isArray(after);
    return isComplete ? { filters, from, to, after } : undefined;
  } catch {
    return undefined;
  }
}
