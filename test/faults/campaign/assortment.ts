import type { Goods } from './open-shops.js';
import type { Shop } from './shops/shop.js';

/** What is sold, by SKU. */
export interface Assortment {
  /** In the shops that have everything only. */
  readonly wide: readonly string[];
  /** In every shop. */
  readonly everywhere: readonly string[];
  /** In every shop; there are few of them and nobody restocks. */
  readonly scarce: readonly string[];
}

const SCARCE = 4;
const SCARCE_ON_HAND = 5;
const ON_HAND = 600;

/** Clients change the price and stock of all but the scarce ones; each has some of its own, so that it knows which change came last. */
export function planAssortment({ wide, everywhere }: { readonly wide: number; readonly everywhere: number }): Assortment {
  const named = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(3, '0')}`);
  return { wide: named('FLT', wide), everywhere: named('SIX', everywhere), scarce: named('RARE', SCARCE) };
}

export function goodsOf({ wide, everywhere, scarce }: Assortment): readonly Goods[] {
  return [...[...wide, ...everywhere].map((sku) => ({ sku, onHand: ON_HAND })), ...scarce.map((sku) => ({ sku, onHand: SCARCE_ON_HAND }))];
}

export function isOnSaleIn({ isWide }: Pick<Shop, 'isWide'>, sku: string, { wide }: Assortment): boolean {
  return isWide || !wide.includes(sku);
}
