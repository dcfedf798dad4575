import type { ProductId, Sku, StoreId } from '../../../platform/ids.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { TypeResolvers } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { ListingFilter, ProductFilter } from '../domain/filters.js';
import type { CatalogDeps } from '../operations/catalog-deps.js';
import { explainPrice } from '../operations/explain-price.js';
import { explainQuantity } from '../operations/explain-quantity.js';
import { listListings } from '../operations/list-listings.js';
import { listProducts } from '../operations/list-products.js';
import type { CatalogLoaders } from './loaders.js';

type Context = SubgraphContext<CatalogLoaders>;

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface ExplainArguments {
  readonly sku: Sku;
  readonly storeId: StoreId;
}

export function queryResolvers(deps: CatalogDeps): TypeResolvers<CatalogLoaders> {
  return {
    products(_parent, { filter, first, after }: PageArguments & { filter?: ProductFilter | null }, context: Context) {
      requireScope(context, 'catalog:read');
      return connectionOf({ first: first ?? null, after: after ?? null }, (page) => listProducts(deps, { sellerId: context.principal.sellerId, filter: filter ?? {}, page }));
    },
    product(_parent, { id }: { id: ProductId }, context: Context) {
      requireScope(context, 'catalog:read');
      return context.loaders.products.load(id);
    },
    variant(_parent, { sku }: { sku: Sku }, context: Context) {
      requireScope(context, 'catalog:read');
      return context.loaders.variantsBySku.load(sku);
    },
    listings(_parent, { filter, first, after }: PageArguments & { filter?: ListingFilter | null }, context: Context) {
      requireScope(context, 'catalog:read');
      return connectionOf({ first: first ?? null, after: after ?? null }, (page) => listListings(deps, { sellerId: context.principal.sellerId, filter: filter ?? {}, page }));
    },
    explainQuantity(_parent, args: ExplainArguments, context: Context) {
      requireScope(context, 'catalog:read');
      return explainQuantity(deps, { ...args, sellerId: context.principal.sellerId });
    },
    explainPrice(_parent, args: ExplainArguments, context: Context) {
      requireScope(context, 'catalog:read');
      return explainPrice(deps, { ...args, sellerId: context.principal.sellerId });
    },
  };
}
