import type { KnownRate } from '../../catalog/domain/convert-price.js';
import { findExchangeRate, type RateDeps, type SellersPair } from './find-exchange-rate.js';

/** What a seller's prices are converted with now, rounded as the seller wants; marked where it is too old for a seller who does not take old ones. */
export async function findConversionRate(deps: RateDeps, pair: SellersPair): Promise<KnownRate | null> {
  const [found, { rounding, staleRates }] = await Promise.all([findExchangeRate(deps, pair), deps.settings.of(pair.sellerId)]);
  if (!found) return null;
  const { from, to, rate, source, date, staleSince } = found;
  const rule = rounding[to];
  return { from, to, rate, source, date, ...(rule ? { rule } : {}), ...(staleSince && staleRates === 'HOLD' ? { tooOldSince: staleSince } : {}) };
}
