import type { SellerId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { BANKS } from '../domain/bulletin.js';
import { chooseRate, type ExchangeRate } from '../domain/exchange-rate.js';
import type { AutomationDeps } from './automation-deps.js';

interface Pair {
  readonly sellerId: SellerId;
  readonly from: Currency;
  readonly to: Currency;
}

/** The rate a seller's prices are converted with now: the seller's own, else a central bank's; null when nobody quotes the pair. */
export async function findExchangeRate({ bulletins, ownRates, maxAgeMs, clock }: Pick<AutomationDeps, 'bulletins' | 'ownRates' | 'maxAgeMs' | 'clock'>, { sellerId, from, to }: Pair): Promise<ExchangeRate | null> {
  const now = clock.now();
  const [own, ...found] = await Promise.all([ownRates.ofPair(sellerId, from, to), ...BANKS.map((bank) => bulletins.inForce(bank, now))]);
  return chooseRate({ from, to, own, bulletins: found.filter((bulletin) => bulletin !== null), now, maxAgeMs });
}
