import { askMarketplace, type StoreOfCaller } from '../connector/ask-marketplace.js';
import type { CategoryAttribute } from '../connector/contract.js';
import { requireCapability } from '../connector/require-capability.js';
import type { SyncDeps } from './sync-deps.js';

/** What a marketplace wants to know of goods in a category, as the connector keeps it for a day. */
export function listCategoryAttributes({ access }: Pick<SyncDeps, 'access'>, { categoryId, ...store }: StoreOfCaller & { readonly categoryId: string }): Promise<readonly CategoryAttribute[]> {
  return askMarketplace(access, store, ({ connector, context }) => requireCapability(connector, 'catalogue').attributes(context, categoryId));
}
