import { groupBy } from '../../../platform/group-by.js';
import type { PayloadId, SellerId, StoreId } from '../../../platform/ids.js';
import type { Page } from '../../../platform/mongo/keyset-page.js';
import type { PayloadFilter } from '../../../platform/payloads/archive.js';
import type { Payload, PayloadDirection } from '../../../platform/payloads/payload.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { ForeseenOrder } from '../../orders/operations/foresee-replay.js';
import { ConnectorError } from '../connector/contract.js';
import { StoreAccessError, type OpenStore } from '../connector/store-access.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import { readAnswers, readInbound, type Reading } from './read-exchanges.js';

export interface ReplayRange {
  readonly storeId: StoreId;
  readonly since: Date;
  readonly until: Date;
  readonly operation?: string | null;
  readonly direction?: PayloadDirection | null;
  /** `endCursor` of the call before. */
  readonly after?: string | null;
}

export interface ReplayInput {
  readonly payloadIds?: readonly PayloadId[] | null;
  readonly range?: ReplayRange | null;
  readonly dryRun?: boolean | null;
}

/**
 * SAME: today's mapper reads what is kept. DIFFERENT: it reads something else, shown, not applied. APPLIED: that too, and
 * it is kept now. UNREADABLE: the mapper refuses it. NOT_REPLAYABLE: it holds no orders, or is no longer whole.
 */
export type ReplayState = 'SAME' | 'DIFFERENT' | 'APPLIED' | 'UNREADABLE' | 'NOT_REPLAYABLE';

/** What came of mapping some exchanges that belong together, such as the pages of one poll. */
export interface Replay {
  readonly storeId: StoreId;
  readonly operation: string;
  readonly startedAt: Date;
  readonly payloadIds: readonly PayloadId[];
  readonly state: ReplayState;
  readonly isWhole: boolean;
  readonly message: string | null;
  readonly orders: readonly ForeseenOrder[];
}

export interface ReplayOutcome {
  readonly replays: readonly Replay[];
  /** Where a range that holds more goes on; null at its end. */
  readonly endCursor: string | null;
  readonly userErrors: readonly UserError[];
}

export type ReplayDeps = Pick<SyncDeps, 'archive' | 'access' | 'orders' | 'wakeLanes'>;

const PAGE = 250;
const MOST_PAYLOADS = 2 * PAGE;
/** Calls of one poll lie no further apart than this. */
const CONVERSATION_MS = 15 * 60_000;

/**
 * Maps archived order payloads anew and shows what would be different; applies it unless tried dry. Repeating it changes nothing. A range is
 * walked from its oldest on, so that what is newer is mapped last. Throws PageError for a cursor of another list.
 */
export async function replayPayloads(deps: ReplayDeps, { sellerId }: Principal, input: ReplayInput): Promise<ReplayOutcome> {
  const chosen = await choose(deps, sellerId, input);
  if ('userErrors' in chosen) return { replays: [], endCursor: null, ...chosen };
  const replays: Replay[] = [];
  for (const exchanges of await conversations(deps, sellerId, chosen.payloads)) replays.push(await replay(deps, sellerId, exchanges, input.dryRun === true));
  return { replays, endCursor: chosen.endCursor, userErrors: chosen.missing };
}

type Choice = { readonly payloads: readonly Payload[]; readonly endCursor: string | null; readonly missing: readonly UserError[] } | { readonly userErrors: readonly UserError[] };

async function choose(deps: ReplayDeps, sellerId: SellerId, { payloadIds, range }: ReplayInput): Promise<Choice> {
  if (payloadIds && !range) return chooseByIds(deps, sellerId, [...new Set(payloadIds)]);
  if (range && !payloadIds) return chooseByRange(deps, sellerId, range);
  return { userErrors: [userError({ code: 'NO_ITEMS', field: ['input'], message: 'say either payloadIds or a range' })] };
}

async function chooseByIds(deps: ReplayDeps, sellerId: SellerId, ids: readonly PayloadId[]): Promise<Choice> {
  const field = ['input', 'payloadIds'];
  if (ids.length === 0) return { userErrors: [userError({ code: 'NO_ITEMS', field, message: 'payloadIds is empty' })] };
  if (ids.length > MOST_PAYLOADS) return { userErrors: [userError({ code: 'TOO_MANY_ITEMS', field, message: `payloadIds has ${ids.length} entries; at most ${MOST_PAYLOADS} are mapped at once` })] };
  const { payloads } = await headsOf(deps, sellerId, { ids }, null);
  const found = new Set(payloads.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id)).map((id) => userError({ code: 'PAYLOAD_NOT_FOUND', field, itemRef: id, message: `there is no payload '${id}', or it has expired` }));
  return { payloads, endCursor: null, missing };
}

async function chooseByRange(deps: ReplayDeps, sellerId: SellerId, { storeId, since, until, operation, direction, after = null }: ReplayRange): Promise<Choice> {
  const heads = await headsOf(deps, sellerId, { storeId, since, until, ...(operation == null ? {} : { operation }), ...(direction == null ? {} : { direction }) }, after);
  return { ...heads, missing: [] };
}

/** Without bodies, oldest first; as many as are mapped at once. */
async function headsOf({ archive }: Pick<ReplayDeps, 'archive'>, sellerId: SellerId, filter: PayloadFilter, from: string | null): Promise<Pick<Extract<Choice, { readonly payloads: unknown }>, 'payloads' | 'endCursor'>> {
  const payloads: Payload[] = [];
  for (let after = from, isMore = true; isMore; ) {
    const { items, hasNextPage, endCursor }: Page<Payload> = await archive.findPayloads({ sellerId, filter, order: 'OLDEST_FIRST', page: { first: PAGE, after } });
    payloads.push(...items.map(({ node }) => node));
    if (hasNextPage && payloads.length >= MOST_PAYLOADS) return { payloads, endCursor };
    [after, isMore] = [endCursor, hasNextPage];
  }
  return { payloads, endCursor: null };
}

/** What was exchanged together is read together, oldest first: a page of a poll says little without the pages before it. */
async function conversations({ archive }: ReplayDeps, sellerId: SellerId, payloads: readonly Payload[]): Promise<readonly (readonly Payload[])[]> {
  const groups = groupBy(payloads, ({ id, direction, storeId, correlationId }) => (direction === 'OUTBOUND' && correlationId !== null ? `${storeId}:${correlationId}` : id));
  const whole = await Promise.all([...groups.values()].map(([first]) => (first ? wholeOf({ archive }, sellerId, first) : Promise.resolve([]))));
  return whole.sort(([a], [b]) => (a?.startedAt.getTime() ?? 0) - (b?.startedAt.getTime() ?? 0));
}

async function wholeOf({ archive }: Pick<ReplayDeps, 'archive'>, sellerId: SellerId, one: Payload): Promise<readonly Payload[]> {
  const { storeId, correlationId, startedAt, direction } = one;
  if (direction === 'INBOUND' || correlationId === null) return [one];
  const [since, until] = [-CONVERSATION_MS, CONVERSATION_MS].map((ms) => new Date(startedAt.getTime() + ms)) as [Date, Date];
  const { items } = await archive.findPayloads({ sellerId, filter: { storeId, correlationId, since, until, direction }, page: { first: PAGE } });
  return items.map(({ node }) => node).reverse();
}

async function replay(deps: ReplayDeps, sellerId: SellerId, heads: readonly Payload[], isDry: boolean): Promise<Replay> {
  const [first] = heads;
  if (!first) throw new Error('a replay has at least one payload');
  const about = { storeId: first.storeId, operation: first.operation, startedAt: first.startedAt, payloadIds: heads.map(({ id }) => id) };
  const ended = (state: ReplayState, message: string | null, more: Partial<Replay> = {}): Replay => ({ ...about, state, message, isWhole: true, orders: [], ...more });
  try {
    const open = await deps.access.openOwned(sellerId, first.storeId);
    const exchanges = (await Promise.all(heads.map(({ id }) => deps.archive.getPayload({ sellerId, id, revealPersonal: true })))).filter((payload) => payload !== null);
    if (exchanges.some(({ requestBody, responseBody }) => requestBody?.isErased ?? responseBody?.isErased)) return ended('NOT_REPLAYABLE', 'Buyers were erased from it: mapped anew, it would take them from orders that keep theirs.');
    const reading = first.direction === 'INBOUND' ? exchanges[0] && readInbound(open, exchanges[0]) : await readAnswers(open, exchanges, (bodies) => namesIn(deps, open, bodies));
    if (!reading || reading.orders.length === 0) return ended('NOT_REPLAYABLE', reading ? 'There is no order in it.' : 'It was no reading of orders.');
    return await compare(deps, open, reading, isDry, ended);
  } catch (error) {
    if (error instanceof ConnectorError || error instanceof StoreAccessError) return ended('UNREADABLE', error.message);
    throw error;
  }
}

async function compare(deps: ReplayDeps, { store }: OpenStore, { orders, isWhole }: Reading, isDry: boolean, ended: (state: ReplayState, message: string | null, more: Partial<Replay>) => Replay): Promise<Replay> {
  const origin = { sellerId: store.sellerId, storeId: store._id, marketplace: store.marketplace };
  const foreseen = await deps.orders.foreseeReplay({ store: origin, orders });
  const different = foreseen.filter(({ differences }) => differences.length > 0);
  const names = new Set(different.map(({ remoteOrderId }) => remoteOrderId));
  if (different.length === 0) return ended('SAME', null, { isWhole });
  if (isDry) return ended('DIFFERENT', null, { isWhole, orders: different });
  const { storeIds } = await deps.orders.recordOrders({ store: origin, orders: orders.filter(({ remoteOrderId }) => names.has(remoteOrderId)), isReplay: true });
  await deps.wakeLanes(storeIds);
  return ended('APPLIED', null, { isWhole, orders: different });
}

const LONGEST_NAME = 40;
const MOST_NAMES = 2_000;

/** Orders of the store that are known under a value of these bodies. */
async function namesIn({ orders }: Pick<ReplayDeps, 'orders'>, { store }: OpenStore, exchanges: readonly Payload[]): Promise<readonly string[]> {
  const values = new Set<string>();
  for (const { responseBody } of exchanges) collectValues(values, parsed(responseBody?.content));
  const known = await orders.orderIdsOf({ sellerId: store.sellerId, storeId: store._id, remoteOrderIds: [...values].slice(0, MOST_NAMES) });
  return [...known.keys()];
}

function parsed(content: Buffer | undefined): unknown {
  try {
    return JSON.parse(content?.toString('utf8') ?? 'null');
  } catch {
    return null;
  }
}

function collectValues(values: Set<string>, value: unknown): void {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collectValues(values, one);
  else if ((typeof value === 'string' || typeof value === 'number') && String(value).length <= LONGEST_NAME) values.add(String(value));
}
