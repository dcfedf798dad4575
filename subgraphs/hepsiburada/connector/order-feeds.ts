import { z } from 'zod';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { callWithHeaders, query, type HepsiburadaContext } from './client.js';
import { unreadableAnswer } from './errors.js';
import { fromPayloadDate, istanbulMinute } from './istanbul-time.js';

/** A row of a feed, as far as it says which orders to read. */
export interface FeedRow {
  /** What tells this row from the others of its feed. */
  readonly id: string;
  readonly orderNumbers: readonly string[];
  readonly packageNumber: string | null;
  /** When it came into the feed; null where the feed does not say. */
  readonly at: Date | null;
}

export interface Feed {
  readonly name: string;
  readonly path: string;
  readonly limit: number;
  /** The feed writes `Offset` with a capital. */
  readonly offsetName: 'offset' | 'Offset';
  /** From when rows are asked for; absent where the feed refuses dates, although its page describes them. */
  readonly beginsAt?: Date;
  /** Its dates are those that somebody reported, and a shop with a carrier of its own may do so days later. */
  readonly isReported?: true;
  readonly shape: z.ZodType<FeedRow>;
}

export interface FeedPage {
  /** Null in the place of a row that could not be read. */
  readonly rows: readonly (FeedRow | null)[];
  readonly unreadable: readonly unknown[];
}

const DAY_MS = 86_400_000;
/** How late a payment may come in: the open feed filters by the time of the order. */
const LATE_PAYERS_MS = 3 * DAY_MS;
const WIDE_EVERY_MS = 600_000;

const lineRow = z
  .looseObject({ id: text, orderNumber: text, orderDate: optionalText, lastStatusUpdateDate: optionalText })
  .transform((row): FeedRow => ({ id: row.id, orderNumbers: [row.orderNumber], packageNumber: null, at: fromPayloadDate(row.lastStatusUpdateDate ?? row.orderDate) }));
const unpaidRow = z
  .looseObject({ Id: text, OrderNumber: text, OrderDate: optionalText })
  .transform((row): FeedRow => ({ id: row.Id, orderNumbers: [row.OrderNumber], packageNumber: null, at: fromPayloadDate(row.OrderDate) }));
const packageRow = z
  .looseObject({ packageNumber: text, orderNumbers: z.array(text).nullish(), items: z.array(z.looseObject({ orderNumber: text })).nullish() })
  .transform((row): FeedRow => ({ id: row.packageNumber, orderNumbers: [...new Set([...(row.items ?? []).map(({ orderNumber }) => orderNumber), ...(row.orderNumbers ?? [])])], packageNumber: row.packageNumber, at: null }));
const movedRow = z
  .looseObject({ PackageNumber: text, OrderNumber: optionalText, OrderNumbers: z.array(text).nullish(), ShippedDate: optionalText, DeliveredDate: optionalText, UndeliveredDate: optionalText })
  .transform((row): FeedRow => ({ id: row.PackageNumber, orderNumbers: [...new Set([...(row.OrderNumbers ?? []), ...(row.OrderNumber === null ? [] : [row.OrderNumber])])], packageNumber: row.PackageNumber, at: fromPayloadDate(row.DeliveredDate ?? row.UndeliveredDate ?? row.ShippedDate) }));
const cancelledRow = z
  .looseObject({ lineItemId: text, orderNumber: text, cancelDate: optionalText })
  .transform((row): FeedRow => ({ id: row.lineItemId, orderNumbers: [row.orderNumber], packageNumber: null, at: fromPayloadDate(row.cancelDate) }));

/**
 * The feeds an order goes through, in that order: what moves on while they are read turns up in a later one. Only the
 * first two of boxes and lines take dates. Once in ten minutes the open feed is asked further back, for orders whose
 * payment came in late.
 */
export function feedsSince({ store }: HepsiburadaContext, since: Date, startedAt: Date): readonly Feed[] {
  const orders = `/orders/merchantid/${store.remoteSellerId}`;
  const packages = `/packages/merchantid/${store.remoteSellerId}`;
  const isWide = Math.floor(since.getTime() / WIDE_EVERY_MS) !== Math.floor(startedAt.getTime() / WIDE_EVERY_MS);
  const openSince = new Date(since.getTime() - (isWide ? LATE_PAYERS_MS : 0));
  return [
    { name: 'paymentawaiting', path: `${orders}/paymentawaiting`, limit: 50, offsetName: 'offset', shape: unpaidRow },
    { name: 'open', path: orders, limit: 100, offsetName: 'offset', beginsAt: openSince, shape: lineRow },
    { name: 'packages', path: packages, limit: 10, offsetName: 'Offset', beginsAt: since, shape: packageRow },
    { name: 'unpacked', path: `${packages}/status/unpacked`, limit: 10, offsetName: 'Offset', shape: packageRow },
    { name: 'shipped', path: `${packages}/shipped`, limit: 50, offsetName: 'offset', isReported: true, shape: movedRow },
    { name: 'delivered', path: `${packages}/delivered`, limit: 50, offsetName: 'offset', isReported: true, shape: movedRow },
    { name: 'undelivered', path: `${packages}/undelivered`, limit: 50, offsetName: 'offset', isReported: true, shape: movedRow },
    { name: 'cancelled', path: `${orders}/cancelled`, limit: 50, offsetName: 'offset', shape: cancelledRow },
  ];
}

const pageSchema = z.union([z.array(z.unknown()), z.looseObject({ items: z.array(z.unknown()) }).transform(({ items }) => items)]);

/** One page: a bare array in some feeds, an envelope in others. */
export async function readFeedPage(context: HepsiburadaContext, feed: Feed, offset: number): Promise<FeedPage> {
  const dates = feed.beginsAt === undefined ? {} : { begindate: istanbulMinute(feed.beginsAt), enddate: istanbulMinute(new Date(context.now().getTime() + DAY_MS)) };
  const path = `${feed.path}${query({ ...dates, [feed.offsetName]: offset, limit: feed.limit })}`;
  const { data } = await callWithHeaders(context, { group: 'oms', operation: `orders.feed.${feed.name}`, method: 'GET', path, personal: true }, pageSchema);
  const rows = data.map((raw) => feed.shape.safeParse(raw));
  return { rows: rows.map((row) => (row.success ? row.data : null)), unreadable: data.filter((_, index) => rows[index]?.success === false) };
}

export function unreadableRow(feed: Feed, raw: unknown): { reason: string; text: string } {
  return { reason: unreadableAnswer(`a row of the feed ${feed.name}`, false).message, text: JSON.stringify(raw) };
}
