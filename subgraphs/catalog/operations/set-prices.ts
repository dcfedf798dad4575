import type { OperationId, SellerId, Sku, StoreId } from '../../../platform/ids.js';
import type { Money } from '../../../platform/money.js';
import { wasAskedBefore } from '../domain/operation-order.js';
import { isFault, priceAfter } from '../domain/price.js';
import { itemRefusal } from '../domain/refusals.js';
import type { Placed } from '../domain/sku-items.js';
import type { Variant } from '../domain/variant.js';
import { withPrice } from '../domain/variant-change.js';
import type { CatalogDeps } from './catalog-deps.js';
import { setStorePrices } from './set-store-prices.js';
import type { WriteOutcome } from './write-outcome.js';
import { type ItemDecision, writeVariants } from './write-variants.js';

export interface PriceItem {
  readonly sku: Sku;
  readonly price: Money;
  /** The crossed-out price; the present one stays when absent, raised to `price` where it would be below it. */
  readonly listPrice?: Money;
}

export interface PriceChange {
  readonly sellerId: SellerId;
  readonly operationId: OperationId;
  readonly items: readonly PriceItem[];
  /** Only these stores get the price, until a base price is set again; absent: the base price, on every store. */
  readonly storeIds?: readonly StoreId[];
}

/** Says what goods cost. Running the same operation again changes nothing, even when a later one has been run since. */
export async function setPrices(deps: CatalogDeps, { storeIds, ...change }: PriceChange): Promise<WriteOutcome> {
  if (storeIds) return await setStorePrices(deps, { ...change, storeIds });
  const at = deps.clock.now();
  return await writeVariants(deps, { sellerId: change.sellerId, items: change.items, decide: (variant, item) => decideBasePrice(variant, item, change.operationId, at) });
}

function decideBasePrice(variant: Variant, item: Placed<PriceItem>, operationId: OperationId, at: Date): ItemDecision {
  if (variant.priceSetBy === operationId || wasAskedBefore(operationId, variant.priceSetBy)) return null;
  const price = priceAfter(variant.price, item.price, item.listPrice);
  return isFault(price) ? itemRefusal(price.code, { ...item, part: price.part }, price.message) : withPrice(variant, price, operationId, at);
}
