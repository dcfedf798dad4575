import { z } from 'zod';
import { ConnectorError } from '../../sync/connector/contract.js';
import { call } from './client.js';
import type { AmazonContext } from './credentials.js';
import { marketplaceOf } from './marketplaces.js';

const participationsSchema = z.looseObject({
  payload: z.array(
    z.looseObject({
      marketplace: z.looseObject({ id: z.string(), name: z.string().nullish(), countryCode: z.string().nullish(), defaultCurrencyCode: z.string().nullish() }),
      participation: z.looseObject({ isParticipating: z.boolean(), hasSuspendedListings: z.boolean().nullish() }),
    }),
  ),
});

export interface Participation {
  readonly marketplaceId: string;
  readonly name: string | null;
  readonly countryCode: string | null;
  readonly currency: string | null;
  readonly isParticipating: boolean;
  readonly hasSuspendedListings: boolean;
}

/** Where the seller sells. */
export async function readParticipations(context: AmazonContext): Promise<Participation[]> {
  const { payload } = await call(context, { quota: 'marketplace-participations', operation: 'account.check', method: 'GET', path: '/sellers/v1/marketplaceParticipations' }, participationsSchema);
  return payload.map(({ marketplace, participation }) => ({
    marketplaceId: marketplace.id,
    name: marketplace.name ?? null,
    countryCode: marketplace.countryCode ?? null,
    currency: marketplace.defaultCurrencyCode ?? null,
    isParticipating: participation.isParticipating,
    hasSuspendedListings: participation.hasSuspendedListings ?? false,
  }));
}

/** Refuses a store that would send prices in another currency than its marketplace's, and one of a seller who does not sell there. */
export async function checkAccount(context: AmazonContext): Promise<void> {
  const { currency, credentials: { marketplaceId } } = context.store;
  const marketplace = marketplaceOf(marketplaceId);
  if (currency !== marketplace.currency) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: `${marketplace.name} sells in ${marketplace.currency}; connect the store with the currency ${marketplace.currency}, not ${currency}` });
  const isThere = (await readParticipations(context)).some((one) => one.marketplaceId === marketplaceId && one.isParticipating);
  if (!isThere) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: `the seller does not sell on marketplace ${marketplaceId}` });
}
