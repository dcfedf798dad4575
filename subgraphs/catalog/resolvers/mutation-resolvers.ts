import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { CatalogDeps } from '../operations/catalog-deps.js';
import { importProducts, type ImportInput } from '../operations/import-products.js';
import { upsertProduct, type UpsertProductAnswer } from '../operations/upsert-product.js';
import type { CatalogLoaders } from './loaders.js';
import { mappingMutations } from './mapping-resolvers.js';
import { draftOf, type ProductInput } from './product-input.js';

type Context = SubgraphContext<CatalogLoaders>;

export function mutationResolvers(deps: CatalogDeps): ResolverMap<CatalogLoaders> {
  return {
    Mutation: {
      productUpsert(_parent, { input }: { input: ProductInput }, context: Context) {
        requireScope(context, 'catalog:write');
        const { idempotencyKey = null, dryRun } = input;
        return upsertProduct(deps, { sellerId: context.principal.sellerId, draft: draftOf(input), idempotencyKey, dryRun: dryRun ?? false });
      },
      productsImport(_parent, { input }: { input: ImportInput }, context: Context) {
        requireScope(context, 'catalog:write');
        return importProducts(deps, { sellerId: context.principal.sellerId, input });
      },
      ...mappingMutations(deps),
    },
    ProductUpsertPayload: {
      product: ({ productId }: UpsertProductAnswer, _args, { loaders }) => (productId === null ? null : loaders.products.load(productId)),
    },
  };
}
