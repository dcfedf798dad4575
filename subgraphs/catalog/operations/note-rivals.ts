import type { StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { latestRival, type Rival } from '../domain/rival.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeListings } from './change-listings.js';

export interface SeenRivals {
  readonly storeId: StoreId;
  readonly currency: Currency;
  /** When the marketplace was asked. */
  readonly at: Date;
  /** `rival` is null where nobody else sells it. */
  readonly seen: readonly { readonly remoteKey: string; readonly rival: Pick<Rival, 'priceMinor' | 'ownRank'> | null }[];
}

/** Remembers what a reading told of other sellers: prices that decide who is shown first go before others from then on. */
export async function noteRivals(deps: CatalogDeps, { storeId, currency, at, seen }: SeenRivals): Promise<void> {
  const byKey = new Map(seen.map(({ remoteKey, rival }) => [remoteKey, rival && { ...rival, currency }]));
  const given = await deps.listings.ofStoreAndKeys(storeId, [...byKey.keys()]);
  await changeListings(deps, given, deps.clock.now(), (listing) => {
    const known = listing.rival ?? null;
    const rival = latestRival(known, byKey.get(listing.remoteKey) ?? null, at);
    return rival === known ? listing : { ...listing, rival };
  });
}
