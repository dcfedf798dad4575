import type { Page, PageRequest } from '../../../platform/mongo/keyset-page.js';
import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import type { CatalogueLanguage } from '../connector/contract.js';
import { catalogueIn } from '../connector/require-capability.js';
import { pageOfList } from '../domain/list-page.js';
import { categoriesIn, type CategoryFilter, type MarketplaceCategory } from '../domain/marketplace-category.js';
import type { SyncDeps } from './sync-deps.js';

/** A page of a marketplace's categories, from the tree that the connector keeps for a day. */
export function listCategories({ access }: Pick<SyncDeps, 'access'>, { filter, page, language, ...store }: StoreOfCaller & { readonly filter: CategoryFilter; readonly page: PageRequest; readonly language: CatalogueLanguage | null }): Promise<Page<MarketplaceCategory>> {
  return askMarketplace(access, store, async ({ connector, context }) => {
    const tree = await catalogueIn(connector, language).categories(context);
    return pageOfList(categoriesIn(tree, filter), ({ id }) => id, page);
  });
}
