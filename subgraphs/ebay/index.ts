import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { createEbayLoaders, type EbayLoaders } from './resolvers/loaders.js';
import { ebayResolvers } from './resolvers/ebay-resolvers.js';

export { createEbayConnector } from './connector/index.js';

/** What only eBay has, hung on the shared entities, and refunds; it owns no data. */
export function createEbay(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<EbayLoaders> } {
  return { subgraph: { name: 'ebay', typeDefs: loadSubgraphSdl('ebay'), resolvers: ebayResolvers(stores, intents), createLoaders: (principal) => createEbayLoaders(principal, stores) } };
}
