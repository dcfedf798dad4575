import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startEmbeddedServer } from '../../platform/mongo/embedded/server.js';

export interface TestServers {
  stop(): Promise<void>;
}

declare global {
  var testServers: TestServers | undefined;
}

/** Ports are passed to the suites as TEST_REDIS_URL and TEST_MONGODB_URL. */
export async function startTestServers(): Promise<TestServers> {
  const redis = await startRedis();
  process.env['TEST_REDIS_URL'] = redis.url;
  const mongo = await startMongo();
  process.env['TEST_MONGODB_URL'] = mongo.url;
  return {
    async stop() {
      await Promise.all([redis.stop(), mongo.stop()]);
    },
  };
}

/** The server that MONGODB_URL names, or the embedded one with a data folder of its own. */
async function startMongo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['MONGODB_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-test-mongo-'));
  const server = await startEmbeddedServer({ dataDir, log: (line) => process.stderr.write(`embedded mongo: ${line}\n`) });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A redis-server of the caller's own, for suites that kill it or empty it. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-test-redis-'));
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir, '--maxmemory-policy', 'noeviction'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) if (line.includes('Ready to accept connections')) break;
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
