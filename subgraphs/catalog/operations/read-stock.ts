import type { SellerId, Sku } from '../../../platform/ids.js';
import { availableOf, type Variant } from '../domain/variant.js';
import type { CatalogDeps } from './catalog-deps.js';

/** What of one variant can still be promised; negative when more was sold than there was. */
export interface StockLevel {
  readonly sellerId: SellerId;
  readonly sku: Sku;
  readonly available: number;
}

/** Of SKUs that are not there, nothing. */
export async function stockOfSkus({ variants }: Pick<CatalogDeps, 'variants'>, { sellerId, skus }: { readonly sellerId: SellerId; readonly skus: readonly Sku[] }): Promise<readonly StockLevel[]> {
  return (await variants.bySkus(sellerId, skus)).map(levelOf);
}

/** A seller's stock in the order of the SKUs, after this one; null: from the first. */
export async function stockPage({ variants }: Pick<CatalogDeps, 'variants'>, { sellerId, after, limit }: { readonly sellerId: SellerId; readonly after: Sku | null; readonly limit: number }): Promise<readonly StockLevel[]> {
  return (await variants.stockAfter(sellerId, after, limit)).map(levelOf);
}

function levelOf({ sellerId, sku, stock }: Pick<Variant, 'sellerId' | 'sku' | 'stock'>): StockLevel {
  return { sellerId, sku, available: availableOf(stock) };
}
