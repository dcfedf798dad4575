import { istanbulText } from '../domain/istanbul-time.js';
import type { Order, Package } from '../domain/order.js';
import type { Seller } from '../domain/seller.js';
import type { Market } from '../market.js';
import { changeLines, orderOf, savePackage } from '../orders-store.js';
import { cancelLine } from './cancel-line.js';
import { newPackage, putInto, type BoxWish, type LinePart, type PackRefusal } from './pack-lines.js';

/** Takes a box apart: its lines are open again. */
export function unpack(market: Market, pkg: Package, o: { isTold: boolean }): Order | PackRefusal {
  if (pkg.status !== 'Open') return { status: 400, problem: `Package is ${pkg.status}` };
  const order = orderOf(market, pkg);
  const opened = changeLines(market, order, (line) => (line.packageNumber === pkg.packageNumber ? { packageNumber: null } : null));
  close(market, pkg);
  if (o.isTold) {
    const body = { merchantId: pkg.merchantId, packageNumber: String(pkg.packageNumber), unpackedDate: istanbulText(market.nowMs()), orderNumbers: [String(pkg.orderNumber)] };
    market.announce({ merchantId: pkg.merchantId, method: 'PUT', path: `/packages/${pkg.packageNumber}/unpack`, body });
  }
  return opened;
}

/**
 * Divides a box into others and gives up what is named as cancelled. The parts and the cancelled units must be all that is
 * in the box; the old box is taken apart and each part gets a number of its own (sandbox choice).
 */
export function splitPackage(market: Market, seller: Seller, pkg: Package, o: { boxes: readonly BoxWish[]; cancelled: readonly LinePart[] }): Package[] | PackRefusal {
  if (pkg.status !== 'Open') return { status: 400, problem: `Package is ${pkg.status}` };
  const order = orderOf(market, pkg);
  const refusal = refusalOf(order, pkg, [...o.boxes.flatMap(({ parts }) => parts), ...o.cancelled], o.boxes.length);
  if (refusal) return refusal;
  close(market, pkg);
  const isFrom = (line: { packageNumber: number | null }): boolean => line.packageNumber === pkg.packageNumber;
  const made = o.boxes.map((box) => {
    const child = newPackage(market, seller, order, box);
    savePackage(market, child);
    putInto(market, orderOf(market, pkg), { parts: box.parts, isFrom, packageNumber: child.packageNumber });
    return child;
  });
  const { movedIds } = putInto(market, orderOf(market, pkg), { parts: o.cancelled, isFrom, packageNumber: null });
  for (const lineId of movedIds) cancelLine(market, seller.merchantId, lineId, { by: 'Merchant', isTold: false });
  return made;
}

function close(market: Market, pkg: Package): void {
  savePackage(market, { ...pkg, status: 'Unpacked', movedAtMs: Math.max(market.nowMs(), pkg.movedAtMs) });
}

function refusalOf(order: Order, pkg: Package, parts: readonly LinePart[], boxes: number): PackRefusal | null {
  if (boxes === 0) return { status: 400, problem: 'packageDetails cannot be empty' };
  const named = new Map<string, number>();
  for (const { lineId, quantity } of parts) {
    if (!Number.isInteger(quantity) || quantity < 1) return { status: 400, problem: 'quantity must be above zero' };
    named.set(lineId, (named.get(lineId) ?? 0) + quantity);
  }
  const inside = order.lines.filter((line) => line.packageNumber === pkg.packageNumber);
  for (const lineId of named.keys()) if (!inside.some((line) => line.lineId === lineId)) return { status: 404, problem: `Line item ${lineId} is not in the package` };
  return inside.every((line) => named.get(line.lineId) === line.quantity) ? null : { status: 400, problem: 'The parts must add up to the package' };
}
