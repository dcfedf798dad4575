import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { BANKS } from '../domain/bulletin.js';
import { type ConversionSettings, maxAgeMsOf } from '../domain/conversion-settings.js';
import { chooseRate, type ExchangeRate } from '../domain/exchange-rate.js';
import type { AutomationDeps } from './automation-deps.js';

export interface SellersPair {
  readonly sellerId: SellerId;
  readonly from: Currency;
  readonly to: Currency;
}

export type RateDeps = Pick<AutomationDeps, 'bulletins' | 'ownRates' | 'settings' | 'maxAgeMs' | 'clock'>;

/** The rate a seller's prices are converted with now: the seller's own, else a central bank's; null when nobody quotes the pair. */
export async function findExchangeRate({ bulletins, ownRates, settings, maxAgeMs, clock }: RateDeps, { sellerId, from, to }: SellersPair, known?: ConversionSettings): Promise<ExchangeRate | null> {
  const now = clock.now();
  const [own, wished, ...found] = await Promise.all([ownRates.ofPair(sellerId, from, to), known ?? settings.of(sellerId), ...BANKS.map((bank) => bulletins.inForce(bank, now))]);
  return chooseRate({ from, to, own, bulletins: found.filter((bulletin) => bulletin !== null), now, maxAgeMs: maxAgeMsOf(wished, maxAgeMs) });
}
