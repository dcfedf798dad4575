import type { OrderPackage } from './order.js';
import { stockEffectOf } from './order-status.js';

/** Units of one of the marketplace's goods that an order should hold on the shelf, and those it has taken from it. */
export interface StockNeed {
  readonly held: number;
  readonly consumed: number;
}

/**
 * What an order claims, by remote key, of lines whose goods are known. Counted over the whole order and not per line,
 * since a split or a partial cancel moves units to new packages and new line ids without anything leaving the shelf.
 */
export function stockNeedOf(packages: readonly OrderPackage[]): ReadonlyMap<string, StockNeed> {
  const need = new Map<string, StockNeed>();
  for (const one of packages) {
    for (const [remoteKey, claim] of claimsOf(one, packages)) {
      const sum = need.get(remoteKey) ?? { held: 0, consumed: 0 };
      need.set(remoteKey, { held: sum.held + claim.held, consumed: sum.consumed + claim.consumed });
    }
  }
  return need;
}

function claimsOf(one: OrderPackage, packages: readonly OrderPackage[]): ReadonlyMap<string, StockNeed> {
  if (one.stockOf === 'MARKETPLACE') return new Map();
  const quantities = quantitiesOf(one, { standingOnly: true });
  if (one.leftShelf) return mapValues(quantities, (quantity) => ({ held: 0, consumed: quantity }));
  if (one.status === 'SPLIT') return mapValues(quantities, (quantity, remoteKey) => ({ held: isCarriedElsewhere(one, remoteKey, packages) ? 0 : quantity, consumed: 0 }));
  if (stockEffectOf(one.status) === 'NOTHING') return new Map();
  const moved = unitsMovedOut(one, packages);
  return mapValues(quantities, (quantity, remoteKey) => ({ held: Math.max(0, quantity - (moved.get(remoteKey) ?? 0)), consumed: 0 }));
}

/** A split package keeps its units until the first of its parts is seen; letting go earlier would offer them to other buyers. */
function isCarriedElsewhere(split: OrderPackage, remoteKey: string, packages: readonly OrderPackage[]): boolean {
  const others = packages.filter((one) => one.status !== 'SPLIT' || one.originPackageIds.includes(split.remotePackageId));
  return others.some((one) => one !== split && one.lines.some((line) => line.remoteKey === remoteKey));
}

/** Units that packages made out of this one carry already, though its own end has not been heard of yet; a package that goes on tells by itself what left it. */
function unitsMovedOut(parent: OrderPackage, packages: readonly OrderPackage[]): ReadonlyMap<string, number> {
  const descendants = packages.filter((one) => one.originsStay !== true && one.originPackageIds.includes(parent.remotePackageId));
  const children = descendants.filter((one) => !descendants.some((other) => other !== one && one.originPackageIds.includes(other.remotePackageId)));
  const moved = new Map<string, number>();
  for (const child of children) {
    for (const [remoteKey, quantity] of quantitiesOf(child, { standingOnly: false })) moved.set(remoteKey, (moved.get(remoteKey) ?? 0) + quantity);
  }
  return moved;
}

function quantitiesOf(one: OrderPackage, o: { standingOnly: boolean }): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const line of one.lines) {
    if (line.sku === null || (o.standingOnly && isVoid(line.status))) continue;
    quantities.set(line.remoteKey, (quantities.get(line.remoteKey) ?? 0) + line.quantity);
  }
  return quantities;
}

/** A single line may be given up while its package goes on. */
function isVoid(status: OrderPackage['status']): boolean {
  return status === 'CANCELLED' || status === 'UNSUPPLIED';
}

function mapValues<A, B>(map: ReadonlyMap<string, A>, change: (value: A, key: string) => B): ReadonlyMap<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
