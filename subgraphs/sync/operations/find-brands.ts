import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import { requireCapability } from '../connector/require-capability.js';
import { foldText } from '../domain/fold-text.js';
import { pageOfList } from '../domain/list-page.js';
import type { SyncDeps } from './sync-deps.js';

export interface MarketplaceBrand {
  readonly id: string;
  readonly name: string;
}

const KEPT_FOR_MS = 3_600_000;

/** A page of the brands a marketplace finds under a name, asked for once an hour. */
export function findBrands({ access }: Pick<SyncDeps, 'access'>, { name, page, ...store }: StoreOfCaller & { readonly name: string; readonly page: PageRequest }): Promise<Page<MarketplaceBrand>> {
  return askMarketplace(access, store, async ({ connector, context }) => {
    const catalogue = requireCapability(connector, 'catalogue');
    const key = `brands:${store.storeId}:${foldText(name)}`;
    const kept = await context.cache.get(key);
    const brands = kept === null ? await catalogue.brands(context, name) : (JSON.parse(kept) as readonly MarketplaceBrand[]);
    if (kept === null) await context.cache.set(key, JSON.stringify(brands), KEPT_FOR_MS);
    return pageOfList(brands, ({ id }) => id, page);
  });
}
