import type { SellerId } from '../../../platform/ids.js';
import { afterPair, ofSeller } from '../domain/listing-conversion.js';
import type { CatalogDeps } from './catalog-deps.js';
import type { CurrencyPair } from './load-conversions.js';

/** The pairs of currencies that prices of a seller's listings stand on, or would if a rate were known. One index seek per pair. */
export async function findConversionPairs({ listings }: Pick<CatalogDeps, 'listings'>, sellerId: SellerId): Promise<readonly CurrencyPair[]> {
  const pairs: CurrencyPair[] = [];
  for (let next = await listings.nextConversion(ofSeller(sellerId)); next?.sellerId === sellerId; ) {
    const { from, to } = next.conversion;
    pairs.push({ sellerId, from, to });
    next = await listings.nextConversion(afterPair(sellerId, from, to));
  }
  return pairs;
}
