import { canBecome, moved, type ShipmentPackage } from '../domain/shipment-package.js';
import type { LinePart } from '../domain/split-package.js';
import type { Market } from '../market.js';
import { savePackage } from '../packages-store.js';
import { restock } from '../products-store.js';
import { cutOut, type SplitOutcome } from './split-packages.js';

/** The carrier invoices the campaign code. */
export function shipPackage(market: Market, pkg: ShipmentPackage): SplitOutcome {
  return move(market, pkg, 'Shipped', { cargoSenderNumber: `7${pkg.campaignCode.slice(-11)}` });
}

export function deliverPackage(market: Market, pkg: ShipmentPackage): SplitOutcome {
  return move(market, pkg, 'Delivered', {});
}

/**
 * Takes pieces out of a package before it ships: `Cancelled` when the buyer walks away (the pieces go back on sale),
 * `UnSupplied` when the seller cannot supply. All pieces: the package itself moves. Some: it splits, and the campaign code changes.
 */
export function cancelPieces(market: Market, pkg: ShipmentPackage, { to, parts }: { to: 'Cancelled' | 'UnSupplied'; parts: readonly LinePart[] | undefined }): SplitOutcome {
  if (!canBecome(pkg.status, to)) return { problem: `a package in ${pkg.status} cannot become ${to}` };
  const wanted = parts ?? wholeOf(pkg);
  const outcome = isWhole(pkg, wanted) ? move(market, pkg, to, {}) : cutOut(market, pkg, { status: to, parts: wanted });
  if (to === 'Cancelled' && 'children' in outcome) restock(market, pkg.sellerId, wanted.map((part) => ({ stockCode: stockCodeOf(pkg, part), quantity: part.quantity })));
  return outcome;
}

function move(market: Market, pkg: ShipmentPackage, to: 'Shipped' | 'Delivered' | 'Cancelled' | 'UnSupplied', change: Partial<ShipmentPackage>): SplitOutcome {
  if (!canBecome(pkg.status, to)) return { problem: `a package in ${pkg.status} cannot become ${to}` };
  const next = moved({ ...pkg, ...change }, to, market.nowMs());
  savePackage(market, next);
  return { children: [next] };
}

function wholeOf(pkg: ShipmentPackage): LinePart[] {
  return pkg.lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity }));
}

function isWhole(pkg: ShipmentPackage, parts: readonly LinePart[]): boolean {
  return pkg.lines.every((line) => parts.some((part) => part.orderLineId === line.orderLineId && part.quantity === line.quantity));
}

function stockCodeOf(pkg: ShipmentPackage, part: LinePart): string {
  return pkg.lines.find((line) => line.orderLineId === part.orderLineId)?.stockCode ?? '';
}
