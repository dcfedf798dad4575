import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { N11Deps } from './operations/read-claims.js';
import { n11Resolvers } from './resolvers/n11-resolvers.js';

export { createN11Connector } from './connector/index.js';

/** What only N11 has, hung on the shared entities; it owns no data. */
export function createN11(deps: N11Deps): { subgraph: SubgraphDefinition<null> } {
  return { subgraph: { name: 'n11', typeDefs: loadSubgraphSdl('n11'), resolvers: n11Resolvers(deps), createLoaders: () => null } };
}
