import type { ShipmentPackage } from './domain/shipment-package.js';
import type { Market } from './market.js';

export function findPackage(market: Market, sellerId: number, packageId: string): ShipmentPackage | undefined {
  return market.packages.get([sellerId, Number(packageId)]);
}

/** The live package that holds an order line; the void parent of a split holds none. */
export function packageOfLine(market: Market, sellerId: number, orderLineId: number): ShipmentPackage | undefined {
  const owner = Number.isSafeInteger(orderLineId) ? market.lineOwners.get([sellerId, orderLineId]) : undefined;
  return owner === undefined ? undefined : market.packages.get([sellerId, owner]);
}

export function packagesMovedBetween(market: Market, sellerId: number, { fromMs, toMs }: { fromMs: number; toMs: number }): ShipmentPackage[] {
  const numbers = [...market.movements.range({ start: [sellerId, fromMs], end: [sellerId, toMs + 1] })].map(({ value }) => value);
  return numbers.flatMap((number) => market.packages.get([sellerId, number]) ?? []);
}

/** Saves a package; its last movement always grows, even when two changes share a millisecond. */
export function savePackage(market: Market, changed: ShipmentPackage): void {
  const number = Number(changed.id);
  const old = market.packages.get([changed.sellerId, number]);
  const pkg = old && changed.modifiedAtMs <= old.modifiedAtMs ? { ...changed, modifiedAtMs: old.modifiedAtMs + 1 } : changed;
  if (old) market.movements.remove([pkg.sellerId, old.modifiedAtMs, number]);
  market.packages.put([pkg.sellerId, number], pkg);
  market.movements.put([pkg.sellerId, pkg.modifiedAtMs, number], number);
  for (const line of pkg.lines) holdLine(market, pkg, line.orderLineId);
  if (old?.status !== pkg.status) market.note('order', `${pkg.orderNumber}/${pkg.id}`, old?.status ?? null, pkg.status);
}

function holdLine(market: Market, pkg: ShipmentPackage, orderLineId: number): void {
  if (pkg.status === 'Unpacked') market.lineOwners.remove([pkg.sellerId, orderLineId]);
  else market.lineOwners.put([pkg.sellerId, orderLineId], Number(pkg.id));
}
