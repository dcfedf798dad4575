import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectMongo } from '../../platform/mongo/client.js';
import { SANDBOX_PORT_OFFSETS, sandboxUrls, type SandboxUrls } from '../../hub/sandbox-urls.js';
import { freePortWithNeighbours } from './free-ports.js';
import { graphqlClient, type GraphQLClient } from './graphql-client.js';

/** A whole hub as `npm start` runs it, with its own data and ports, and a database of its own where MONGODB_URL names a server. */
export interface RunningHub {
  readonly url: string;
  readonly key: string;
  readonly servingPid: number;
  readonly dataDir: string;
  /** Root of the sandboxes: Trendyol and N11. */
  readonly sandboxes: SandboxUrls;
  readonly client: GraphQLClient;
  /** Everything it printed. */
  readonly output: () => string;
  /** The pid of one of its children: `worker`, `mongo`, `redis`, `sandbox`. */
  pidOf(child: string): Promise<number>;
  redisUrl(): string;
  mongoUrl(): string;
  /** The name of its database. */
  readonly database: string;
  /** Ctrl-C; answers how long it took to end. */
  interrupt(): Promise<{ exitCode: number | null; tookMs: number }>;
  stop(): Promise<void>;
}

const READY = /GraphQL\s+(http:\S+)/;

export async function startRunningHub(o: { products?: number; dataDir?: string; port?: number; readyWithinMs?: number; env?: Record<string, string>; npm?: boolean } = {}): Promise<RunningHub> {
  const dataDir = o.dataDir ?? (await mkdtemp(join(tmpdir(), 'hub-e2e-')));
  const database = basename(dataDir).slice(0, 38);
  // The sandboxes go to the ports from the tenth after it on.
  const port = o.port ?? (await freePortWithNeighbours(...SANDBOX_PORT_OFFSETS.map((offset) => 10 + offset)));
  const key = 'hub_dev_a-key-for-tests-only';
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    PORT: String(port),
    HUB_DATA_DIR: dataDir,
    MONGODB_DATABASE: database,
    HUB_DEV_KEY: key,
    HUB_DEMO_PRODUCTS: String(o.products ?? 40),
    LOG_LEVEL: 'info',
    ...o.env,
  };
  const [command, args] = o.npm ? ['npm', ['start']] : [process.execPath, ['dist/hub/main.js', 'start']];
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: o.npm ?? false });
  const lines: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const signal = (): void => {
    // A terminal's Ctrl-C reaches the whole foreground group, npm and the hub alike.
    if (o.npm) process.kill(-(child.pid ?? 0), 'SIGINT');
    else child.kill('SIGINT');
  };
  const url = await readyUrl(child, lines, o.readyWithinMs ?? 150_000).catch((error: unknown) => {
    if (child.exitCode === null) signal();
    throw error;
  });
  const client = graphqlClient({ url, key });
  const interrupt = async () => {
    const startedAt = Date.now();
    signal();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return { exitCode: child.exitCode, tookMs: Date.now() - startedAt };
  };
  return {
    url,
    key,
    servingPid: child.pid ?? 0,
    dataDir,
    sandboxes: sandboxUrls({ sandboxPort: port + 10 }),
    client,
    output: () => lines.join('\n'),
    pidOf: async (name) => Number(await readFile(join(dataDir, 'run', `${name}.pid`), 'utf8')),
    redisUrl: () => /redis:\/\/[\w.:]+/.exec(lines.join('\n'))?.[0] ?? '',
    mongoUrl: () => /mongodb:\/\/[\w.:]+/.exec(lines.join('\n'))?.[0] ?? '',
    database,
    interrupt,
    async stop() {
      await client.close();
      await interrupt();
      await dropOnSharedServer(database);
      if (o.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An embedded server's data goes with its folder. */
async function dropOnSharedServer(database: string): Promise<void> {
  const url = process.env['MONGODB_URL'];
  if (url === undefined || url === '') return;
  const mongo = await connectMongo({ url, database });
  await mongo.db.dropDatabase();
  await mongo.close();
}

async function readyUrl(child: ChildProcess, lines: string[], withinMs: number): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the hub has no output');
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the hub ${what}:\n${lines.join('\n')}`));
    const timer = setTimeout(() => fail(`was not ready within ${withinMs} ms`), withinMs);
    child.once('exit', (code) => fail(`ended with code ${code}`));
    createInterface(stdout).on('line', (line) => {
      lines.push(line);
      const match = READY.exec(line);
      if (match?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(match[1]);
    });
  });
}
