import { isOpenLine, type Order, type OrderLine, type Package } from './domain/order.js';
import type { Market } from './market.js';

export function findOrder(market: Market, merchantId: string, orderNumber: number): Order | undefined {
  return Number.isSafeInteger(orderNumber) ? market.orders.get([merchantId, orderNumber]) : undefined;
}

export function orderOfLine(market: Market, merchantId: string, lineId: string): { order: Order; line: OrderLine } | undefined {
  const owner = market.lineOwners.get(lineId);
  const order = owner?.[0] === merchantId ? findOrder(market, merchantId, owner[1]) : undefined;
  const line = order?.lines.find((one) => one.lineId === lineId);
  return order && line ? { order, line } : undefined;
}

export function saveOrder(market: Market, order: Order): void {
  const key = [order.merchantId, order.orderNumber] as const;
  market.orders.put(key, order);
  for (const { lineId } of order.lines) market.lineOwners.put(lineId, key);
  if (order.lines.some(isOpenLine)) market.openOrders.put(key, true);
  else market.openOrders.remove(key);
}

/** Changes some lines of an order; each change is stamped later than all before, even within one millisecond. */
export function changeLines(market: Market, order: Order, change: (line: OrderLine) => Partial<OrderLine> | null): Order {
  const stamp = Math.max(market.nowMs(), ...order.lines.map(({ changedAtMs }) => changedAtMs + 1));
  const lines = order.lines.map((line) => {
    const changed = change(line);
    return changed === null ? line : { ...line, ...changed, changedAtMs: stamp };
  });
  const next = { ...order, lines };
  saveOrder(market, next);
  return next;
}

export function findPackage(market: Market, merchantId: string, packageNumber: number): Package | undefined {
  return Number.isSafeInteger(packageNumber) ? market.packages.get([merchantId, packageNumber]) : undefined;
}

/** Saves a package and its place in the feed of its status. */
export function savePackage(market: Market, pkg: Package): void {
  const { merchantId, packageNumber } = pkg;
  const old = market.packages.get([merchantId, packageNumber]);
  if (old) market.packageFeed.remove([merchantId, old.status, old.movedAtMs, packageNumber]);
  market.packages.put([merchantId, packageNumber], pkg);
  market.packageFeed.put([merchantId, pkg.status, pkg.movedAtMs, packageNumber], packageNumber);
  market.note('package', String(packageNumber), old?.status ?? null, pkg.status);
}

export function orderOf(market: Market, pkg: Package): Order {
  const order = findOrder(market, pkg.merchantId, pkg.orderNumber);
  if (!order) throw new Error(`package ${pkg.packageNumber} has no order`);
  return order;
}
