import type { StoreId } from '../../../platform/ids.js';
import type { PageRequest } from '../../../platform/mongo/keyset-page.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { CatalogueLanguage } from '../connector/contract.js';
import type { CategoryFilter } from '../domain/marketplace-category.js';
import { findBrands } from '../operations/find-brands.js';
import { listAttributeValues } from '../operations/list-attribute-values.js';
import { listCategories } from '../operations/list-categories.js';
import { listCategoryAttributes } from '../operations/list-category-attributes.js';
import type { SyncDeps } from '../operations/sync-deps.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;
interface StoreParent {
  readonly id: StoreId;
}
interface InLanguage {
  readonly language?: CatalogueLanguage | null;
}
interface ValuesArguments extends PageRequest, InLanguage {
  readonly categoryId: string;
  readonly attributeId: string;
  readonly search?: string | null;
}

/** A marketplace's own catalogue, on every store whose marketplace has one: the ids that `listingPublish` takes. */
export function catalogueResolvers(deps: Pick<SyncDeps, 'access'>): ResolverMap<SyncLoaders> {
  const reader = ({ id: storeId }: StoreParent, context: Context) => {
    requireScope(context, 'catalog:read');
    return { sellerId: context.principal.sellerId, storeId };
  };
  return {
    Store: {
      categories(parent: StoreParent, { parentId, search, language, ...request }: CategoryFilter & PageRequest & InLanguage, context: Context) {
        const store = reader(parent, context);
        return connectionOf(request, (page) => listCategories(deps, { ...store, filter: { parentId: parentId ?? null, search: search ?? null }, page, language: language ?? null }));
      },
      categoryAttributes: (parent: StoreParent, { categoryId, language }: InLanguage & { categoryId: string }, context: Context) => listCategoryAttributes(deps, { ...reader(parent, context), categoryId, language: language ?? null }),
      attributeValues(parent: StoreParent, { categoryId, attributeId, search, language, ...request }: ValuesArguments, context: Context) {
        const store = reader(parent, context);
        return connectionOf(request, async (page) => listAttributeValues(deps, { ...store, categoryId, attributeId, search: search ?? null, page, language: language ?? null }));
      },
      brands(parent: StoreParent, { name, ...request }: PageRequest & { name: string }, context: Context) {
        const store = reader(parent, context);
        return connectionOf(request, (page) => findBrands(deps, { ...store, name, page }));
      },
    },
  };
}
