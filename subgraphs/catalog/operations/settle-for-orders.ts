import type { OrderId, SellerId, StoreId } from '../../../platform/ids.js';
import { withoutReservation } from '../domain/stock.js';
import { withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { linesBySku } from './lines-of-orders.js';
import { propagateVariants } from './propagate-variants.js';
import type { OrderedLine } from './reserve-stock.js';

interface SettleForOrders {
  readonly sellerId: SellerId;
  readonly orders: readonly { readonly orderId: OrderId; readonly lines: readonly OrderedLine[] }[];
}

/** Takes the promised units of many orders off the shelf, each line once: they were shipped. */
export function consumeForOrders(deps: CatalogDeps, orders: SettleForOrders): Promise<{ readonly storeIds: readonly StoreId[] }> {
  return settleForOrders(deps, 'CONSUME', orders);
}

/** Gives the promised units of many orders back, each line once. */
export function releaseForOrders(deps: CatalogDeps, orders: SettleForOrders): Promise<{ readonly storeIds: readonly StoreId[] }> {
  return settleForOrders(deps, 'RELEASE', orders);
}

async function settleForOrders(deps: CatalogDeps, kind: 'RELEASE' | 'CONSUME', { sellerId, orders }: SettleForOrders): Promise<{ readonly storeIds: readonly StoreId[] }> {
  const lines = linesBySku(orders);
  const at = deps.clock.now();
  const stored = await changeVariants(deps, {
    sellerId,
    skus: [...lines.keys()],
    decide: (variant) => withStock(variant, (lines.get(variant.sku) ?? []).reduce((stock, line) => withoutReservation(stock, kind, line, at), variant.stock), at),
  });
  const { storeIds } = await propagateVariants(deps, [...stored.values()].filter(({ version, propagatedVersion }) => propagatedVersion < version));
  deps.announce();
  return { storeIds };
}
