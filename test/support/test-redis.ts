import { connectRedis, type RedisClient } from '../../platform/redis/client.js';

/**
 * The shared redis-server, in a logical database that only this jest worker uses (suites of one worker run one after the
 * other). Pub/Sub channels are shared by all databases. FLUSHALL would empty the other workers' databases: use FLUSHDB.
 */
export function testRedisUrl(): string {
  const base = process.env['TEST_REDIS_URL'];
  if (!base) throw new Error('TEST_REDIS_URL is not set: run the suite through jest');
  return `${base}/${Number(process.env['JEST_WORKER_ID'] ?? '1') % 16}`;
}

/** Connects to an emptied database. The suite closes the client itself. */
export async function connectTestRedis(): Promise<RedisClient> {
  const client = await connectRedis(testRedisUrl());
  await client.flushDb();
  return client;
}
