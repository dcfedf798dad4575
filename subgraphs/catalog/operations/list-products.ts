import type { SellerId } from '../../../platform/ids.js';
import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { ProductFilter } from '../domain/filters.js';
import type { Product } from '../domain/product.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A page of a seller's products, oldest first. Throws PageError. */
export async function listProducts({ products }: Pick<CatalogDeps, 'products'>, { sellerId, filter, page }: { readonly sellerId: SellerId; readonly filter: ProductFilter; readonly page: PageRequest }): Promise<Page<Product>> {
  return await products.page(sellerId, filter, page);
}
