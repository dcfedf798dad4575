import { z } from 'zod';
import type { OrderPage, OrderPort, RemoteOrder, UnreadableRow } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { unreadableAnswer } from './errors.js';
import { acceptPosting, shipPosting } from './pack.js';
import { cancelLines } from './cancel-lines.js';
import { postingSchema } from './posting.js';
import { revisionOf } from './revisions.js';
import { joinOrders, toRemoteOrder } from './to-domain.js';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** Lists reach back a year; a day ahead keeps clocks that differ from hiding the newest orders. */
const REACH_MS = 363 * DAY_MS;
/** FBO lists cannot be asked by change: how far back they are read anew, and how often. */
const FBO_REACH_MS = 30 * DAY_MS;
const FBO_SWEEP_EVERY_MS = 600_000;
/** No shop has as many changes in one poll: a cursor that goes in circles ends here. */
const MOST_PAGES = 5_000;

export const orders: OrderPort<OzonCredentials> = { changedSince, byNumber, accept: acceptPosting, ship: shipPosting, cancelLines };

const pageSchema = z.looseObject({ postings: z.array(z.unknown()), cursor: optionalText, has_next: z.boolean().nullish() });

interface Position {
  readonly list: 'FBS' | 'FBO';
  readonly cursor: string;
  readonly page: number;
  /** Of the whole poll, so that pages and their cursor belong to one question. */
  readonly untilMs: number;
}

/** First what changed of the seller's own deliveries, then what Ozon's warehouses sold. */
async function changedSince(context: OzonContext, since: Date, cursor: string | null): Promise<OrderPage> {
  const position: Position = cursor === null ? { list: 'FBS', cursor: '', page: 0, untilMs: context.now().getTime() + DAY_MS } : (JSON.parse(cursor) as Position);
  const askedAt = context.now();
  const { postings, cursor: next, has_next } = position.list === 'FBS' ? await changedFbs(context, since, position) : await recentFbo(context, since, position);
  const isMore = has_next === true && next !== null && next !== position.cursor && position.page < MOST_PAGES;
  return { ...(await readRows(context, postings, position.list === 'FBO', askedAt)), next: nextPosition(position, isMore ? next : null) };
}

function nextPosition(position: Position, cursor: string | null): string | null {
  if (cursor !== null) return JSON.stringify({ ...position, cursor, page: position.page + 1 });
  return position.list === 'FBS' ? JSON.stringify({ ...position, list: 'FBO', cursor: '', page: 0 }) : null;
}

function changedFbs(context: OzonContext, since: Date, { cursor, untilMs }: Position): Promise<z.infer<typeof pageSchema>> {
  const filter = { since: iso(untilMs - DAY_MS - REACH_MS), to: iso(untilMs), last_changed_status_date: { from: since.toISOString(), to: iso(untilMs) } };
  return call(context, 'orders.list', { filter, cursor, limit: PAGE_SIZE, sort_dir: 'ASC', with: { analytics_data: true } }, pageSchema, { personal: true });
}

/** New ones each time, all of a month now and then. */
async function recentFbo(context: OzonContext, since: Date, { cursor, untilMs }: Position): Promise<z.infer<typeof pageSchema>> {
  const key = `ozon:fbo-swept:${context.store.storeId}`;
  const sweptAt = await context.cache.get(key);
  // A sweep keeps its mark while it goes on from page to page.
  const isSweep = cursor !== '' ? sweptAt === String(untilMs) : sweptAt === null;
  if (isSweep && cursor === '') await context.cache.set(key, String(untilMs), FBO_SWEEP_EVERY_MS);
  const fromMs = isSweep ? Math.min(since.getTime(), untilMs - DAY_MS - FBO_REACH_MS) : since.getTime();
  const filter = { since: iso(Math.max(fromMs, untilMs - DAY_MS - REACH_MS)), to: iso(untilMs) };
  return call(context, 'orders.listFbo', { filter, cursor, limit: PAGE_SIZE, sort_dir: 'ASC', with: { analytics_data: true } }, pageSchema, { personal: true });
}

/** Rows that cannot be read are handed on as they came. */
async function readRows(context: OzonContext, rows: readonly unknown[], isFbo: boolean, askedAt: Date): Promise<{ readonly items: readonly RemoteOrder[]; readonly unreadable: readonly UnreadableRow[] }> {
  const items: RemoteOrder[] = [];
  const unreadable: UnreadableRow[] = [];
  for (const row of rows) {
    const parsed = postingSchema.safeParse(row);
    if (parsed.success) items.push(toRemoteOrder({ posting: parsed.data, isFbo, revision: await revisionOf(context, parsed.data, askedAt), fallback: context.store.currency }));
    else unreadable.push({ reason: unreadableAnswer('a posting', false, parsed.error).message, text: JSON.stringify(row) });
  }
  return { items: joinOrders(items), unreadable };
}

/** All postings of an order, whoever delivers them. */
async function byNumber(context: OzonContext, orderNumber: string): Promise<RemoteOrder | null> {
  const askedAt = context.now();
  const nowMs = askedAt.getTime();
  const filter = { since: iso(nowMs - REACH_MS), to: iso(nowMs + DAY_MS), order_numbers: [orderNumber] };
  const body = { filter, cursor: '', limit: PAGE_SIZE, sort_dir: 'ASC', with: { analytics_data: true } };
  const own = await call(context, 'orders.list', body, pageSchema, { personal: true });
  const fbo = await call(context, 'orders.listFbo', body, pageSchema, { personal: true });
  const read = [await readRows(context, own.postings, false, askedAt), await readRows(context, fbo.postings, true, askedAt)];
  if (read.some(({ unreadable }) => unreadable.length > 0)) throw unreadableAnswer(`a posting of order ${orderNumber}`, false);
  return joinOrders(read.flatMap(({ items }) => items)).find(({ remoteOrderId }) => remoteOrderId === orderNumber) ?? null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
