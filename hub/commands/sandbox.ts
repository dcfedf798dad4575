import { join } from 'node:path';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import type { Config } from '../config.js';
import { SANDBOXES, type SandboxName } from '../sandbox-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

interface Sandbox {
  readonly url: string;
  stop(): Promise<void>;
}

const START: Readonly<Record<SandboxName, (o: { port: number; dataDir: string; seed: number }) => Promise<Sandbox>>> = {
  trendyol: startTrendyolSandbox,
  n11: startN11Sandbox,
};

export async function sandbox(config: Config): Promise<void> {
  const seed = config.HUB_DEMO_SEED;
  const running = await Promise.all(SANDBOXES.map((name, index) => START[name]({ port: config.sandboxPort + index, dataDir: join(config.HUB_DATA_DIR, 'sandbox', name), seed })));
  console.log(`sandboxes ready: ${running.map(({ url }) => url).join(' ')}`);
  await whenAskedToStop();
  await Promise.all(running.map((server) => server.stop()));
}
