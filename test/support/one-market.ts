import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../../subgraphs/sync/connector/contract.js';
import { sandboxControl, type SandboxControl } from './sandbox-control.js';
import { openSyncHouse, type SyncHouse, type SyncHouseOptions } from './sync-house.js';
import { connectTestRedis, testRedisUrl } from './test-redis.js';

/** A house on a database of its own that sells on one marketplace, its sandbox. */
export interface OneMarket {
  readonly house: SyncHouse;
  readonly url: string;
  readonly control: SandboxControl;
  /** Ends the worker too. */
  close(): Promise<void>;
}

interface OneMarketOptions<C> extends Pick<SyncHouseOptions, 'rates'> {
  readonly connector: Connector<C>;
  readonly startSandbox: (o: { port: number; dataDir: string }) => Promise<{ readonly url: string; stop(): Promise<void> }>;
}

/** Nothing waits for a quota there, and calls go out without a pause between them. */
export async function openOneMarket<C>({ connector, startSandbox, ...options }: OneMarketOptions<C>): Promise<OneMarket> {
  (await connectTestRedis()).destroy();
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-one-market-'));
  const sandbox = await startSandbox({ port: 0, dataDir });
  const control = sandboxControl(sandbox.url);
  await control.put('/settings', { quotaScale: 0, batchDelayMs: 20 });
  const unspaced = { ...connector, limits: { ...connector.limits, pushSpacingMs: 0 } };
  const house = await openSyncHouse({ mongoUrl: process.env['TEST_MONGODB_URL'] ?? '', database: `test_market_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { [connector.marketplace]: unspaced }, ...options });
  return {
    house,
    url: sandbox.url,
    control,
    async close() {
      await house.sync.worker.stop();
      await house.db.dropDatabase();
      await house.close();
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
