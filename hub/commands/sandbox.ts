import { join } from 'node:path';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import type { Config } from '../config.js';
import { whenAskedToStop } from '../stop-signal.js';

/** Where each sandbox listens: Trendyol on the first sandbox port, N11 on the one after it. */
export function sandboxUrls({ sandboxPort }: Pick<Config, 'sandboxPort'>): { trendyol: string; n11: string } {
  return { trendyol: `http://127.0.0.1:${sandboxPort}`, n11: `http://127.0.0.1:${sandboxPort + 1}` };
}

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
