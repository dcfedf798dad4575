import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { KnownRate } from '../domain/convert-price.js';
import type { Conversions } from '../domain/listing-conversion.js';
import type { CatalogDeps } from './catalog-deps.js';

export interface CurrencyPair {
  readonly sellerId: SellerId;
  readonly from: Currency;
  readonly to: Currency;
}

/** What converts between these currencies, each asked for once; asks nothing when all are the same. */
export async function loadConversions({ rates, rateStepBasisPoints }: Pick<CatalogDeps, 'rates' | 'rateStepBasisPoints'>, pairs: readonly CurrencyPair[]): Promise<Conversions> {
  const different = new Map(pairs.filter(({ from, to }) => from !== to).map((pair) => [keyOf(pair.sellerId, pair.from, pair.to), pair]));
  const found = new Map<string, KnownRate | null>(await Promise.all([...different].map(async ([key, pair]) => [key, await rates.currentRate(pair)] as const)));
  return { rateOf: (sellerId, from, to) => found.get(keyOf(sellerId, from, to)) ?? null, stepBasisPoints: rateStepBasisPoints };
}

function keyOf(sellerId: SellerId, from: Currency, to: Currency): string {
  return `${sellerId} ${from} ${to}`;
}
