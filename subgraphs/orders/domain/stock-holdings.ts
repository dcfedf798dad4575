import type { Sku } from '../../../platform/ids.js';
import type { OrderPackage, StockHolding } from './order.js';
import { stockNeedOf, type StockNeed } from './stock-need.js';

/**
 * The order's holdings after its packages have changed: those it had, moved on or let go, and new ones for what is
 * missing. Equal need gives the same array back. Units that shipped stay consumed.
 */
export function planHoldings(holdings: readonly StockHolding[], packages: readonly OrderPackage[]): readonly StockHolding[] {
  const need = stockNeedOf(packages);
  const remoteKeys = new Set([...need.keys(), ...holdings.map((one) => one.remoteKey)]);
  const planned = [...remoteKeys].sort().flatMap((remoteKey) =>
    planGoods({
      remoteKey,
      sku: skuOf(remoteKey, packages, holdings),
      holdings: holdings.filter((one) => one.remoteKey === remoteKey),
      need: need.get(remoteKey) ?? { held: 0, consumed: 0 },
      hasFallenThere: !packages.some((one) => one.soldFrom === 'ELSEWHERE' && one.lines.some((line) => line.remoteKey === remoteKey)),
    }),
  );
  return isSame(holdings, planned) ? holdings : planned;
}

/** What the catalogue still has to hear, in the order it must hear it: claims first, so that no unit is free in between. */
export function untoldHoldings(holdings: readonly StockHolding[]): { reserve: readonly StockHolding[]; consume: readonly StockHolding[]; release: readonly StockHolding[] } {
  const untold = holdings.filter((one) => one.told !== one.state);
  return {
    reserve: untold.filter((one) => one.state !== 'RELEASED' && one.told === 'NONE'),
    consume: untold.filter((one) => one.state === 'CONSUMED'),
    release: untold.filter((one) => one.state === 'RELEASED'),
  };
}

interface Goods {
  readonly remoteKey: string;
  readonly sku: Sku | null;
  readonly holdings: readonly StockHolding[];
  readonly need: StockNeed;
  /** Whether the marketplace has lowered the listing's quantity for all units; where it has not for some, the quantity is sent anew. */
  readonly hasFallenThere: boolean;
}

function planGoods({ remoteKey, sku, holdings, need, hasFallenThere }: Goods): readonly StockHolding[] {
  if (sku === null) return holdings;
  const ledger = createLedger({ remoteKey, sku, hasFallenThere }, holdings);
  const toConsume = need.consumed - ledger.total('CONSUMED');
  if (toConsume > 0) ledger.settle('CONSUMED', toConsume);
  const surplus = ledger.total('HELD') - need.held;
  if (surplus > 0) ledger.settle('RELEASED', surplus);
  if (surplus < 0) ledger.add(-surplus, 'HELD', hasFallenThere);
  return ledger.holdings();
}

function createLedger({ remoteKey, sku, hasFallenThere }: Pick<Goods, 'remoteKey' | 'hasFallenThere'> & { readonly sku: Sku }, initial: readonly StockHolding[]) {
  const holdings = [...initial];
  const total = (state: StockHolding['state']) => holdings.reduce((sum, one) => sum + (one.state === state ? one.quantity : 0), 0);

  function add(quantity: number, state: StockHolding['state'], soldAnew: boolean): void {
    holdings.push({ lineKey: `${remoteKey}#${holdings.length + 1}`, remoteKey, sku, quantity, state, told: 'NONE', short: false, soldAnew });
  }

  /** Moves held units on; a holding that is too large is replaced by two that fit, since quantities never change. */
  function settle(state: 'CONSUMED' | 'RELEASED', quantity: number): void {
    let missing = quantity;
    for (const [index, one] of holdings.entries()) {
      if (one.state !== 'HELD' || missing === 0) continue;
      const fits = one.quantity <= missing;
      holdings[index] = { ...one, state: fits ? state : 'RELEASED' };
      if (!fits) add(one.quantity - missing, 'HELD', false);
      if (!fits && state === 'CONSUMED') add(missing, 'CONSUMED', false);
      missing -= Math.min(one.quantity, missing);
    }
    if (missing > 0 && state === 'CONSUMED') add(missing, 'CONSUMED', hasFallenThere);
  }

  return { total, add, settle, holdings: () => holdings };
}

function skuOf(remoteKey: string, packages: readonly OrderPackage[], holdings: readonly StockHolding[]): Sku | null {
  const held = holdings.find((one) => one.remoteKey === remoteKey);
  if (held !== undefined) return held.sku;
  return packages.flatMap((one) => one.lines).find((line) => line.remoteKey === remoteKey && line.sku !== null)?.sku ?? null;
}

function isSame(before: readonly StockHolding[], after: readonly StockHolding[]): boolean {
  return before.length === after.length && before.every((one) => after.some((other) => other.lineKey === one.lineKey && other.state === one.state));
}
