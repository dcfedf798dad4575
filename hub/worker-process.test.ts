import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHubProcess, type HubProcessOptions } from '../test/support/hub-process.js';
import { startRedis, type RedisServer } from '../test/support/redis-server.js';
import { openTestDatabase, type TestDatabase } from '../test/support/test-database.js';

const SHIFTED_CLOCK = new URL('../test/support/shifted-clock.js', import.meta.url).href;
const TEN_MINUTES_MS = 600_000;

describe('a worker process', () => {
  let dir: string;
  let database: TestDatabase;
  let redis: RedisServer;
  beforeAll(async () => {
    [dir, database, redis] = await Promise.all([mkdtemp(join(tmpdir(), 'hub-worker-')), openTestDatabase('worker'), startRedis()]);
  });
  afterAll(async () => {
    await Promise.all([database.drop(), redis.stop()]);
    await rm(dir, { recursive: true, force: true });
  });

  const options = (env: Readonly<Record<string, string>>): HubProcessOptions => ({
    name: 'worker', args: ['worker'], ready: /health on port (\d+)/,
    env: { NODE_ENV: 'development', HUB_DATA_DIR: dir, MONGODB_URL: database.url, MONGODB_DATABASE: database.name, REDIS_URL: redis.url, PORT: '0', LOG_LEVEL: 'warn', ...env },
  });

  it.each([['ten minutes ahead', TEN_MINUTES_MS], ['ten minutes behind', -TEN_MINUTES_MS]])('ends when it is told to, whatever its clock says: %s', async (_where, shiftMs) => {
    const worker = await startHubProcess(options({ NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`, SHIFT_CLOCK_MS: String(shiftMs) }));
    expect(await worker.terminate()).toMatchObject({ exitCode: 0 });
  }, 120_000);

  it('ends by itself when it cannot be started half-way', async () => {
    // A port on which nobody ever listens.
    const starting = startHubProcess(options({ REDIS_URL: 'redis://127.0.0.1:1' }));
    await expect(starting).rejects.toThrow('worker ended (code 1)');
  }, 120_000);
});

describe('a process that is to end in order', () => {
  const script = (end: string): string => `import { endInOrder } from '${new URL('end-in-order.js', import.meta.url).href}'; setInterval(() => 0, 1_000); await endInOrder(${end}, 200); process.exit(3);`;
  const codeOf = async (end: string): Promise<unknown> => (await once(spawn(process.execPath, ['--input-type=module', '-e', script(end)], { stdio: 'ignore' }), 'exit'))[0];

  it('is ended all the same when something never does', async () => {
    expect(await codeOf('() => new Promise(() => undefined)')).toBe(0);
  });

  it('goes on as soon as all has ended', async () => {
    expect(await codeOf('async () => undefined')).toBe(3);
  });
});
