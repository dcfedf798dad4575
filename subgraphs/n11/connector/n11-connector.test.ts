import { describeConnector } from '../../../test/contract/connector-contract.js';
import { runSandbox, sku } from '../sandbox/testing/running-sandbox.js';
import type { N11Credentials } from './client.js';
import { createN11Connector } from './index.js';
import { contractTries } from './testing/contract-tries.js';

const connector = createN11Connector();
const credentials = connector.credentials.parse({ appKey: 'n11-demo-key', appSecret: 'n11-demo-secret', shipmentTemplate: 'Standart Teslimat' });

describeConnector<N11Credentials>({
  connector,
  async startSandbox() {
    const sandbox = await runSandbox({ isStanding: false });
    const keys = Array.from({ length: 130 }, (_, index) => `KEY-${index}`);
    await sandbox.control('/products/bulk', { products: keys.map((key) => sku(key, { quantity: 50 })) });
    return {
      baseUrl: sandbox.url,
      controlUrl: sandbox.url,
      remoteSellerId: '2000001',
      currency: 'TRY',
      credentials,
      wrongCredentials: { ...credentials, appSecret: 'not-the-secret' },
      keys,
      pushPath: '/price-stock-update',
      readPath: '/ms/product-query',
      tries: contractTries(sandbox),
      async placeOrder(lines) {
        const placed = await sandbox.control<{ orderNumber: string }>('/orders', { lines: lines.map(({ remoteKey, quantity }) => ({ stockCode: remoteKey, quantity })) });
        return placed.orderNumber;
      },
      stop: () => sandbox.stop(),
    };
  },
});
