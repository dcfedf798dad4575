import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, type Child } from './child.js';
import { freePort } from './free-port.js';

export interface EmbeddedServers {
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  /** What runs where, for the list that `hub start` prints. */
  readonly running: readonly { readonly name: string; readonly where: string }[];
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 3_000;

/** Starts the servers the hub was given no address for: a private redis-server and the embedded MongoDB-compatible one. */
export async function startEmbedded(o: { dataDir: string; mongodbUrl: string | undefined; redisUrl: string | undefined; hubCommand: readonly string[]; onRestart: (name: string) => void }): Promise<EmbeddedServers> {
  const children: Child[] = [];
  const [mongodbUrl, redisUrl] = await Promise.all([
    o.mongodbUrl ?? startMongo(o.dataDir, o.hubCommand, o.onRestart).then(({ child, url }) => (children.push(child), url)),
    o.redisUrl ?? startRedis(o.dataDir, o.onRestart).then(({ child, url }) => (children.push(child), url)),
  ]);
  const running = [
    { name: o.mongodbUrl === undefined ? 'MongoDB-compatible server (embedded)' : 'MongoDB', where: mongodbUrl.replace(/\/\/.*@/, '//') },
    { name: o.redisUrl === undefined ? 'Redis (private)' : 'Redis', where: redisUrl.replace(/\/\/.*@/, '//') },
  ];
  return { mongodbUrl, redisUrl, running, stop: () => Promise.all(children.map((child) => child.stop(STOP_WITHIN_MS))).then(() => undefined) };
}

async function startMongo(dataDir: string, [command = 'node', ...args]: readonly string[], onRestart: (name: string) => void): Promise<{ child: Child; url: string }> {
  const port = await freePort();
  const data = join(dataDir, 'mongo');
  const child = await startChild({ name: 'mongo', command, args: [...args, 'mongo', '--port', String(port), '--data', data], dataDir, ready: /listening (mongodb:\S+)/, restart: true, onRestart });
  return { child, url: child.announced };
}

/** `appendfsync everysec` is enough: Redis holds nothing here that MongoDB could not wake again. */
async function startRedis(dataDir: string, onRestart: (name: string) => void): Promise<{ child: Child; url: string }> {
  const port = await freePort();
  const dir = join(dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const settings = { bind: '127.0.0.1', port: String(port), dir, appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction', save: '', daemonize: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = await startChild({ name: 'redis', command: 'redis-server', args, dataDir, ready: /Ready to accept connections/, restart: true, onRestart });
  return { child, url: `redis://127.0.0.1:${port}` };
}
