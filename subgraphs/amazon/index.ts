import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { amazonResolvers } from './resolvers/amazon-resolvers.js';
import { createAmazonLoaders, type AmazonLoaders } from './resolvers/loaders.js';

export { createAmazonConnector } from './connector/index.js';

/** What only Amazon has, hung on the shared entities, previews of listings and refunds; it owns no data. */
export function createAmazon(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<AmazonLoaders> } {
  return { subgraph: { name: 'amazon', typeDefs: loadSubgraphSdl('amazon'), resolvers: amazonResolvers(stores, intents), createLoaders: (principal) => createAmazonLoaders(principal, stores) } };
}
