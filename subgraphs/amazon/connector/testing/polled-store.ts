import { randomBytes } from 'node:crypto';
import type { StoreId } from '../../../../platform/ids.js';
import { controlOf, type SandboxControl, type SandboxUnderTest } from '../../../../test/contract/sandbox-under-test.js';
import { openSyncHouse, type SyncHouse } from '../../../../test/support/sync-house.js';
import { connectTestRedis, testRedisUrl } from '../../../../test/support/test-redis.js';
import type { Connector } from '../../../sync/connector/contract.js';
import type { Store } from '../../../sync/connector/store-access.js';
import type { AmazonCredentials } from '../credentials.js';
import { createAmazonConnector } from '../index.js';
import { startContractSandbox } from './contract-sandbox.js';

/** A house on a database of its own with one store, on the contract sandbox, which hears of nothing through a queue. Its worker works. */
export interface PolledStore extends SandboxControl {
  readonly house: SyncHouse;
  readonly sandbox: SandboxUnderTest<AmazonCredentials>;
  readonly storeId: StoreId;
  readonly state: () => Promise<Store['state'] | undefined>;
  /** Wishes a price that none of the goods has had, in whole lira, and answers it; throws what the hub refuses of it. */
  setPrices(of: readonly string[]): Promise<number>;
  /** Ends the worker too. */
  close(): Promise<void>;
}

/** What was lost on its way to this store is looked up soon: nothing is under way for a minute in this Amazon. */
export async function openPolledStore(skus: readonly string[], amazon: Connector<AmazonCredentials> = createAmazonConnector()): Promise<PolledStore> {
  (await connectTestRedis()).destroy();
  const sandbox = await startContractSandbox();
  const connector = { ...amazon, limits: { ...amazon.limits, settleMs: 500 } };
  const house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_amazon_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { AMAZON: connector } });
  const { baseUrl, remoteSellerId, credentials } = sandbox;
  const { sqsQueueUrl: _url, sqsAccessKeyId: _id, sqsSecretAccessKey: _secret, ...polled } = credentials;
  const storeId = await house.connectStore({ marketplace: 'AMAZON', baseUrl, remoteSellerId, credentials: polled });
  await house.addVariants(skus);
  await house.adoptListings(storeId, skus);
  house.sync.worker.start();
  let lira = 300;
  return {
    ...controlOf(sandbox.controlUrl),
    house,
    sandbox,
    storeId,
    state: async () => (await house.stores.findStores([storeId]))[0]?.state,
    async setPrices(of) {
      lira += 1;
      const { userErrors } = await house.sync.setPrices(house.principal, { items: of.map((sku) => ({ sku, price: { amount: String(lira), currency: 'TRY' } })) });
      if (userErrors.length > 0) throw new Error(`not every price was taken: ${JSON.stringify(userErrors.slice(0, 3))}`);
      return lira;
    },
    async close() {
      await house.sync.worker.stop();
      await house.db.dropDatabase();
      await house.close();
      await sandbox.stop();
    },
  };
}
