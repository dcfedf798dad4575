import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bankSandboxUrls, SANDBOX_PORT_OFFSETS, sandboxUrls, type SandboxUrls } from '../../hub/sandbox-urls.js';
import { freePorts, freePortWithNeighbours } from './free-ports.js';
import { graphqlClient, type GraphQLClient } from './graphql-client.js';
import { startHubProcess, type HubProcess, type HubProcessOptions } from './hub-process.js';
import { startRedis } from './redis-server.js';

export const SUBGRAPHS = ['stores', 'catalog', 'orders', 'sync', 'automation', 'analytics', 'trendyol', 'n11'] as const;
/** What nobody asks here of the marketplaces that have no shop: their subgraphs are as good as down. */
const NOT_STARTED = ['hepsiburada', 'ozon', 'amazon', 'ebay'];
const NOBODY = 'http://127.0.0.1:9/graphql';
export type SubgraphName = (typeof SUBGRAPHS)[number];

/** The hub as docker-compose.yml runs it, a process per kind, every one a machine of its own but for the address. */
export interface ManyMachines {
  readonly url: string;
  readonly key: string;
  readonly client: GraphQLClient;
  readonly sandboxes: SandboxUrls;
  readonly subgraphs: Readonly<Record<SubgraphName, HubProcess>>;
  readonly workers: readonly HubProcess[];
  /** Sends SIGTERM to the gateway, the subgraphs and the workers at the same time. */
  terminateHub(): Promise<readonly Awaited<ReturnType<HubProcess['terminate']>>[]>;
  stop(): Promise<void>;
}

/**
 * All run as in production, but for the stores subgraph: production connects no store whose marketplace is a sandbox, and it
 * is the stores subgraph that decides.
 */
export async function startManyMachines({ workers }: { workers: number }): Promise<ManyMachines> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-many-machines-'));
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const servers = await startServers(dir, stops);
    return { ...(await startHub({ dir, servers, workers, stops })), sandboxes: servers.sandboxes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<unknown>)[];
type Servers = Awaited<ReturnType<typeof startServers>>;

async function startServers(dir: string, stops: Stops) {
  const sandboxPort = await freePortWithNeighbours(...SANDBOX_PORT_OFFSETS.slice(1));
  const redis = await startRedis();
  stops.push(() => redis.stop());
  const [mongo] = await startAll(stops, [
    { name: 'mongo', args: ['mongo', '--port', '0', '--data', join(dir, 'mongo')], env: {}, ready: /listening (mongodb:\S+)/ },
    { name: 'sandbox', args: ['sandbox'], env: { HUB_DATA_DIR: dir, HUB_SANDBOX_PORT: String(sandboxPort), HUB_DEMO_MARKETPLACES: 'trendyol,n11' }, ready: /sandboxes ready/ },
  ]);
  return { mongodbUrl: mongo?.announced ?? '', redisUrl: redis.url, sandboxes: sandboxUrls({ sandboxPort }), banks: bankSandboxUrls({ sandboxPort }) };
}

async function startHub({ dir, servers, workers, stops }: { dir: string; servers: Servers; workers: number; stops: Stops }) {
  const ports = await freePorts(1 + SUBGRAPHS.length + workers);
  const [gatewayPort = 0, ...otherPorts] = ports;
  const env = {
    NODE_ENV: 'production',
    MONGODB_URL: servers.mongodbUrl,
    REDIS_URL: servers.redisUrl,
    HUB_SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    HUB_PROOF_SECRET: randomBytes(32).toString('base64'),
    HUB_SUBGRAPH_URLS: [...SUBGRAPHS.map((name, i) => `${name}=http://127.0.0.1:${otherPorts[i] ?? 0}/graphql`), ...NOT_STARTED.map((name) => `${name}=${NOBODY}`)].join(','),
    HUB_PUBLIC_URL: `http://127.0.0.1:${gatewayPort}`,
    // One store at a time, so that a second worker has something to do.
    HUB_WORKER_CONCURRENCY: '1',
    HUB_TCMB_URL: servers.banks.tcmb,
    HUB_CBR_URL: servers.banks.cbr,
    LOG_LEVEL: 'warn',
  };
  const key = await createKey(env);
  const started = await startAll(stops, [
    { name: 'gateway', args: ['gateway'], ready: /ready at (http:\S+)/, env: {} },
    ...SUBGRAPHS.map((name) => ({ name, args: ['subgraph', name], ready: /ready at (http:\S+)/, env: name === 'stores' ? { NODE_ENV: 'development', HUB_DATA_DIR: dir } : {} })),
    ...Array.from({ length: workers }, (_, i) => ({ name: `worker ${i + 1}`, args: ['worker'], ready: /health on port (\d+)/, env: {} })),
  ].map((options, i) => ({ ...options, env: { ...env, PORT: String(ports[i]), ...options.env } })));
  const [gateway, ...others] = started;
  const url = gateway?.announced ?? '';
  const client = graphqlClient({ url, key });
  stops.push(() => client.close());
  return {
    url,
    key,
    client,
    subgraphs: Object.fromEntries(others.slice(0, SUBGRAPHS.length).map((process) => [process.name, process])) as Record<SubgraphName, HubProcess>,
    workers: others.slice(SUBGRAPHS.length),
    terminateHub: () => Promise.all(started.map((process) => process.terminate())),
  };
}

/** Starts them side by side and notes how those that did start are stopped, also when others did not. */
async function startAll(stops: Stops, options: readonly HubProcessOptions[]): Promise<readonly HubProcess[]> {
  const outcomes = await Promise.allSettled(options.map(startHubProcess));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  stops.push(() => Promise.all(started.map((process) => process.terminate())));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return started;
}

async function createKey(env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/hub/main.js', 'key', 'create', '--seller', 'sel_many', '--scopes', 'all'], { env: { PATH: process.env['PATH'], ...env } });
  return stdout.trim();
}
