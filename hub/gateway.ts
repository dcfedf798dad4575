import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalSubgraphClient } from '../gateway/clients/local-subgraph-client.js';
import { createRemoteSubgraphClient } from '../gateway/clients/remote-subgraph-client.js';
import type { SubgraphClient } from '../gateway/clients/subgraph-client.js';
import { createGateway, type Gateway } from '../gateway/create-gateway.js';
import { SCHEMA_FOLDER } from '../platform/subgraph/schema-files.js';
import type { Config } from './config.js';
import type { House } from './house.js';
import type { HubSecrets } from './secrets.js';
import { subgraphAddresses } from './subgraph-addresses.js';

export interface OpenGatewayOptions {
  readonly house: House;
  readonly config: Config;
  readonly secrets: HubSecrets;
  /** Subgraphs in this process, or each in a process of its own at `HUB_SUBGRAPH_URLS`. */
  readonly subgraphs?: 'LOCAL' | 'REMOTE';
  /** The committed `schema/supergraph.graphql` by default; another one's subgraphs are asked at the addresses it names. */
  readonly supergraphFile?: string;
}

/** A mutation of 10,000 items takes seconds on a small machine, and cutting it off would leave its caller guessing. */
const SUBGRAPH_TIMEOUT_MS = 30_000;

/** The page with the development key in it is shown on this machine only. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const FIRST_QUERY = `{
  products(first: 1) {
    nodes {
      title
      variants {
        sku
        stock { onHand reserved available }
        listings {
          store { name }
          price { state published { price { amount currency } } verifiedAt }
          trendyol { barcode contentId }
          n11 { stockCode productId }
        }
      }
    }
  }
}
`;

/** The hub's own gateway with the addresses that marketplaces call, not listening yet. */
export async function openGateway({ house, config, secrets, subgraphs = 'LOCAL', supergraphFile }: OpenGatewayOptions): Promise<Gateway> {
  const { proofSecret } = secrets;
  const ownAddressOf = subgraphAddresses(config.HUB_SUBGRAPH_URLS);
  const addressOf = (name: string, url: string): string => (supergraphFile === undefined ? ownAddressOf(name) : url);
  const gateway = await createGateway({
    supergraphSdl: await readFile(supergraphFile ?? join(SCHEMA_FOLDER, 'supergraph.graphql'), 'utf8'),
    subgraphs: (name, url) => (subgraphs === 'LOCAL' ? localClient(house, name) : createRemoteSubgraphClient({ name, url: addressOf(name, url), proofSecret, timeoutMs: SUBGRAPH_TIMEOUT_MS })),
    authenticate: (bearer) => house.stores.authenticateKey(bearer),
    graphiql: { query: FIRST_QUERY, ...(secrets.devKey !== null && LOOPBACK.includes(config.HOST) ? { key: secrets.devKey } : {}) },
    allowedOrigins: config.HUB_ALLOWED_ORIGINS ?? [],
    metrics: house.metrics,
    logger: house.logger,
  });
  await gateway.app.register(house.sync.webhookRoutes);
  return gateway;
}

function localClient({ subgraphs, logger }: House, name: string): SubgraphClient {
  const subgraph = subgraphs.find((candidate) => candidate.name === name);
  if (subgraph === undefined) throw new Error(`the supergraph names a subgraph '${name}' that this hub does not have: run hub compose`);
  return createLocalSubgraphClient(subgraph.local({ logger }), { timeoutMs: SUBGRAPH_TIMEOUT_MS });
}
