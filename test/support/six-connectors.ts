import { createAmazonConnector } from '../../subgraphs/amazon/index.js';
import { createEbayConnector } from '../../subgraphs/ebay/index.js';
import { createHepsiburadaConnector } from '../../subgraphs/hepsiburada/index.js';
import { createN11Connector } from '../../subgraphs/n11/index.js';
import { createOzonConnector } from '../../subgraphs/ozon/index.js';
import { createTrendyolConnector } from '../../subgraphs/trendyol/index.js';
import type { ConnectorRegistry } from '../../subgraphs/sync/connector/store-access.js';

/** All six. What is long there for good reasons a test would only wait for: a sandbox that answers at once has nothing under way for a minute. */
export function sixConnectors({ settleMs }: { readonly settleMs: number }): ConnectorRegistry {
  const usual: ConnectorRegistry = { TRENDYOL: createTrendyolConnector(), N11: createN11Connector(), HEPSIBURADA: createHepsiburadaConnector(), OZON: createOzonConnector(), AMAZON: createAmazonConnector(), EBAY: createEbayConnector() };
  return Object.fromEntries(Object.entries(usual).map(([marketplace, connector]) => [marketplace, { ...connector, limits: { ...connector.limits, pushSpacingMs: 0, settleMs } }]));
}
