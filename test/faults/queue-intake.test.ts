import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../platform/ids.js';
import { createAmazonConnector } from '../../subgraphs/amazon/connector/index.js';
import { startContractSandbox } from '../../subgraphs/amazon/connector/testing/contract-sandbox.js';
import type { Order } from '../../subgraphs/orders/domain/order.js';
import { eventually } from '../support/graphql-client.js';
import { openSyncHouse, type SyncHouse } from '../support/sync-house.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { connectTestRedis, testRedisUrl } from '../support/test-redis.js';

/** Both waves together are read without waiting for the quota of reading orders. */
const WAVE = 5;
const WITHIN_MS = 120_000;

/** Amazon tells of orders through a queue and by their numbers alone: the longest way from being told to being recorded. */
describe('orders named in a queue while the worker is killed', () => {
  const placed: string[] = [];
  const ends: (() => void)[] = [];
  let sandbox: Awaited<ReturnType<typeof startContractSandbox>>;
  let database: TestDatabase;
  let house: SyncHouse;
  let storeId: StoreId;

  beforeAll(async () => {
    (await connectTestRedis()).destroy();
    database = await openTestDatabase('queue_intake');
    sandbox = await startContractSandbox();
    house = await openSyncHouse({ mongoUrl: database.url, database: database.name, redisUrl: testRedisUrl(), connectors: { AMAZON: createAmazonConnector() } });
    const { baseUrl, remoteSellerId, credentials } = sandbox;
    storeId = await house.connectStore({ marketplace: 'AMAZON', baseUrl, remoteSellerId, credentials });
  }, 60_000);
  afterAll(async () => {
    for (const end of ends) end();
    await house.close();
    await sandbox.stop();
    await database.drop();
  }, 60_000);

  const buy = async () => {
    for (let count = 0; count < WAVE; count += 1) placed.push(await sandbox.placeOrder([{ remoteKey: sandbox.keys[count]!, quantity: 1 }]));
  };
  const recorded = async () => (await house.db.collection<Order>('orders').find({ storeId }, { projection: { remoteOrderId: 1, packages: 1 } }).toArray());
  const told = () => house.db.collection('inbox').countDocuments({ storeId });
  const open = () => house.db.collection('inbox').countDocuments({ storeId, 'state.kind': 'RECEIVED' });

  it('are each recorded once, whoever died with what', async () => {
    const victim = await startWorker();
    await eventually(async () => (await house.sync.intake.pollMarks([storeId]))[0]?.queueEnsuredAt, (at) => at !== undefined, WITHIN_MS);
    const buying = buy();
    await eventually(told, (count) => count > 0, WITHIN_MS);
    await victim.kill();
    await buying;
    // What the dead worker had received and not taken out of the queue.
    await sandbox.redeliver?.();

    house.sync.worker.start();
    try {
      await buy();
      const orders = await eventually(recorded, (found) => found.length >= placed.length, WITHIN_MS);
      expect(orders.map(({ remoteOrderId }) => remoteOrderId).toSorted()).toEqual(placed.toSorted());
      expect(orders.flatMap(({ packages }) => packages.flatMap(({ lines }) => lines.map(({ quantity }) => quantity)))).toEqual(placed.map(() => 1));
      await eventually(open, (count) => count === 0, WITHIN_MS);
      const states = await house.db.collection('inbox').distinct('state.kind', { storeId });
      expect(states).toEqual(['MAPPED']);
    } finally {
      await house.sync.worker.stop();
    }
  }, 400_000);

  /** A worker of the same house in a process of its own. */
  async function startWorker() {
    const program = `
      import { createAmazonConnector } from ${JSON.stringify(new URL('../../subgraphs/amazon/connector/index.js', import.meta.url).href)};
      import { openSyncHouse } from ${JSON.stringify(new URL('../support/sync-house.js', import.meta.url).href)};
      const house = await openSyncHouse({ mongoUrl: ${JSON.stringify(database.url)}, database: ${JSON.stringify(database.name)}, redisUrl: ${JSON.stringify(testRedisUrl())}, connectors: { AMAZON: createAmazonConnector() } });
      house.sync.worker.start();
      console.log('working');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    ends.push(() => child.kill('SIGKILL'));
    const lines = createInterface(child.stdout);
    for await (const line of lines) if (line === 'working') break;
    return {
      async kill(): Promise<void> {
        child.kill('SIGKILL');
        await once(child, 'exit');
      },
    };
  }
});
