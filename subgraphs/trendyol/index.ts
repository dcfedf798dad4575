import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { createTrendyolLoaders, type TrendyolLoaders } from './resolvers/loaders.js';
import { trendyolResolvers } from './resolvers/trendyol-resolvers.js';

export { createTrendyolConnector } from './connector/index.js';

/** What only Trendyol has, hung on the shared entities; it owns no data. */
export function createTrendyol(stores: Pick<StoreAccess, 'openOwned'>): { subgraph: SubgraphDefinition<TrendyolLoaders> } {
  return { subgraph: { name: 'trendyol', typeDefs: loadSubgraphSdl('trendyol'), resolvers: trendyolResolvers(), createLoaders: (principal) => createTrendyolLoaders(principal, stores) } };
}
