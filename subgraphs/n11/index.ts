import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { createN11Loaders, type N11Loaders } from './resolvers/loaders.js';
import { n11Resolvers } from './resolvers/n11-resolvers.js';

export { createN11Connector } from './connector/index.js';

/** What only N11 has, hung on the shared entities; it owns no data. */
export function createN11(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<N11Loaders> } {
  return { subgraph: { name: 'n11', typeDefs: loadSubgraphSdl('n11'), resolvers: n11Resolvers({ stores, intents }), createLoaders: (principal) => createN11Loaders(principal, stores) } };
}
