import { groupBy } from '../../../platform/group-by.js';
import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import type { OrderStockLines } from '../catalog-port.js';
import type { Order, StockHolding } from '../domain/order.js';
import { untoldHoldings } from '../domain/stock-holdings.js';
import { orderChanged } from '../events.js';
import type { OrderWrite } from '../store/order-store.js';
import type { OrdersDeps } from './orders-deps.js';

const MOST_ROUNDS = 10;

/**
 * Tells the catalogue what the orders claim and give back, then notes on each order that it has been told. Returns the
 * stores whose quantities changed. May run twice or at the same time as another: the catalogue counts each claim once.
 */
export async function settleStock(deps: OrdersDeps, orders: readonly Order[]): Promise<readonly StoreId[]> {
  const due = new Set<StoreId>();
  let unsettled = orders;
  for (let round = 1; unsettled.length > 0; round++) {
    if (round > MOST_ROUNDS) throw new Error(`stock of ${unsettled.length} orders was claimed by others ${MOST_ROUNDS} times in a row`);
    const short = new Map<OrderId, ReadonlySet<string>>();
    for (const batch of groupBy(unsettled, (order) => order.storeId).values()) await tellCatalog(deps, batch, { due, short });
    const isAllWritten = await deps.store.writeAll(unsettled.map((order) => settledWrite(order, short.get(order._id) ?? new Set(), deps.clock.now())));
    unsettled = isAllWritten ? [] : await changedMeanwhile(deps, unsettled);
  }
  deps.announce();
  return [...due];
}

/**
 * Another writer may have moved a holding on while the catalogue was being told of its earlier state, so everything the
 * newer order says is told again: of two tellings the later state must come last.
 */
async function changedMeanwhile({ store }: OrdersDeps, orders: readonly Order[]): Promise<Order[]> {
  const writtenAs = new Map(orders.map((order) => [order._id, order.version + 1]));
  const now = await store.byIds(orders.map((order) => order._id));
  return now
    .filter((order) => order.version !== writtenAs.get(order._id) || order.stockPending === true)
    .map((order) => ({ ...order, holdings: order.holdings.map((one) => ({ ...one, told: 'NONE' as const })) }));
}

interface Told {
  readonly due: Set<StoreId>;
  readonly short: Map<OrderId, ReadonlySet<string>>;
}

async function tellCatalog({ catalog }: OrdersDeps, batch: readonly Order[], told: Told): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  const { sellerId, storeId }: { sellerId: SellerId; storeId: StoreId } = first;
  const untold = batch.map((order) => ({ orderId: order._id, heardAt: order.heardAt, orderedAt: order.orderedAt, ...untoldHoldings(order.holdings) }));
  const pick = (which: 'consume' | 'release'): OrderStockLines[] => untold.flatMap(({ orderId, [which]: lines }) => (lines.length > 0 ? [{ orderId, lines: lines.map(toLine) }] : []));
  const reserve = untold.flatMap(({ orderId, heardAt, orderedAt, reserve: lines, release }) => (lines.length > 0 ? [{ orderId, heardAt, orderedAt, lines: lines.map((one) => ({ ...toLine(one), soldAnew: one.soldAnew, insteadOf: release.filter(({ remoteKey }) => remoteKey === one.remoteKey).map(({ lineKey }) => lineKey) })) }] : []));
  const [consumed, released] = [pick('consume'), pick('release')];
  if (reserve.length > 0) {
    const outcome = await catalog.reserveForOrders({ sellerId, storeId, orders: reserve });
    for (const id of outcome.storeIds) told.due.add(id);
    for (const [orderId, lines] of groupBy(outcome.short, (one) => one.orderId)) told.short.set(orderId, new Set(lines.map((one) => one.lineKey)));
  }
  if (consumed.length > 0) for (const id of (await catalog.consumeForOrders({ sellerId, orders: consumed })).storeIds) told.due.add(id);
  if (released.length > 0) for (const id of (await catalog.releaseForOrders({ sellerId, orders: released })).storeIds) told.due.add(id);
}

function toLine({ lineKey, sku, quantity }: StockHolding): { lineKey: string; sku: StockHolding['sku']; quantity: number } {
  return { lineKey, sku, quantity };
}

function settledWrite(order: Order, short: ReadonlySet<string>, now: Date): OrderWrite {
  const holdings = order.holdings.map((one) => ({ ...one, told: one.state, short: one.short || short.has(one.lineKey) }));
  const { stockPending: _, ...settled } = order;
  const becameShort = holdings.some((one, index) => one.short && order.holdings[index]?.short !== true);
  const after: Order = { ...settled, holdings, ...(becameShort && !order.shortAt ? { shortAt: now } : {}), version: order.version + 1 };
  return { before: order, after, announce: becameShort ? [orderChanged(after, now)] : [] };
}
