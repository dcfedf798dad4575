import type { SubgraphDefinition } from '../platform/subgraph/subgraph.js';
import { createAmazon, createAmazonConnector } from '../subgraphs/amazon/index.js';
import { createEbay, createEbayConnector } from '../subgraphs/ebay/index.js';
import { createHepsiburada, createHepsiburadaConnector } from '../subgraphs/hepsiburada/index.js';
import { createN11, createN11Connector } from '../subgraphs/n11/index.js';
import { createOzon, createOzonConnector } from '../subgraphs/ozon/index.js';
import type { Connector } from '../subgraphs/sync/connector/contract.js';
import type { IntentLedger } from '../subgraphs/sync/connector/intent-ledger.js';
import type { ConnectorRegistry, StoreAccess } from '../subgraphs/sync/connector/store-access.js';
import { createTrendyol, createTrendyolConnector } from '../subgraphs/trendyol/index.js';

interface MarketplaceParts {
  // `any`: credentials differ per connector and are checked by each one's own schema when a store is opened.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly createConnector: () => Connector<any>;
  // `any`: loaders are a subgraph's own affair.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly createSubgraph: (access: StoreAccess, intents: IntentLedger) => { readonly subgraph: SubgraphDefinition<any> };
}

/** The marketplaces this hub speaks to; a new one is a line here, and one in `sandbox-urls.ts` and `commands/sandbox.ts`. */
const MARKETPLACES: readonly MarketplaceParts[] = [
  { createConnector: createTrendyolConnector, createSubgraph: createTrendyol },
  { createConnector: createN11Connector, createSubgraph: createN11 },
  { createConnector: createHepsiburadaConnector, createSubgraph: createHepsiburada },
  { createConnector: createOzonConnector, createSubgraph: createOzon },
  { createConnector: createAmazonConnector, createSubgraph: createAmazon },
  { createConnector: createEbayConnector, createSubgraph: createEbay },
];

export function createConnectors(): ConnectorRegistry {
  const connectors = MARKETPLACES.map(({ createConnector }) => createConnector());
  return Object.fromEntries(connectors.map((connector) => [connector.marketplace, connector]));
}

export function marketplaceSubgraphs(access: StoreAccess, intents: IntentLedger) {
  return MARKETPLACES.map(({ createSubgraph }) => createSubgraph(access, intents).subgraph);
}
