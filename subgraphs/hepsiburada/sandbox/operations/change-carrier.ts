import type { Carrier } from '../domain/carriers.js';
import { isOpenLine, type Order, type OrderLine, type Package } from '../domain/order.js';
import type { Market } from '../market.js';
import { changeLines, orderOf, savePackage } from '../orders-store.js';
import type { PackRefusal } from './pack-lines.js';

/** Another contract carrier for a line that is not packed yet. */
export function changeLineCarrier(market: Market, { order, line }: { order: Order; line: OrderLine }, carrier: Carrier): Order | PackRefusal {
  if (!isOpenLine(line)) return { status: 400, problem: 'Cargo company of the line item cannot be changed' };
  return changeLines(market, order, (one) => (one.lineId === line.lineId ? { cargoCompany: carrier.name } : null));
}

/** Another contract carrier for a box that has not left; a box of the seller's own carrier keeps it (sandbox choice). */
export function changePackageCarrier(market: Market, pkg: Package, carrier: Carrier): Package | PackRefusal {
  if (pkg.status !== 'Open' || pkg.isOwnCarrier) return { status: 400, problem: 'Cargo company of the package cannot be changed' };
  const changed = { ...pkg, cargoCompany: carrier.name };
  savePackage(market, changed);
  changeLines(market, orderOf(market, pkg), (line) => (line.packageNumber === pkg.packageNumber ? { cargoCompany: carrier.name } : null));
  return changed;
}
