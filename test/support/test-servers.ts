import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer } from '../../platform/mongo/embedded/server.js';
import { startRedis } from './redis-server.js';

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
  const server = await startEmbeddedServer({ dataDir, acknowledge: 'committed', log: (line) => process.stderr.write(`embedded mongo: ${line}\n`) });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
