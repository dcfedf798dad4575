import type { KnownRate } from '../../catalog/domain/convert-price.js';
import { findExchangeRate, type RateDeps, type SellersPair } from './find-exchange-rate.js';

/** What a seller's prices are converted with now, rounded as the seller wants; marked where it is too old for a seller who does not take old ones. */
export async function findConversionRate(deps: RateDeps, pair: SellersPair): Promise<KnownRate | null> {
  const settings = await deps.settings.of(pair.sellerId);
  const found = await findExchangeRate(deps, pair, settings);
  if (!found) return null;
  const { from, to, rate, source, date, staleSince } = found;
  const rule = settings.rounding[to];
  return { from, to, rate, source, date, ...(rule ? { rule } : {}), ...(staleSince && settings.staleRates === 'HOLD' ? { tooOldSince: staleSince } : {}) };
}
