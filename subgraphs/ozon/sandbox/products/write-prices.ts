import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import type { ItemError } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import { minorOf, priceRefusal } from './amounts.js';
import type { Product } from './product.js';
import type { Shelf } from './shelf.js';

const HOUR_MS = 3_600_000;

const priceShape = z.looseObject({
  offer_id: z.string().default(''),
  product_id: int64.default(0),
  price: z.string().default(''),
  old_price: z.string().optional(),
  min_price: z.string().optional(),
  currency_code: z.string().optional(),
});
type PriceItem = z.infer<typeof priceShape>;

/** Answered at once, item by item, with HTTP 200 whatever became of them. */
export function priceEndpoint({ clock, log, settings }: Kernel, shelf: Shelf): Endpoint {
  const refusalOf = (item: PriceItem, product: Product | undefined): ItemError | null => {
    if (!product || product.isArchived) return { code: 'NOT_FOUND_ERROR', message: 'product is not found' };
    if (item.currency_code !== undefined && item.currency_code !== product.currency) return { code: 'invalid_currency', message: `the cabinet's currency is ${product.currency}` };
    const lately = product.priceWrittenAt.filter((at) => at > clock.now() - HOUR_MS);
    if (settings().priceChangesPerHour > 0 && lately.length >= settings().priceChangesPerHour) return { code: 'TOO_MANY_REQUESTS', message: 'price of this product was updated too many times within an hour' };
    const { price, oldPrice } = wanted(item, product);
    if (price === null || oldPrice === null) return { code: 'invalid_price', message: 'price must be a decimal with at most two digits after the dot' };
    const refusal = priceRefusal(price, oldPrice, product.currency);
    return refusal === null ? null : { code: refusal, message: `price and old_price do not go together: ${refusal}` };
  };

  const write = (item: PriceItem, product: Product, requestId: number): void => {
    const now = clock.now();
    const { price, oldPrice } = wanted(item, product);
    const minPriceMinor = item.min_price === undefined || item.min_price === '' ? product.minPriceMinor : (minorOf(item.min_price) ?? product.minPriceMinor);
    const changed: Product = { ...product, priceMinor: price ?? 0, oldPriceMinor: oldPrice ?? 0, minPriceMinor, priceWrittenAt: [...product.priceWrittenAt.filter((at) => at > now - HOUR_MS), now], updatedAt: now };
    shelf.put(changed);
    log.recordEffect({ at: now, what: 'price', key: `${product.clientId}/${product.offerId}`, old: { price: product.priceMinor, oldPrice: product.oldPriceMinor }, new: { price: changed.priceMinor, oldPrice: changed.oldPriceMinor }, requestId });
  };

  return endpoint({
    path: '/v1/product/import/prices',
    body: z.looseObject({ prices: z.array(priceShape).min(1).max(1_000) }),
    handle: ({ clientId, body, requestId }) => ({
      result: body.prices.map((item) => {
        const product = item.offer_id !== '' ? shelf.product(clientId, item.offer_id) : shelf.byProductId(clientId, item.product_id);
        const refusal = refusalOf(item, product);
        if (refusal === null && product) write(item, product, requestId);
        return { product_id: product?.productId ?? item.product_id, offer_id: product?.offerId ?? item.offer_id, updated: refusal === null, errors: refusal === null ? [] : [refusal] };
      }),
    }),
  });
}

/** `old_price` left out stays as it is; "0" takes it away. */
function wanted(item: PriceItem, product: Product): { price: number | null; oldPrice: number | null } {
  return { price: minorOf(item.price), oldPrice: item.old_price === undefined || item.old_price === '' ? product.oldPriceMinor : minorOf(item.old_price) };
}
