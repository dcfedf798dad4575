import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import type { CatalogueLanguage, CategoryAttribute } from '../connector/contract.js';
import { catalogueIn } from '../connector/require-capability.js';
import type { SyncDeps } from './sync-deps.js';

/** What a marketplace wants to know of goods in a category, as the connector keeps it for a day. */
export function listCategoryAttributes({ access }: Pick<SyncDeps, 'access'>, { categoryId, language, ...store }: StoreOfCaller & { readonly categoryId: string; readonly language: CatalogueLanguage | null }): Promise<readonly CategoryAttribute[]> {
  return askMarketplace(access, store, ({ connector, context }) => catalogueIn(connector, language).attributes(context, categoryId));
}
