import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import { groupBySku } from '../domain/sku-items.js';
import { withoutReservation } from '../domain/stock.js';
import { withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { propagateVariants } from './propagate-variants.js';
import type { OrderedLine } from './reserve-stock.js';

export interface SettledLine extends OrderedLine {
  /** Needed only when a line is settled in several parts of the same size: tells them apart. */
  readonly stepKey?: string;
}

export interface ReservationsOfOrder {
  readonly sellerId: SellerId;
  readonly orderId: OrderId;
  readonly lines: readonly SettledLine[];
}

/** Ends promises made to an order's lines; a line without a promise is left alone. Once per line, kind, units and step key. */
export async function settleReservations(deps: CatalogDeps, kind: 'RELEASE' | 'CONSUME', { sellerId, orderId, lines }: ReservationsOfOrder): Promise<{ readonly storeIds: readonly StoreId[] }> {
  const linesBySku = groupBySku(lines);
  const at = deps.clock.now();
  const stored = await changeVariants(deps, {
    sellerId,
    skus: [...linesBySku.keys()],
    decide: (variant) => withStock(variant, (linesBySku.get(variant.sku) ?? []).reduce((stock, line) => withoutReservation(stock, kind, { ...line, orderId }, at), variant.stock), at),
  });
  const untold = [...stored.values()].filter(({ version, propagatedVersion }) => propagatedVersion < version);
  const { storeIds } = await propagateVariants(deps, untold);
  deps.announce();
  return { storeIds };
}
