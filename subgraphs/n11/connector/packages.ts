import type { RemoteOrder, UnreadableRow } from '../../sync/connector/contract.js';
import { call, query, type N11Context } from './client.js';
import { unreadableAnswer } from './errors.js';
import { packagePageSchema, packageSchema, toRemoteOrder, type N11Package } from './to-domain.js';

export const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** N11 silently cuts a wider window to the 15 days before its end; a little less keeps clear of the edge. */
export const WINDOW_MS = 14.5 * DAY_MS;
/** How far back an order is looked for by its number: about two months, in windows. */
const SEARCHED_WINDOWS = 4;

export interface PackageFilter {
  readonly status?: string;
  readonly startDate?: number;
  readonly endDate?: number;
  readonly orderNumber?: string;
  readonly orderByField?: boolean;
  readonly orderByDirection?: 'ASC' | 'DESC';
  readonly page: number;
}

export interface PackagePage {
  readonly rows: readonly N11Package[];
  readonly unreadable: readonly UnreadableRow[];
  /** N11's word on how many pages there are. */
  readonly totalPages: number | null;
}

/** One page of the package list; rows that cannot be read are handed on as they came. */
export async function readPackagePage(context: N11Context, filter: PackageFilter): Promise<PackagePage> {
  const path = `/rest/delivery/v1/shipmentPackages${query({ ...filter, size: PAGE_SIZE })}`;
  const answer = await call(context, { group: 'shipment-packages', operation: 'orders.list', method: 'GET', path, personal: true }, packagePageSchema);
  const read = answer.content.map(readRow);
  return { rows: read.flatMap(({ row }) => row ?? []), unreadable: read.flatMap(({ unreadable }) => unreadable ?? []), totalPages: answer.totalPages ?? null };
}

/** All packages of an order, oldest first; empty when N11 has none of that number in the last two months. Throws when one cannot be read. */
export async function readOrderPackages(context: N11Context, orderNumber: string): Promise<readonly N11Package[]> {
  const { rows, isWhole } = await readReadablePackages(context, orderNumber);
  if (!isWhole) throw unreadableAnswer('an order package', false);
  return rows;
}

/** The same, without those that cannot be read. */
export async function readReadablePackages(context: N11Context, orderNumber: string): Promise<{ readonly rows: readonly N11Package[]; readonly isWhole: boolean }> {
  const nowMs = context.now().getTime();
  for (let back = 0; back < SEARCHED_WINDOWS; back += 1) {
    const startDate = nowMs - (back + 1) * WINDOW_MS;
    // The newest window has no end, so that a clock ahead of ours hides nothing.
    const { rows, unreadable } = await readPackagePage(context, { orderNumber, startDate, ...(back === 0 ? {} : { endDate: startDate + WINDOW_MS }), page: 0 });
    const found = rows.filter((row) => row.orderNumber === orderNumber);
    if (found.length + unreadable.length > 0) return { rows: found, isWhole: unreadable.length === 0 };
  }
  return { rows: [], isWhole: true };
}

export function toOrder(rows: readonly N11Package[]): RemoteOrder | null {
  const [first, ...others] = rows.map(toRemoteOrder);
  return first === undefined ? null : { ...first, packages: [first, ...others].flatMap((order) => order.packages) };
}

function readRow(row: unknown): { readonly row?: N11Package; readonly unreadable?: UnreadableRow } {
  const parsed = packageSchema.safeParse(row);
  if (parsed.success) return { row: parsed.data };
  return { unreadable: { reason: unreadableAnswer('an order package', false, parsed.error).message, text: JSON.stringify(row) } };
}
