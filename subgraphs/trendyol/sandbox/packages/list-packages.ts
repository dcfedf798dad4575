import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, TrendyolError } from '../access/errors.js';
import { listOf, numberOf, pageFrom, pageOf, textOf, wordOf, type PageRequest, type Query } from '../access/query.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { PACKAGE_STATUSES, type PackageStatus, type ShipmentPackage } from './package.js';
import { packageView } from './package-view.js';

const DAY_MS = 86_400_000;
const DEFAULT_WINDOW_MS = 7 * DAY_MS;
const LONGEST_WINDOW_MS = 14 * DAY_MS;
const HISTORY_MS = 30 * DAY_MS;
const REACHABLE = 10_000;
const MOST_PACKAGE_IDS = 50;

/** The V2 list, and V1 where it used to be. */
export function listPackagesEndpoints(kernel: Kernel, desk: Desk): Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/order/sellers/:sellerId/v2/orders',
      quota: 'package-list',
      style: 'order',
      handle: (call) => listPackages(kernel, desk, call),
    },
    {
      method: 'GET',
      path: '/order/sellers/:sellerId/orders',
      quota: 'package-list',
      style: 'order',
      handle: () => {
        throw new TrendyolError(426, 'upgrade.required', 'This endpoint is temporarily unavailable due to a scheduled brownout. Please use /v2/orders.');
      },
    },
  ];
}

function listPackages({ clock, settings }: Kernel, desk: Desk, { sellerId, query }: ApiCall) {
  const now = clock.now();
  const request = pageOf(query, { defaultSize: 50, maxSize: 200 });
  if ((request.page + 1) * request.size > REACHABLE) throw new TrendyolError(429, 'too.many.requests', `At most ${REACHABLE} packages can be listed; narrow the window.`);
  const statuses = statusesOf(query, 'status');
  const { orderDateOffsetMs } = settings();
  const view = (one: ShipmentPackage) => packageView(one, orderDateOffsetMs);

  const named = namedPackages(desk, sellerId, query);
  if (named) {
    const wanted = named.filter((one) => isStatusWanted(statuses, one.status) && one.lastModifiedDate >= now - HISTORY_MS);
    return pageFrom(pageSlice(wanted, request).map(view), wanted.length, request);
  }
  const by = (wordOf(query, 'orderByField', ['PackageLastModifiedDate', 'CreatedDate']) ?? 'PackageLastModifiedDate') === 'CreatedDate' ? 'created' : 'modified';
  const isNewestFirst = (wordOf(query, 'orderByDirection', ['ASC', 'DESC']) ?? 'DESC') === 'DESC';
  const { from, to } = listWindow(query, now);
  const found = [...desk.index(by, sellerId, { from: Math.max(from, now - HISTORY_MS), to, isNewestFirst })].filter((entry) => isStatusWanted(statuses, entry.status));
  const content = pageSlice(found, request).map((entry) => desk.byId(sellerId, entry.shipmentPackageId)).filter((one) => one !== undefined);
  return pageFrom(content.map(view), found.length, request);
}

const pageSlice = <T>(all: readonly T[], { page, size }: PageRequest): T[] => all.slice(page * size, (page + 1) * size);

/** A single look-up needs no window. */
function namedPackages(desk: Desk, sellerId: number, query: Query): ShipmentPackage[] | undefined {
  const orderNumber = textOf(query, 'orderNumber');
  const ids = listOf(query, 'shipmentPackageIds');
  if (ids.length > MOST_PACKAGE_IDS) throw badRequest('invalid.shipmentPackageIds', `At most ${MOST_PACKAGE_IDS} shipmentPackageIds`);
  if (ids.length > 0) return ids.map((id) => desk.byId(sellerId, Number(id))).filter((one) => one !== undefined);
  return orderNumber === undefined ? undefined : desk.byOrder(orderNumber).filter((one) => one.supplierId === sellerId);
}

function listWindow(query: Query, now: number): { from: number; to: number } {
  const start = numberOf(query, 'startDate');
  const end = numberOf(query, 'endDate');
  if (start === undefined) return { from: (end ?? now) - DEFAULT_WINDOW_MS, to: end ?? now };
  const to = end ?? Math.min(now, start + LONGEST_WINDOW_MS);
  if (to < start) throw badRequest('invalid.date.range', 'endDate must not be before startDate');
  if (to - start > LONGEST_WINDOW_MS) throw badRequest('invalid.date.range', 'The date range must not be longer than 2 weeks');
  return { from: start, to };
}

/** A comma list of statuses, compared without regard to case; undefined for all. */
export function statusesOf(query: Query, name: string): ReadonlySet<PackageStatus> | undefined {
  const words = listOf(query, name);
  if (words.length === 0) return undefined;
  return new Set(
    words.map((word) => {
      const status = PACKAGE_STATUSES.find((one) => one.toLowerCase() === word.toLowerCase());
      if (!status) throw badRequest(`invalid.${name}`, `Unknown status: ${word}`);
      return status;
    }),
  );
}

export function isStatusWanted(wanted: ReadonlySet<PackageStatus> | undefined, status: PackageStatus): boolean {
  return wanted === undefined || wanted.has(status);
}
