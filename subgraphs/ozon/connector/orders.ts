import { z } from 'zod';
import { ConnectorError, type OrderPage, type OrderPort, type RemoteOrder, type UnreadableRow } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { unreadableAnswer } from './errors.js';
import { acceptPosting, shipPosting } from './pack.js';
import { cancelLines, cancelReasons } from './cancel-lines.js';
import { postingSchema } from './posting.js';
import { revisionOf } from './revisions.js';
import { joinOrders, toRemoteOrder } from './to-domain.js';
import { keptWarehouse } from './warehouse.js';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** Lists reach back a year; a day ahead keeps clocks that differ from hiding the newest orders. */
const REACH_MS = 363 * DAY_MS;
/** FBO lists cannot be asked by change, and nobody promises that a new posting counts as changed: what is read anew besides, and how often. */
const SWEPT_MS = 30 * DAY_MS;
const SWEEP_EVERY_MS = 600_000;
/** No shop has as many changes in one poll: a cursor that goes in circles ends here. */
const MOST_PAGES = 5_000;

export const orders: OrderPort<OzonCredentials> = { changedSince, byNumber, accept: acceptPosting, ship: shipPosting, cancelLines, cancelReasons };

const pageSchema = z.looseObject({ postings: z.array(z.unknown()), cursor: optionalText, has_next: z.boolean().nullish() });

const LISTS = ['FBS', 'UNFULFILLED', 'FBO'] as const;

interface Position {
  readonly list: (typeof LISTS)[number];
  readonly cursor: string;
  readonly page: number;
  /** Of the whole poll, so that pages and their cursor belong to one question. */
  readonly untilMs: number;
  readonly isSweep: boolean;
}

/** First what changed of the seller's own deliveries, then now and then all that wait to be packed, then what Ozon's warehouses sold. */
async function changedSince(context: OzonContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const position: Position = cursor === null ? await firstPosition(context) : (JSON.parse(cursor) as Position);
  const askedAt = context.now();
  const { postings, cursor: next, has_next } = await readPage(context, since, position);
  const isMore = has_next === true && next !== null && next !== position.cursor && position.page < MOST_PAGES;
  return { ...(await readRows(context, postings, position.list === 'FBO', askedAt)), next: nextPosition(position, isMore ? next : null) };
}

async function firstPosition(context: OzonContext): Promise<Position> {
  const key = `ozon:swept:${context.store.storeId}`;
  const isSweep = (await context.cache.get(key)) === null;
  if (isSweep) await context.cache.set(key, '1', SWEEP_EVERY_MS);
  return { list: 'FBS', cursor: '', page: 0, untilMs: context.now().getTime() + DAY_MS, isSweep };
}

function nextPosition(position: Position, cursor: string | null): string | null {
  if (cursor !== null) return JSON.stringify({ ...position, cursor, page: position.page + 1 });
  const further = LISTS.slice(LISTS.indexOf(position.list) + 1).filter((list) => list !== 'UNFULFILLED' || position.isSweep);
  return further[0] === undefined ? null : JSON.stringify({ ...position, list: further[0], cursor: '', page: 0 });
}

function readPage(context: OzonContext, since: Date, { list, cursor, untilMs, isSweep }: Position): Promise<z.infer<typeof pageSchema>> {
  const sweptFromMs = untilMs - DAY_MS - SWEPT_MS;
  const body = { cursor, limit: PAGE_SIZE, sort_dir: 'ASC', with: { analytics_data: true, financial_data: true } };
  switch (list) {
    case 'FBS':
      return call(context, 'orders.list', { ...body, filter: { since: iso(untilMs - DAY_MS - REACH_MS), to: iso(untilMs), last_changed_status_date: { from: since.toISOString(), to: iso(untilMs) } } }, pageSchema, { personal: true });
    case 'UNFULFILLED':
      return call(context, 'orders.unfulfilled', { ...body, filter: { cutoff_from: iso(sweptFromMs), cutoff_to: iso(untilMs + SWEPT_MS) } }, pageSchema, { personal: true });
    case 'FBO':
      return call(context, 'orders.listFbo', { ...body, filter: { since: iso(isSweep ? Math.min(since.getTime(), sweptFromMs) : Math.max(since.getTime(), untilMs - DAY_MS - REACH_MS)), to: iso(untilMs) } }, pageSchema, { personal: true });
    default:
      return list satisfies never;
  }
}

/** Rows that cannot be read are handed on as they came. */
async function readRows(context: OzonContext, rows: readonly unknown[], isFbo: boolean, askedAt: Date): Promise<{ readonly items: readonly RemoteOrder[]; readonly unreadable: readonly UnreadableRow[] }> {
  const items: RemoteOrder[] = [];
  const unreadable: UnreadableRow[] = [];
  const keptWarehouseId = rows.length > 0 && !isFbo ? await keptWarehouseOrNone(context) : null;
  for (const row of rows) {
    const parsed = postingSchema.safeParse(row);
    if (parsed.success) items.push(toRemoteOrder({ posting: parsed.data, isFbo, revision: await revisionOf(context, parsed.data, askedAt), fallback: context.store.currency, keptWarehouseId }));
    else unreadable.push({ reason: unreadableAnswer('a posting', false, parsed.error).message, text: JSON.stringify(row) });
  }
  return { items: joinOrders(items), unreadable };
}

/** Orders are read whatever becomes of the question for warehouses. */
async function keptWarehouseOrNone(context: OzonContext): Promise<string | null> {
  try {
    const { warehouseId } = await keptWarehouse(context);
    return warehouseId === null ? null : String(warehouseId);
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

/** All postings of an order, whoever delivers them. */
async function byNumber(context: OzonContext, orderNumber: string): Promise<RemoteOrder | null> {
  const askedAt = context.now();
  const nowMs = askedAt.getTime();
  const filter = { since: iso(nowMs - REACH_MS), to: iso(nowMs + DAY_MS), order_numbers: [orderNumber] };
  const body = { filter, cursor: '', limit: PAGE_SIZE, sort_dir: 'ASC', with: { analytics_data: true, financial_data: true } };
  const own = await call(context, 'orders.list', body, pageSchema, { personal: true });
  const fbo = await call(context, 'orders.listFbo', body, pageSchema, { personal: true });
  const read = [await readRows(context, own.postings, false, askedAt), await readRows(context, fbo.postings, true, askedAt)];
  if (read.some(({ unreadable }) => unreadable.length > 0)) throw unreadableAnswer(`a posting of order ${orderNumber}`, false);
  return joinOrders(read.flatMap(({ items }) => items)).find(({ remoteOrderId }) => remoteOrderId === orderNumber) ?? null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
