import type { BuyboxPort } from '../../sync/connector/contract.js';
import type { OzonCredentials } from './client.js';
import { minorOf } from './prices.js';
import { readProducts, type OzonProduct } from './product-info.js';

/** Ozon has no buy box; its price index tells the least price of the same goods elsewhere on Ozon, and nobody's rank. */
export const priceIndex: BuyboxPort<OzonCredentials> = {
  async read(context, remoteKeys) {
    const products = await readProducts(context, remoteKeys);
    return products.map((product) => {
      const least = rivalPrice(product, context.store.currency);
      const priceMinor = least === null ? null : minorOf(least, context.store.currency);
      const hasRivals = priceMinor !== null && priceMinor > 0;
      return { remoteKey: product.offer_id, rank: null, priceMinor, rivalMinor: hasRivals ? priceMinor : null, hasRivals };
    });
  },
};

/** None that is told in another currency than the store's. */
function rivalPrice({ price_indexes, currency_code }: OzonProduct, currency: string): string | null {
  if ((price_indexes?.ozon_index_data?.minimal_price_currency ?? currency_code) !== currency) return null;
  return price_indexes?.ozon_index_data?.minimal_price ?? price_indexes?.ozon_index_data?.min_price ?? null;
}
