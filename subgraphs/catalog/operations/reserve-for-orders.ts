import type { OrderId, SellerId, Sku, StoreId } from '../../../platform/ids.js';
import { type ClaimedUnits, withReservation } from '../domain/stock.js';
import type { Variant } from '../domain/variant.js';
import { type VariantChange, withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { linesBySku } from './lines-of-orders.js';
import { propagateVariants } from './propagate-variants.js';

interface ReserveForOrders {
  readonly sellerId: SellerId;
  /** Where the orders were placed: that marketplace has lowered its own quantity already, only the others are told. */
  readonly storeId: StoreId;
  /** `heardAt`: when the order reached the hub; `orderedAt`: when it was placed. `soldAnew: false` re-divides units that were promised before: the marketplace has not lowered anything again. */
  readonly orders: readonly { readonly orderId: OrderId; readonly heardAt: Date; readonly orderedAt: Date; readonly lines: readonly (ClaimedUnits & { readonly sku: Sku; readonly soldAnew: boolean })[] }[];
}

interface Promised {
  readonly orderId: OrderId;
  readonly lineKey: string;
}

/** Promises stock to many orders of one store in a few round trips; once per order and line key, however often it runs. */
export async function reserveForOrders(deps: CatalogDeps, { sellerId, storeId, orders }: ReserveForOrders): Promise<{ readonly short: readonly Promised[]; readonly storeIds: readonly StoreId[] }> {
  const lines = linesBySku(orders);
  const times = new Map(orders.map(({ orderId, heardAt, orderedAt }) => [orderId, { heardAt: heardAt.getTime(), soldAt: timeOfSale(orderedAt, heardAt) }]));
  const shortBySku = new Map<Sku, readonly Promised[]>();
  const at = deps.clock.now();

  function decide(variant: Variant): VariantChange | null {
    let { stock } = variant;
    const sales: { readonly quantity: number; readonly heardAt: number; readonly soldAt: number }[] = [];
    const short: Promised[] = [];
    for (const line of lines.get(variant.sku) ?? []) {
      const reserved = withReservation(stock, line.orderId, line, at);
      if (reserved.stock !== stock && line.soldAnew) sales.push({ quantity: line.quantity, ...(times.get(line.orderId) ?? { heardAt: at.getTime(), soldAt: at.getTime() }) });
      if (reserved.shortBy > 0) short.push({ orderId: line.orderId, lineKey: line.lineKey });
      ({ stock } = reserved);
    }
    shortBySku.set(variant.sku, short);
    const quantity = sales.reduce((sum, sale) => sum + sale.quantity, 0);
    return withStock(variant, stock, at, { storeId, quantity, heardAt: new Date(Math.min(...sales.map((sale) => sale.heardAt))), soldAt: new Date(Math.min(...sales.map((sale) => sale.soldAt))) });
  }

  const stored = await changeVariants(deps, { sellerId, skus: [...lines.keys()], decide });
  const { storeIds } = await propagateVariants(deps, [...stored.values()]);
  const short = [...shortBySku.values()].flat();
  if (short.length > 0) deps.logger.warn({ storeId, lines: short }, 'more was sold than there was');
  deps.announce();
  return { short, storeIds };
}

/** A sale from the future tells of a clock that is ahead, not of when it was: it may be older than anything that was sent. */
function timeOfSale(orderedAt: Date, heardAt: Date): number {
  return orderedAt > heardAt ? 0 : orderedAt.getTime();
}
