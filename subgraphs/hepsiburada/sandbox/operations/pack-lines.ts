import { CONTRACT_CARRIER } from '../domain/carriers.js';
import { isOpenLine, type Order, type OrderLine, type Package } from '../domain/order.js';
import { packageRow } from '../domain/package-view.js';
import type { Seller } from '../domain/seller.js';
import type { Market } from '../market.js';
import { orderOfLine, saveOrder, savePackage } from '../orders-store.js';

export interface LinePart {
  readonly lineId: string;
  readonly quantity: number;
}

export interface BoxWish {
  readonly parts: readonly LinePart[];
  readonly cargoCompany?: string | undefined;
  readonly deci?: number | undefined;
  readonly parcelQuantity?: number | undefined;
  readonly barcode?: string | undefined;
}

export type PackRefusal = { readonly status: 400 | 404; readonly problem: string };

const DAY_MS = 86_400_000;
export const OWN_CARRIER = 'Mağaza Hesabı';

/** Puts open lines of one order into a box. What of a line stays out becomes a line of its own (sandbox choice). */
export function packLines(market: Market, seller: Seller, wish: BoxWish, o: { isTold: boolean }): Package | PackRefusal {
  const [first] = wish.parts;
  const found = first && orderOfLine(market, seller.merchantId, first.lineId);
  if (!found) return { status: 404, problem: 'Order line not found' };
  const refusal = refusalOf(found.order, wish.parts);
  if (refusal) return refusal;
  const pkg = newPackage(market, seller, found.order, wish);
  savePackage(market, pkg);
  const { order: packed } = putInto(market, found.order, { parts: wish.parts, isFrom: isOpenLine, packageNumber: pkg.packageNumber });
  if (o.isTold) market.announce({ merchantId: seller.merchantId, method: 'POST', path: '/packages', body: [packageRow(pkg, packed)] });
  return pkg;
}

/** The lines of the same order that may share a box with this one. */
export function packableWith(order: Order): OrderLine[] {
  return order.lines.filter((line) => order.isPaid && isOpenLine(line));
}

/** Moves units of lines into a package, or out of any; where only some units of a line go, they become a line of their own. */
export function putInto(market: Market, order: Order, o: { parts: readonly LinePart[]; isFrom: (line: OrderLine) => boolean; packageNumber: number | null }): { order: Order; movedIds: readonly string[] } {
  const changedAtMs = Math.max(market.nowMs(), ...order.lines.map((line) => line.changedAtMs + 1));
  const movedIds: string[] = [];
  const move = (line: OrderLine): OrderLine => {
    movedIds.push(line.lineId);
    return { ...line, packageNumber: o.packageNumber, changedAtMs };
  };
  const lines = order.lines.flatMap((line) => {
    const part = o.isFrom(line) ? o.parts.find(({ lineId }) => lineId === line.lineId) : undefined;
    if (!part) return [line];
    if (part.quantity === line.quantity) return [move(line)];
    return [{ ...line, quantity: line.quantity - part.quantity, changedAtMs }, move({ ...line, lineId: market.guid('line'), quantity: part.quantity })];
  });
  const next = { ...order, lines };
  saveOrder(market, next);
  return { order: next, movedIds };
}

export function newPackage(market: Market, seller: Seller, order: Order, wish: BoxWish): Package {
  const nowMs = market.nowMs();
  const packageNumber = market.next('package');
  return {
    merchantId: seller.merchantId,
    packageNumber,
    id: market.guid('customer'),
    orderNumber: order.orderNumber,
    status: 'Open',
    barcode: wish.barcode ?? String(8_030_000_000_000 + packageNumber),
    cargoCompany: seller.usesOwnCarrier ? OWN_CARRIER : (wish.cargoCompany ?? order.lines.find(({ lineId }) => lineId === wish.parts[0]?.lineId)?.cargoCompany ?? CONTRACT_CARRIER),
    isOwnCarrier: seller.usesOwnCarrier,
    deci: wish.deci ?? 1,
    parcelQuantity: wish.parcelQuantity ?? 1,
    createdAtMs: nowMs,
    movedAtMs: nowMs,
    trackingInfoCode: null,
    trackingInfoUrl: null,
    estimatedArrivalAtMs: nowMs + 3 * DAY_MS,
    undeliveredReason: null,
    invoiceLink: null,
  };
}

function refusalOf(order: Order, parts: readonly LinePart[]): PackRefusal | null {
  if (!order.isPaid) return { status: 400, problem: 'Order is not paid yet' };
  if (new Set(parts.map(({ lineId }) => lineId)).size !== parts.length) return { status: 400, problem: 'A line item is named twice' };
  for (const { lineId, quantity } of parts) {
    const line = order.lines.find((one) => one.lineId === lineId);
    if (!line) return { status: 404, problem: 'Order line not found' };
    if (!isOpenLine(line)) return { status: 400, problem: `Line item ${lineId} is not available for packaging` };
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > line.quantity) return { status: 400, problem: `Line item ${lineId} has ${line.quantity} units` };
  }
  return null;
}
