import type { SellerId } from '../../platform/ids.js';
import { createMetrics } from '../../platform/telemetry/metrics.js';
import { createRemoteSubgraphClient } from '../../gateway/clients/remote-subgraph-client.js';
import { createGateway } from '../../gateway/create-gateway.js';
import { argumentOfChild, tellReady } from '../child.js';

const { supergraphSdl = '', proofSecret = '', key = '' } = argumentOfChild();
const gateway = await createGateway({
  supergraphSdl,
  metrics: createMetrics(),
  authenticate: async (bearer) => (bearer === key ? { sellerId: 'sel_bench' as SellerId, keyId: 'key_bench', scopes: ['catalog:read'] } : { refused: 'UNAUTHENTICATED' }),
  subgraphs: (name, url) => createRemoteSubgraphClient({ name, url, proofSecret }),
});
tellReady({ url: await gateway.listen({ port: 0 }) });
