import type { ForeseenTrouble } from '../../sync/connector/contract.js';
import type { EbayContext } from './client.js';

const DAY_MS = 86_400_000;
/** eBay's refresh tokens live 47,304,000 s, about 18 months; it says so only when the seller consents, to whoever asks for the token then. */
const REFRESH_TOKEN_MS = 47_304_000_000;
/** Time enough to ask the seller for consent again. */
const WARN_AHEAD_MS = 30 * DAY_MS;

/** That the seller's consent ends within thirty days, or has ended; nothing where the credentials do not say since when it is given. */
export async function foreseeConsentEnd({ store, now }: Pick<EbayContext, 'store' | 'now'>): Promise<ForeseenTrouble[]> {
  const { consentGivenOn } = store.credentials;
  if (consentGivenOn === undefined) return [];
  const endsAt = new Date(consentGivenOn.getTime() + REFRESH_TOKEN_MS);
  const leftMs = endsAt.getTime() - now().getTime();
  if (leftMs >= WARN_AHEAD_MS) return [];
  const ends = leftMs > 0 ? 'ends' : 'ended';
  return [{ code: 'AUTHORISATION_ENDS_SOON', message: `The seller's consent ${ends} on ${endsAt.toISOString().slice(0, 10)}: have the seller consent again and connect the store again with the new refresh token and its day.`, dueAt: endsAt }];
}
