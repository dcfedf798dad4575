import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../../platform/group-by.js';
import { newId, type OrderId, type PayloadId, type StoreId } from '../../../platform/ids.js';
import { buyerKeysOf, decideErasure } from '../domain/erase-buyer.js';
import { decideOrder, type OrderOrigin, type RecordNews } from '../domain/decide-order.js';
import type { GoodsLookup } from '../domain/merge-packages.js';
import type { Buyer, Order, RemoteOrder } from '../domain/order.js';
import { orderChanged } from '../events.js';
import type { OrderWrite } from '../store/order-store.js';
import { eraseBuyers } from './erase-buyers.js';
import { openBuyer } from './open-buyer.js';
import type { OrdersDeps } from './orders-deps.js';
import { settleStock } from './settle-stock.js';

/** An order as it was read, the archived payload it was read from, and when that came; now when absent. */
export type OrderNews = RemoteOrder & { readonly payloadId?: PayloadId; readonly heardAt?: Date };

export interface RecordOrders {
  readonly store: OrderOrigin;
  /** At most 200; several about the same order are fine. */
  readonly orders: readonly OrderNews[];
  /** True for archived bytes that are mapped anew: what they tell replaces what was made of the same revisions. */
  readonly isReplay?: boolean;
}

export interface RecordOutcome {
  readonly recorded: number;
  readonly unchanged: number;
  readonly stale: number;
  /** Orders of which nothing was known before. */
  readonly first: number;
  readonly orderIds: readonly OrderId[];
  /** Stores whose quantities have to be sent because of it. */
  readonly storeIds: readonly StoreId[];
  /** Of the buyers that came with these orders those who were erased before; nothing of them was recorded. */
  readonly erasedBuyerIds: readonly string[];
}

/** A batch meets another writer on the same orders now and then; this often in a row only by a defect. */
const MOST_ROUNDS = 10;

/**
 * Records what a marketplace says of its orders: each package revision once, an older one never over a newer, a line
 * without known goods marked and kept. Then claims or frees the stock. Repeating it, wholly or in part, changes nothing.
 */
export async function recordOrders(deps: OrdersDeps, input: RecordOrders): Promise<RecordOutcome> {
  const groups = groupBy(input.orders, (order) => order.remoteOrderId);
  const goodsOf = await findGoods(deps, input);
  const ids = new Map([...groups.keys()].map((remoteOrderId) => [remoteOrderId, newId('order')]));
  const erased = await erasedAmong(deps, input);
  const news = new Map<string, RecordNews>();
  let firstIds = new Set<OrderId>();
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const known = new Map((await deps.store.byRemoteIds(input.store.storeId, [...groups.keys()])).map((order) => [order.remoteOrderId, order]));
    const writes = [...groups].flatMap(([remoteOrderId, orders]) => {
      const decided = decideGroup(deps, { known: known.get(remoteOrderId) ?? null, orders, newId: ids.get(remoteOrderId) ?? newId('order'), origin: input.store, goodsOf, isReplay: input.isReplay === true, erasedAt: erased.at });
      if (decided.news === 'RECORDED' || !news.has(remoteOrderId)) news.set(remoteOrderId, decided.news);
      return decided.write === null ? [] : [decided.write];
    });
    firstIds = new Set([...firstIds, ...writes.filter((write) => write.before === null).map((write) => write.after._id)]);
    if (!(await deps.store.writeAll(writes))) continue;
    deps.announce();
    const written = new Map(writes.map((write) => [write.after.remoteOrderId, write.after]));
    const orders = [...groups.keys()].flatMap((remoteOrderId) => written.get(remoteOrderId) ?? known.get(remoteOrderId) ?? []);
    await eraseNotedMeanwhile(deps, input.store.storeId, orders);
    const storeIds = await settleStock(deps, orders.filter((order) => order.stockPending === true));
    return { ...countNews([...news.values()]), first: orders.filter((order) => firstIds.has(order._id)).length, orderIds: orders.map((order) => order._id), storeIds, erasedBuyerIds: erased.ids };
  }
  throw new Error(`orders of store ${input.store.storeId} were written by others ${MOST_ROUNDS} times in a row`);
}

export interface Group {
  readonly isReplay: boolean;
  readonly known: Order | null;
  readonly orders: readonly OrderNews[];
  readonly newId: OrderId;
  readonly origin: OrderOrigin;
  readonly goodsOf: GoodsLookup;
  readonly erasedAt: ErasedAt;
}

/** What becomes of one order by all that is told of it. */
export function decideGroup(deps: Pick<OrdersDeps, 'clock' | 'secretBox'>, { known, orders, newId: id, origin, goodsOf, isReplay, erasedAt }: Group): { news: RecordNews; write: OrderWrite | null } {
  const now = deps.clock.now();
  const seal = (buyer: Buyer, orderId: OrderId): string => deps.secretBox.seal(JSON.stringify(buyer), orderId);
  const replay = { isBuyerOf: (order: Order, buyer: Buyer): boolean => isDeepStrictEqual(openBuyer(deps, order), buyer) };
  let order: Order | null = known;
  const news: RecordNews[] = [];
  for (const { payloadId = null, heardAt = now, ...remote } of orders) {
    const decision = decideOrder({ known: order, remote, payloadId, heardAt, origin, newId: id, goodsOf, seal, now, ...(isReplay && { replay }) });
    order = decision.order ?? order;
    news.push(decision.news);
  }
  if (order !== null && isErased(order, erasedAt)) order = decideErasure(order, seal, now) ?? order;
  const write = order === null || order === known ? null : { before: known, after: order, announce: [orderChanged(order, now)] };
  return { news: news.includes('RECORDED') ? 'RECORDED' : news.includes('STALE') ? 'STALE' : 'UNCHANGED', write };
}

/** Of the buyers these orders come with, those who were erased. */
export async function erasedAmong({ erasures }: Pick<OrdersDeps, 'erasures'>, { store, orders }: Pick<RecordOrders, 'store' | 'orders'>): Promise<{ readonly at: ErasedAt; readonly ids: readonly string[] }> {
  const keysOf = (buyerIds: readonly string[]): string[] => buyerKeysOf(store.storeId, buyerIds);
  const at = await erasures.among(orders.flatMap(({ buyerIds = [] }) => keysOf(buyerIds)));
  const ids = orders.flatMap(({ buyerIds = [], orderedAt }) => buyerIds.filter((id) => isErased({ buyerKeys: keysOf([id]), orderedAt }, at)));
  return { at, ids: [...new Set(ids)] };
}

/** When buyers were erased, by the digests of their names. */
type ErasedAt = ReadonlyMap<string, Date>;

/** A name may come back with somebody new: whoever was erased has placed no order since. */
function isErased({ buyerKeys = [], orderedAt }: Pick<Order, 'buyerKeys' | 'orderedAt'>, erasedAt: ErasedAt): boolean {
  return buyerKeys.some((key) => (erasedAt.get(key)?.getTime() ?? -Infinity) >= orderedAt.getTime());
}

/** A buyer who was erased between the look before and the writing; whoever erased may have looked for orders before these were there. */
async function eraseNotedMeanwhile(deps: OrdersDeps, storeId: StoreId, orders: readonly Order[]): Promise<void> {
  const held = orders.filter(({ buyerKeys = [], buyerErasedAt }) => buyerErasedAt === undefined && buyerKeys.length > 0);
  const erasedAt = await deps.erasures.among(held.flatMap(({ buyerKeys = [] }) => buyerKeys));
  const meant = held.filter((order) => isErased(order, erasedAt));
  if (meant.length > 0) await eraseBuyers(deps, { storeId, remoteOrderIds: meant.map(({ remoteOrderId }) => remoteOrderId) });
}

export async function findGoods({ catalog }: Pick<OrdersDeps, 'catalog'>, { store, orders }: Pick<RecordOrders, 'store' | 'orders'>): Promise<GoodsLookup> {
  const lines = orders.flatMap((order) => order.packages.flatMap((one) => one.lines));
  const goods = [...new Map(lines.map(({ remoteKey, sellerSku }) => [remoteKey, { remoteKey, sellerSku }])).values()];
  const found = await catalog.goodsByRemoteKey({ sellerId: store.sellerId, storeId: store.storeId, goods });
  return ({ remoteKey }) => found.get(remoteKey) ?? { sku: null, variantId: null };
}

function countNews(news: readonly RecordNews[]): Pick<RecordOutcome, 'recorded' | 'unchanged' | 'stale'> {
  const count = (wanted: RecordNews): number => news.filter((one) => one === wanted).length;
  return { recorded: count('RECORDED'), unchanged: count('UNCHANGED'), stale: count('STALE') };
}
