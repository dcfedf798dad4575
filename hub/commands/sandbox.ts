import { join } from 'node:path';
import { startCbrSandbox } from '../../subgraphs/automation/feeds/cbr/sandbox/index.js';
import { startTcmbSandbox } from '../../subgraphs/automation/feeds/tcmb/sandbox/index.js';
import { startAmazonSandbox } from '../../subgraphs/amazon/sandbox/index.js';
import { startEbaySandbox } from '../../subgraphs/ebay/sandbox/index.js';
import { startHepsiburadaSandbox } from '../../subgraphs/hepsiburada/sandbox/index.js';
import { startN11Sandbox } from '../../subgraphs/n11/sandbox/index.js';
import { startOzonSandbox } from '../../subgraphs/ozon/sandbox/index.js';
import { startTrendyolSandbox } from '../../subgraphs/trendyol/sandbox/index.js';
import type { Config } from '../config.js';
import { BANK_SANDBOXES, SANDBOX_PORT_OFFSETS, SANDBOXES, type BankSandboxName, type SandboxName } from '../sandbox-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

interface Sandbox {
  readonly url: string;
  stop(): Promise<void>;
}

type StartSandbox = (o: { port: number; dataDir: string; seed: number }) => Promise<Sandbox>;

const START: Readonly<Record<SandboxName | BankSandboxName, StartSandbox>> = {
  trendyol: startTrendyolSandbox,
  n11: startN11Sandbox,
  hepsiburada: startHepsiburadaSandbox,
  ozon: startOzonSandbox,
  amazon: startAmazonSandbox,
  ebay: startEbaySandbox,
  tcmb: startTcmbSandbox,
  cbr: startCbrSandbox,
};

export async function sandbox(config: Config): Promise<void> {
  const seed = config.HUB_DEMO_SEED;
  const all = [...SANDBOXES, ...BANK_SANDBOXES].map((name, index) => ({ name, port: config.sandboxPort + (SANDBOX_PORT_OFFSETS[index] ?? 0) }));
  const wanted: readonly string[] = [...config.HUB_DEMO_MARKETPLACES, ...BANK_SANDBOXES];
  const running = await Promise.all(all.filter(({ name }) => wanted.includes(name)).map(({ name, port }) => START[name]({ port, dataDir: join(config.HUB_DATA_DIR, 'sandbox', name), seed })));
  console.log(`sandboxes ready: ${running.map(({ url }) => url).join(' ')}`);
  await whenAskedToStop();
  await Promise.all(running.map((server) => server.stop()));
}
