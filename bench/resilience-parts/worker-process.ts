import { createEbayConnector } from '../../subgraphs/ebay/connector/index.js';
import { createTrendyolConnector } from '../../subgraphs/trendyol/connector/index.js';
import type { SellerId } from '../../platform/ids.js';
import { openSyncHouse } from '../../test/support/sync-house.js';
import { argumentOfChild, tellReady } from '../child.js';

const { mongoUrl = '', database = '', redisUrl = '', sellerId = '' } = argumentOfChild();
const house = await openSyncHouse({ mongoUrl, database, redisUrl, sellerId: sellerId as SellerId, connectors: { TRENDYOL: createTrendyolConnector(), EBAY: createEbayConnector() } });
house.sync.worker.start();
tellReady({});
process.once('SIGTERM', () => {
  void house.sync.worker.stop().then(() => house.close());
});
