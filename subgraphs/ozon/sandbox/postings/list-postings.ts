import { z } from 'zod';
import { endpoint, int64, moment, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import { firstOf } from '../products/selection.js';
import type { Warehouses } from '../warehouses.js';
import type { Desk } from './desk.js';
import type { Posting } from './posting.js';
import { fboView, postingView } from './posting-view.js';

const YEAR_MS = 365 * 86_400_000;
const period = z.looseObject({ from: moment.optional(), to: moment.optional() });
const asked = { with: z.looseObject({ financial_data: z.boolean().default(false) }).prefault({}) };
const page = { ...asked, cursor: z.string().default(''), limit: z.int().min(1).max(100), sort_dir: z.enum(['ASC', 'DESC']).default('ASC') };

const fbsBody = z.looseObject({
  ...page,
  filter: z.looseObject({
    since: moment,
    to: moment,
    statuses: z.array(z.string()).default([]),
    delivery_method_ids: z.array(int64).default([]),
    warehouse_ids: z.array(int64).default([]),
    order_id: int64.optional(),
    order_numbers: z.array(z.string()).max(100).default([]),
    last_changed_status_date: period.optional(),
  }),
});
const unfulfilledBody = z.looseObject({
  ...page,
  filter: z.looseObject({ cutoff_from: moment.optional(), cutoff_to: moment.optional(), delivering_date_from: moment.optional(), delivering_date_to: moment.optional(), statuses: z.array(z.string()).default([]) }),
});
const fboBody = z.looseObject({
  ...page,
  filter: z.looseObject({ since: moment, to: moment, statuses: z.array(z.string()).default([]), order_numbers: z.array(z.string()).default([]), posting_numbers: z.array(z.string()).default([]) }),
});

const UNFULFILLED: readonly Posting['status'][] = ['awaiting_registration', 'acceptance_in_progress', 'awaiting_approve', 'awaiting_verification', 'awaiting_packaging', 'awaiting_deliver', 'arbitration'];

type Page = Pick<z.infer<typeof fbsBody>, 'cursor' | 'limit' | 'sort_dir'>;
interface Span {
  readonly by: 'created' | 'changed';
  readonly isFbo: boolean;
  readonly from: number;
  readonly to: number;
  /** Looked up by themselves when given, instead of by time. */
  readonly orders?: readonly string[];
}

export function listPostingEndpoints(desk: Desk, warehouses: Warehouses): Endpoint[] {
  const listed = (clientId: string, { by, isFbo, from, to, orders = [] }: Span, { cursor, limit, sort_dir }: Page, isWanted: (posting: Posting) => boolean) => {
    const after = readCursor(cursor);
    const ofOrders = orders.flatMap((number) => desk.byOrder(clientId, number)).filter(({ scheme }) => (scheme === 'FBO') === isFbo);
    const rows = orders.length > 0 ? ofOrders : desk.index(by, clientId, isFbo, { from, to, isNewestFirst: sort_dir === 'DESC', after });
    const { page: found, hasMore } = firstOf(wantedOf(rows, isWanted), limit);
    const last = found.at(-1);
    return { found, cursor: hasMore && last ? writeCursor([by === 'created' ? last.inProcessAt : last.changedAt, last.postingNumber]) : '', has_next: hasMore };
  };

  return [
    endpoint({
      path: '/v4/posting/fbs/list',
      body: fbsBody,
      handle: ({ clientId, body }) => {
        const { filter } = body;
        requireYear(filter.since, filter.to);
        const changed = filter.last_changed_status_date;
        const span: Span = changed ? { by: 'changed', isFbo: false, from: changed.from ?? 0, to: changed.to ?? Number.MAX_SAFE_INTEGER } : { by: 'created', isFbo: false, from: filter.since, to: filter.to, orders: filter.order_numbers };
        const { found, ...rest } = listed(clientId, span, body, (one) => one.inProcessAt >= filter.since && one.inProcessAt <= filter.to && isWanted(one, filter));
        return { postings: found.map((one) => postingView(one, warehouses, { style: 'object', withFinances: body.with.financial_data })), ...rest };
      },
    }),
    endpoint({
      path: '/v4/posting/fbs/unfulfilled/list',
      body: unfulfilledBody,
      handle: ({ clientId, body }) => {
        const { cutoff_from, cutoff_to, delivering_date_from, delivering_date_to, statuses } = body.filter;
        const byCutoff = cutoff_from !== undefined && cutoff_to !== undefined;
        const byDelivering = delivering_date_from !== undefined && delivering_date_to !== undefined;
        if (byCutoff === byDelivering) throw invalid('either filter.cutoff or filter.delivering_date must be specified');
        const isDue = (one: Posting) => (byCutoff ? one.shipmentDate >= cutoff_from && one.shipmentDate <= cutoff_to : one.deliveringDate !== null && one.deliveringDate >= (delivering_date_from ?? 0) && one.deliveringDate <= (delivering_date_to ?? 0));
        const { found, ...rest } = listed(clientId, { by: 'created', isFbo: false, from: 0, to: Number.MAX_SAFE_INTEGER }, body, (one) => UNFULFILLED.includes(one.status) && isDue(one) && (statuses.length === 0 || statuses.includes(one.status)));
        return { postings: found.map((one) => postingView(one, warehouses, { style: 'object', withFinances: body.with.financial_data })), ...rest };
      },
    }),
    endpoint({
      path: '/v3/posting/fbs/get',
      body: z.looseObject({ posting_number: z.string().min(1), ...asked }),
      handle: ({ clientId, body }) => ({ result: postingView(required(desk, clientId, body.posting_number, false), warehouses, { style: 'text', withFinances: body.with.financial_data }) }),
    }),
    endpoint({
      path: '/v3/posting/fbo/list',
      body: fboBody,
      handle: ({ clientId, body }) => {
        const { filter } = body;
        if (filter.to - filter.since > YEAR_MS) throw invalid('PERIOD_IS_TOO_LONG');
        const { found, ...rest } = listed(clientId, { by: 'created', isFbo: true, from: filter.since, to: filter.to, orders: filter.order_numbers }, body, (one) => isWanted(one, filter) && (filter.posting_numbers.length === 0 || filter.posting_numbers.includes(one.postingNumber)));
        return { postings: found.map((one) => fboView(one, body.with.financial_data)), ...rest };
      },
    }),
    endpoint({
      path: '/v2/posting/fbo/get',
      body: z.looseObject({ posting_number: z.string().min(1), ...asked }),
      handle: ({ clientId, body }) => ({ result: fboView(required(desk, clientId, body.posting_number, true), body.with.financial_data) }),
    }),
  ];
}

/** The posting, or 404; FBO postings are unknown to FBS methods and the other way round. */
export function required(desk: Desk, clientId: string, postingNumber: string, isFbo = false): Posting {
  const posting = desk.byNumber(clientId, postingNumber);
  if (!posting || (posting.scheme === 'FBO') !== isFbo) throw notFound('POSTING_NOT_FOUND');
  return posting;
}

interface Filter {
  readonly statuses: readonly string[];
  readonly order_numbers: readonly string[];
  readonly order_id?: number | undefined;
  readonly warehouse_ids?: readonly number[];
  readonly delivery_method_ids?: readonly number[];
}

function isWanted(one: Posting, { statuses, order_numbers, order_id, warehouse_ids = [], delivery_method_ids = [] }: Filter): boolean {
  const isAmong = <T>(list: readonly T[], value: T): boolean => list.length === 0 || list.includes(value);
  return isAmong<string>(statuses, one.status) && isAmong(order_numbers, one.orderNumber) && (order_id === undefined || order_id === one.orderId) && isAmong(warehouse_ids, one.warehouseId) && isAmong(delivery_method_ids, one.deliveryMethodId);
}

function requireYear(since: number, to: number): void {
  if (to < since) throw invalid('filter.to must not be before filter.since');
  if (to - since > YEAR_MS) throw invalid('the period must be at most one year');
}

function* wantedOf(postings: Iterable<Posting>, isGood: (posting: Posting) => boolean): Iterable<Posting> {
  for (const one of postings) if (isGood(one)) yield one;
}

function writeCursor(place: readonly [number, string]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string): readonly [number, string] | null {
  if (cursor === '') return null;
  try {
    return z.tuple([z.number(), z.string()]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('invalid cursor');
  }
}
