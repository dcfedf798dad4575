import { join } from 'node:path';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import type { Config } from '../config.js';
import { whenAskedToStop } from '../stop-signal.js';

export async function sandbox(config: Config): Promise<void> {
  const dataDir = join(config.HUB_DATA_DIR, 'sandbox');
  const seed = config.HUB_DEMO_SEED;
  const running = await Promise.all([
    startTrendyolSandbox({ port: config.sandboxPort, dataDir: join(dataDir, 'trendyol'), seed }),
    startN11Sandbox({ port: config.sandboxPort + 1, dataDir: join(dataDir, 'n11'), seed }),
  ]);
  console.log(`sandboxes ready: ${running.map(({ url }) => url).join(' ')}`);
  await whenAskedToStop();
  await Promise.all(running.map((server) => server.stop()));
}
