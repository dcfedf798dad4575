import { packageRow, type ShipmentPackage } from './shipment-package.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_MS = 15 * DAY_MS;
const MAX_SIZE = 100;
const DEFAULT_SIZE = 20;
/** Nothing older is served. */
const EARLIEST_MS = Date.parse('2024-11-01T00:00:00+03:00');

export interface PackageQuery {
  readonly fromMs: number;
  readonly toMs: number;
  /** The window applies to the last movement instead of the creation. */
  readonly byModification: boolean;
  readonly descending: boolean;
  readonly status: string | undefined;
  readonly orderNumber: string | undefined;
  readonly packageIds: readonly string[];
  readonly sender: string;
  readonly page: number;
  readonly size: number;
}

/** Reads the query as N11 does: whatever is wrong, too large or too wide is silently clamped or ignored. */
export function readPackageQuery(query: Readonly<Record<string, unknown>>, nowMs: number): PackageQuery {
  return {
    ...resolveWindow(number(query['startDate']), number(query['endDate']), nowMs),
    byModification: one(query['orderByField']) === 'true',
    descending: one(query['orderByDirection'])?.toUpperCase() === 'DESC',
    status: one(query['status']),
    orderNumber: one(query['orderNumber']),
    packageIds: one(query['packageIds'])?.split(',').map((id) => id.trim()) ?? [],
    sender: one(query['sender'])?.toUpperCase() ?? 'SELLER',
    page: Math.max(0, Math.trunc(number(query['page']) ?? 0)),
    size: Math.min(MAX_SIZE, Math.max(1, Math.trunc(number(query['size']) ?? DEFAULT_SIZE))),
  };
}

/** At most 15 days: forward from a lone start, back from a lone end; a wider window becomes the 15 days before its end. */
export function resolveWindow(startMs: number | undefined, endMs: number | undefined, nowMs: number): { fromMs: number; toMs: number } {
  const window = unclamped(startMs, endMs, nowMs);
  return { fromMs: Math.max(EARLIEST_MS, window.toMs - WINDOW_MS, window.fromMs), toMs: window.toMs };
}

/** Whether a package answers the query. One status at a time; an unknown one matches nothing. */
export function matches(query: PackageQuery, pkg: ShipmentPackage): boolean {
  const atMs = query.byModification ? pkg.modifiedAtMs : pkg.createdAtMs;
  return (
    atMs >= query.fromMs &&
    atMs <= query.toMs &&
    (query.status === undefined || query.status.toLowerCase() === pkg.status.toLowerCase()) &&
    (query.orderNumber === undefined || query.orderNumber === pkg.orderNumber) &&
    (query.packageIds.length === 0 || query.packageIds.includes(pkg.id)) &&
    query.sender !== 'N11'
  );
}

/** The answer: N11's own envelope, whose `pageCount` is the number of rows on this page. */
export function packagePage(packages: readonly ShipmentPackage[], query: PackageQuery): object {
  const found = packages.filter((pkg) => matches(query, pkg)).sort((a, b) => byMovement(a, b) * (query.descending ? -1 : 1));
  const content = found.slice(query.page * query.size, (query.page + 1) * query.size).map(packageRow);
  return { pageCount: content.length, totalPages: Math.ceil(found.length / query.size), page: query.page, size: query.size, content };
}

function unclamped(startMs: number | undefined, endMs: number | undefined, nowMs: number): { fromMs: number; toMs: number } {
  if (startMs !== undefined && endMs !== undefined) return { fromMs: startMs, toMs: endMs };
  if (startMs !== undefined) return { fromMs: startMs, toMs: startMs + WINDOW_MS };
  const toMs = endMs ?? nowMs;
  return { fromMs: toMs - WINDOW_MS, toMs };
}

function byMovement(a: ShipmentPackage, b: ShipmentPackage): number {
  return a.modifiedAtMs - b.modifiedAtMs || a.id.localeCompare(b.id);
}

function one(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

function number(value: unknown): number | undefined {
  const read = Number(one(value) ?? Number.NaN);
  return Number.isFinite(read) ? read : undefined;
}
