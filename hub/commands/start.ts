import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPES } from '../../platform/principal.js';
import { startChild, type Child } from '../child.js';
import type { Config } from '../config.js';
import { DEMO_SELLER, startBuyers } from '../demo/fill-demo.js';
import { runFill } from '../demo/run-fill.js';
import { startEmbedded } from '../embedded.js';
import { openGateway } from '../gateway.js';
import { openHouse } from '../house.js';
import { printWelcome } from '../welcome.js';
import { bankSandboxUrls, sandboxUrls } from '../sandbox-urls.js';
import { readSecrets } from '../secrets.js';
import { claimDataDir } from '../server-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

const WORKER_STOP_MS = 6_000;
const SANDBOX_STOP_MS = 2_000;

/** Everything on one machine. Parts are started in the order they need each other and stopped in the opposite one. */
export async function start(config: Config): Promise<void> {
  const startedAtMs = Date.now();
  const say = (text: string): void => console.log(`[${((Date.now() - startedAtMs) / 1000).toFixed(1).padStart(5)}s] ${text}`);
  const asked = whenAskedToStop();
  const stops: (() => Promise<unknown>)[] = [];
  try {
    await Promise.race([startAll(config, say, stops), asked]);
    await asked;
  } finally {
    say('stopping');
    await stopAll(stops);
    say('stopped');
  }
}

/** Each of them, the last one first: one that cannot be stopped must not leave the others running. */
async function stopAll(stops: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: string[] = [];
  for (const stop of stops.toReversed()) await stop().catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
  if (failures.length > 0) throw new Error(`not everything could be stopped in order: ${failures.join('; ')}`);
}

async function startAll(config: Config, say: (text: string) => void, stops: (() => Promise<unknown>)[]): Promise<void> {
  const dataDir = config.HUB_DATA_DIR;
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const secrets = readSecrets(config);
  const hubCommand = [process.execPath, ...process.execArgv, process.argv[1] ?? ''];
  const onRestart = (name: string): void => say(`${name} ended by itself; started again`);
  const child = (name: string, env: Record<string, string>, ready: RegExp, stopMs: number): Promise<Child> => {
    const [command = '', ...args] = hubCommand;
    const starting = startChild({ name, command, args: [...args, name], env, dataDir, ready, restart: true, onRestart });
    // Known from its first moment: a start that fails elsewhere must not leave it behind.
    stops.push(() => starting.then((started) => started.stop(stopMs), () => undefined));
    return starting;
  };

  const claim = claimDataDir(dataDir);
  stops.push(async () => claim.release());
  say(`data in ${dataDir}`);
  const isDemo = config.HUB_DEMO === 'on' && config.NODE_ENV !== 'production';
  const sandboxReady = isDemo ? child('sandbox', { HUB_SANDBOX_PORT: String(config.sandboxPort) }, /sandboxes ready/, SANDBOX_STOP_MS) : null;
  const servers = await startEmbedded({ dataDir, mongodbUrl: config.MONGODB_URL, redisUrl: config.REDIS_URL, hubCommand, onRestart });
  stops.push(() => servers.stop());
  claim.publish(servers);
  for (const { name, where } of servers.running) say(`${name}: ${where}`);

  const { mongodbUrl, redisUrl } = servers;
  const workerReady = child('worker', { MONGODB_URL: mongodbUrl, REDIS_URL: redisUrl, PORT: '0', HUB_PUBLIC_URL: config.publicUrl, ...(isDemo ? demoBanks(config) : {}) }, /worker ready/, WORKER_STOP_MS);
  const house = await openHouse({ name: 'serving', config, secrets, logFile: join(dataDir, 'logs', 'serving.log'), mongodbUrl, redisUrl });
  stops.push(() => house.close());
  const { devKey } = secrets;
  if (devKey !== null) await house.stores.createKey({ sellerId: DEMO_SELLER, name: 'development', scopes: SCOPES, key: devKey });
  const gateway = await openGateway({ house, config, secrets });
  const url = await gateway.listen({ port: config.PORT, host: config.HOST });
  stops.push(() => gateway.close());
  say(`gateway: ${url}`);
  await Promise.all([workerReady, sandboxReady]);
  say('worker: ready');

  const sandboxes = sandboxUrls(config);
  if (isDemo && devKey !== null) {
    const filled = join(dataDir, 'demo-filled');
    if (!existsSync(filled)) {
      const fill = runFill({ hubCommand, url, env: { MONGODB_URL: mongodbUrl, REDIS_URL: redisUrl, HUB_SANDBOX_PORT: String(config.sandboxPort), HUB_PUBLIC_URL: config.publicUrl, LOG_LEVEL: 'silent' }, say });
      stops.push(() => fill.stop());
      await fill.done;
      writeFileSync(filled, '');
    }
    await startBuyers(sandboxes, { marketplaces: config.HUB_DEMO_MARKETPLACES, perMinute: config.HUB_DEMO_BUYERS, seed: config.HUB_DEMO_SEED });
  }
  printWelcome({ url, key: devKey, dataDir, servers: servers.running, sandboxes: isDemo ? config.HUB_DEMO_MARKETPLACES.map((name) => ({ name, url: sandboxes[name] })) : [] });
}

/** The demo asks imitated banks for rates, unless told otherwise. */
function demoBanks(config: Config): Record<string, string> {
  const { tcmb, cbr } = bankSandboxUrls(config);
  return { HUB_TCMB_URL: config.HUB_TCMB_URL ?? tcmb, HUB_CBR_URL: config.HUB_CBR_URL ?? cbr };
}
