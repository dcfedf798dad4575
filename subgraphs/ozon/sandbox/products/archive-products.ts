import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { conflict, invalid } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Product } from './product.js';
import { freeOf, type Shelf } from './shelf.js';

/** Into the archive and out of it, and away for good. */
export function archiveEndpoints({ clock, log }: Kernel, shelf: Shelf): Endpoint[] {
  const ids = z.looseObject({ product_id: z.array(int64).min(1).max(100) });
  const required = (clientId: string, productIds: readonly number[]): Product[] =>
    productIds.map((id) => {
      const product = shelf.byProductId(clientId, id);
      if (!product) throw invalid(`product ${id} is not found`);
      return product;
    });
  const set = (product: Product, isArchived: boolean, requestId: number): void => {
    if (product.isArchived === isArchived) return;
    shelf.put({ ...product, isArchived, updatedAt: clock.now() });
    log.recordEffect({ at: clock.now(), what: 'archived', key: `${product.clientId}/${product.offerId}`, old: product.isArchived, new: isArchived, requestId });
  };
  return [
    endpoint({
      path: '/v1/product/archive',
      body: ids,
      handle: ({ clientId, body, requestId }) => {
        const products = required(clientId, body.product_id);
        if (products.some(({ offerId }) => shelf.stocks(clientId, offerId).some(({ stock }) => freeOf(stock) > 0))) throw conflict('set the stock of the products to zero first');
        products.forEach((one) => set(one, true, requestId));
        return { result: true };
      },
    }),
    endpoint({
      path: '/v1/product/unarchive',
      body: ids,
      handle: ({ clientId, body, requestId }) => {
        required(clientId, body.product_id).forEach((one) => set(one, false, requestId));
        return { result: true };
      },
    }),
    endpoint({
      path: '/v2/products/delete',
      body: z.looseObject({ products: z.array(z.looseObject({ offer_id: z.string() })).min(1).max(500) }),
      handle: ({ clientId, body }) => ({
        status: body.products.map(({ offer_id }) => {
          const product = shelf.product(clientId, offer_id);
          const error = deletionRefusal(product);
          if (product && error === '') shelf.remove(product);
          return { offer_id, is_deleted: error === '', error };
        }),
      }),
    }),
  ];
}

function deletionRefusal(product: Product | undefined): string {
  if (!product) return 'product is not found';
  if (!product.isArchived) return 'only archived products can be deleted';
  return product.sku === null ? '' : 'a product with an SKU cannot be deleted';
}
