import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { createTrendyolLoaders, type TrendyolLoaders } from './resolvers/loaders.js';
import { trendyolResolvers } from './resolvers/trendyol-resolvers.js';

export { createTrendyolConnector } from './connector/index.js';

/** What only Trendyol has, hung on the shared entities, and the answers to its returns; it owns no data. */
export function createTrendyol(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<TrendyolLoaders> } {
  return { subgraph: { name: 'trendyol', typeDefs: loadSubgraphSdl('trendyol'), resolvers: trendyolResolvers(stores, intents), createLoaders: (principal) => createTrendyolLoaders(principal, stores) } };
}
