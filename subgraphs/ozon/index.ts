import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { createOzonLoaders, type OzonLoaders } from './resolvers/loaders.js';
import { ozonResolvers } from './resolvers/ozon-resolvers.js';

export { createOzonConnector } from './connector/index.js';

/** What only Ozon has, hung on the shared entities, and the data Russian law asks of each unit; it owns no data. */
export function createOzon(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<OzonLoaders> } {
  return { subgraph: { name: 'ozon', typeDefs: loadSubgraphSdl('ozon'), resolvers: ozonResolvers(stores, intents), createLoaders: (principal) => createOzonLoaders(principal, stores) } };
}
