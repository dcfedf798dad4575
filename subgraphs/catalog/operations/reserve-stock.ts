import type { OrderId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import { groupBySku } from '../domain/sku-items.js';
import { type LineUnits, withReservation } from '../domain/stock.js';
import type { Variant } from '../domain/variant.js';
import { type VariantChange, withStock } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeVariants } from './change-variants.js';
import { propagateVariants } from './propagate-variants.js';

export interface OrderedLine extends LineUnits {
  readonly sku: Sku;
}

export interface ReservedLine {
  readonly lineKey: string;
  /** Null: no variant has the SKU; the line is unmapped. */
  readonly variantId: VariantId | null;
  /** More was sold than there was. The units are promised all the same, so that `available` shows the lack. */
  readonly short: boolean;
}

interface Reserve {
  readonly sellerId: SellerId;
  readonly orderId: OrderId;
  /** Where it was sold: that marketplace has lowered its own quantity already, only the others are told. */
  readonly storeId: StoreId;
  readonly lines: readonly OrderedLine[];
}

/** Promises stock to an order's lines: once per order and line key, however often it runs. */
export async function reserveStock(deps: CatalogDeps, { sellerId, orderId, storeId, lines }: Reserve): Promise<{ readonly lines: readonly ReservedLine[]; readonly storeIds: readonly StoreId[] }> {
  const linesBySku = groupBySku(lines);
  const short = new Map<string, boolean>();
  const at = deps.clock.now();
  const stored = await changeVariants(deps, {
    sellerId,
    skus: [...linesBySku.keys()],
    decide: (variant) => decideReservation(variant, { orderId, storeId, lines: linesBySku.get(variant.sku) ?? [], at, short }),
  });
  const { storeIds } = await propagateVariants(deps, [...stored.values()]);
  warnOfOversell(deps, orderId, short);
  deps.announce();
  return { lines: lines.map(({ lineKey, sku }) => ({ lineKey, variantId: stored.get(sku)?._id ?? null, short: short.get(lineKey) ?? false })), storeIds };
}

interface ReservationOfLines extends Omit<Reserve, 'sellerId'> {
  readonly at: Date;
  readonly short: Map<string, boolean>;
}

function decideReservation(variant: Variant, { orderId, storeId, lines, at, short }: ReservationOfLines): VariantChange | null {
  let { stock } = variant;
  for (const line of lines) {
    const reserved = withReservation(stock, orderId, line, at);
    short.set(line.lineKey, reserved.shortBy > 0);
    ({ stock } = reserved);
  }
  return withStock(variant, stock, at, { storeId, quantity: stock.reserved - variant.stock.reserved });
}

function warnOfOversell({ logger }: CatalogDeps, orderId: OrderId, short: ReadonlyMap<string, boolean>): void {
  const lineKeys = [...short].flatMap(([lineKey, isShort]) => (isShort ? [lineKey] : []));
  if (lineKeys.length > 0) logger.warn({ orderId, lineKeys }, 'more was sold than there was');
}
