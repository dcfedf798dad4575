import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxName } from '../../../hub/sandbox-urls.js';
import { connectMongo, type Mongo } from '../../../platform/mongo/client.js';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import { freePorts } from '../../support/free-ports.js';
import { eventually } from '../../support/graphql-client.js';
import { startHubProcess, type HubProcess, type HubProcessOptions } from '../../support/hub-process.js';
import { openPostOffice, type PostOffice } from '../../support/post-office.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { sandboxControl, type SandboxControl } from '../../support/sandbox-control.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';

const DATABASE = 'faults';
const KEY = 'hub_dev_the-fault-campaign';
/** Longer than the slowest machine needs: how long it takes is no promise. */
const PROCESS_BACK_WITHIN_MS = 180_000;

/** A proxy in front of each server that the hub speaks to; the checker and the buyers go past them. */
export type Line = 'mongo' | 'redis' | SandboxName;

/** A whole hub of processes as `npm start` runs it, with everything in reach that can be broken. */
export interface Stage {
  readonly dir: string;
  readonly url: string;
  readonly key: string;
  readonly marketplaces: readonly SandboxName[];
  readonly lines: Readonly<Partial<Record<Line, TcpProxy>>>;
  /** The database itself, for the checker. */
  readonly ledger: Mongo;
  readonly redis: RedisServer;
  readonly mongo: HubProcess;
  /** The serving process: gateway, subgraphs, webhooks. Its worker is a process of its own that it starts again. */
  readonly serving: HubProcess;
  /** Each marketplace is a process of its own. */
  readonly sandboxes: Readonly<Partial<Record<SandboxName, HubProcess>>>;
  /** What stands before the hub's webhooks. */
  readonly post: PostOffice;
  control(name: SandboxName): SandboxControl;
  /** Where a store of this marketplace is connected to: the proxy before the sandbox. */
  storeUrl(name: SandboxName): string;
  workerPid(): Promise<number>;
  /** Resolves once a worker other than `pid` runs. */
  nextWorker(pid: number): Promise<number>;
  /** One more worker on the same ledger and queue; `stop` ends it. */
  startWorker(name: string, env?: Readonly<Record<string, string>>): Promise<HubProcess>;
  /** Asks the API until it answers. */
  untilServing(): Promise<void>;
  logs(): Promise<string>;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly marketplaces: readonly SandboxName[];
  readonly seed: number;
}

export async function setStage({ marketplaces, seed }: StageOptions): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-faults-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one().catch((error: unknown) => console.error('while cleaning up:', error));
  };
  try {
    return { ...(await raise({ dir, marketplaces, seed, stops })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Raising {
  readonly dir: string;
  readonly marketplaces: readonly SandboxName[];
  readonly seed: number;
  readonly stops: (() => Promise<unknown>)[];
}

async function raise({ dir, marketplaces, seed, stops }: Raising): Promise<Omit<Stage, 'stop'>> {
  const started = async (options: HubProcessOptions): Promise<HubProcess> => {
    const one = await startHubProcess(options);
    stops.push(() => one.terminate());
    return one;
  };
  const [mongoPort = 0, hubPort = 0, ...sandboxPorts] = await freePorts(2 + marketplaces.length);
  const redis = await startRedis();
  stops.push(() => redis.stop());
  const [mongo, ...running] = await Promise.all([
    started({ name: 'mongo', args: ['mongo', '--port', String(mongoPort), '--data', join(dir, 'mongo')], env: {}, ready: /listening (mongodb:\S+)/, isKeptUp: true }),
    ...marketplaces.map((name, i) => started({ name, program: `dist/subgraphs/${name}/sandbox/main.js`, args: ['--port', String(sandboxPorts[i]), '--data', join(dir, name), '--seed', '1'], env: {}, ready: /sandbox.*?(http:\/\/[\d.]+:\d+)/ })),
  ]);
  const sandboxes = Object.fromEntries(marketplaces.map((name, i) => [name, running[i]])) as Partial<Record<SandboxName, HubProcess>>;
  const urlOf = (name: SandboxName): string => sandboxes[name]?.announced ?? '';
  const targets: readonly [Line, number][] = [['mongo', mongoPort], ['redis', portOf(redis.url)], ...marketplaces.map((name): [Line, number] => [name, portOf(urlOf(name))])];
  const lines: Partial<Record<Line, TcpProxy>> = {};
  for (const [name, targetPort] of targets) {
    const proxy = await startTcpProxy({ targetPort });
    stops.push(() => proxy.stop());
    lines[name] = proxy;
  }
  const post = await openPostOffice({ targetPort: hubPort, draw: drawsFrom(seed) });
  stops.push(() => post.stop());
  const env = {
    NODE_ENV: 'development',
    PORT: String(hubPort),
    HUB_DATA_DIR: join(dir, 'hub'),
    HUB_DEMO: 'off',
    HUB_DEV_KEY: KEY,
    HUB_PUBLIC_URL: post.url,
    // None answers there: the campaign has rates of its own.
    HUB_TCMB_URL: 'http://127.0.0.1:9',
    HUB_CBR_URL: 'http://127.0.0.1:9',
    MONGODB_URL: `mongodb://127.0.0.1:${lines.mongo?.port ?? 0}/?directConnection=true`,
    MONGODB_DATABASE: DATABASE,
    REDIS_URL: `redis://127.0.0.1:${lines.redis?.port ?? 0}`,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    ...driverLog(),
  };
  const serving = await startHubProcess({ name: 'serving', args: ['start'], env, ready: /GraphQL\s+(http:\S+)/ });
  // Ended by Ctrl-C's signal, which ends its worker too.
  stops.push(() => serving.terminate());
  const ledger = await connectMongo({ url: `mongodb://127.0.0.1:${mongoPort}/?directConnection=true`, database: DATABASE });
  stops.push(() => ledger.close());
  const notedPid = async (): Promise<number> => Number(await readFile(join(dir, 'hub', 'run', 'worker.pid'), 'utf8').catch(() => '0'));
  const nextWorker = (pid: number): Promise<number> => eventually(notedPid, (next) => next > 0 && next !== pid, PROCESS_BACK_WITHIN_MS);
  const url = serving.announced;
  return {
    dir, url, key: KEY, marketplaces, lines, ledger, redis, mongo, serving, sandboxes, post, nextWorker,
    workerPid: () => nextWorker(0),
    control: (name) => sandboxControl(urlOf(name)),
    storeUrl: (name) => `http://127.0.0.1:${lines[name]?.port ?? 0}`,
    startWorker: (name, more = {}) => started({ name, args: ['worker'], env: { ...env, PORT: '0', ...more }, ready: /health on port (\d+)/ }),
    untilServing: async () => {
      await eventually(() => isServing(url), (is) => is, PROCESS_BACK_WITHIN_MS);
    },
    logs: async () => [serving.output(), mongo.output(), ...(await Promise.all(['serving', 'worker'].map((name) => readFile(join(dir, 'hub', 'logs', `${name}.log`), 'utf8').catch(() => ''))))].join('\n'),
  };
}

/** What the MongoDB driver writes to the standard error of the hub's processes, where whoever looks for a cause asks for it. */
function driverLog(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (name.startsWith('MONGODB_LOG_') && value !== undefined ? [[name, value]] : [])));
}

async function isServing(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ stores { nodes { id } } }' }), signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
