import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../sync/connector/intent-ledger.js';
import type { StoreAccess } from '../sync/connector/store-access.js';
import { hepsiburadaResolvers } from './resolvers/hepsiburada-resolvers.js';
import { createHepsiburadaLoaders, type HepsiburadaLoaders } from './resolvers/loaders.js';

export { createHepsiburadaConnector } from './connector/index.js';

/** What only Hepsiburada has, hung on the shared entities, with what sellers answer there; it owns no data. */
export function createHepsiburada(stores: Pick<StoreAccess, 'openOwned'>, intents: IntentLedger): { subgraph: SubgraphDefinition<HepsiburadaLoaders> } {
  return { subgraph: { name: 'hepsiburada', typeDefs: loadSubgraphSdl('hepsiburada'), resolvers: hepsiburadaResolvers({ stores, intents }), createLoaders: (principal) => createHepsiburadaLoaders(principal, stores) } };
}
