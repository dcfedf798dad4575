import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/graphql-client.js';
import { startRedis, type RedisServer } from '../../test/support/redis-server.js';
import { startTcpProxy } from '../../test/support/tcp-proxy.js';
import { connectRedis, type RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createWakeQueue, type WakeConsumer, type WakeQueue } from './wake-queue.js';

const logger = createLogger({ level: 'silent', name: 'test' });
const LOCK_MS = 1_500;

describe('wake queue when a process or Redis fails', () => {
  let server: RedisServer;
  let redis: RedisClient;
  let queue: WakeQueue;
  let consumer: WakeConsumer | undefined;

  beforeEach(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url);
    queue = createWakeQueue({ redis, name: 'lanes', logger, lockMs: LOCK_MS });
  });

  afterEach(async () => {
    await consumer?.stop();
    consumer = undefined;
    await queue.close();
    redis.destroy();
    await server.stop();
  });

  /** Keys in the order in which they were run here. */
  function consume() {
    const runs: string[] = [];
    let told: () => void = () => undefined;
    consumer = queue.consume(
      async (key) => {
        runs.push(key);
        told();
      },
      { concurrency: 2 },
    );
    const ran = async (key: string, times = 1): Promise<void> => {
      while (runs.filter((run) => run === key).length < times) await new Promise<void>((resolve) => (told = resolve));
    };
    return { runs, ran };
  }

  it('runs a key elsewhere after the process that ran it was killed, and the wake that came meanwhile too', async () => {
    const victim = await startVictim(server.url);
    await queue.wake('store-a');
    await victim.isRunning('store-a');
    await queue.wake('store-a');
    await victim.kill();
    const { runs, ran } = consume();
    await ran('store-a', 2);
    expect(runs).toEqual(['store-a', 'store-a']);
  });

  it('serves wakes after all of Redis was flushed, also those of a key that ran then', async () => {
    let running: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (running = resolve));
    const runs: string[] = [];
    consumer = queue.consume(
      async (key) => {
        runs.push(key);
        if (runs.length > 1) return;
        running();
        await new Promise<void>((resolve) => (finish = resolve));
      },
      { concurrency: 1 },
    );
    await queue.wake('store-a');
    await queue.wake('later', { delayMs: 300 });
    await started;
    await redis.flushAll();
    finish();
    await queue.wake('store-a');
    await queue.wake('later', { delayMs: 100 });
    while (!runs.includes('later')) await new Promise((resolve) => setImmediate(resolve));
    expect(runs.filter((key) => key === 'store-a')).toHaveLength(2);
  });

  it('does not hold up or fail who wakes while Redis is away', async () => {
    await queue.wake('warm-up');
    await server.crash();
    await Promise.all([queue.wake('store-a'), queue.wake('store-b', { delayMs: 50 })]);
    await server.restart();
  });

  it('goes on after Redis was restarted empty', async () => {
    const { ran } = consume();
    await queue.wake('before');
    await ran('before');
    await server.crash();
    await server.restart();
    await redis.ping();
    // A wake may be lost while connections come back; whoever sweeps the ledger wakes again.
    const sweeping = setInterval(() => void queue.wake('after'), 500);
    try {
      await queue.wake('after');
      await ran('after');
    } finally {
      clearInterval(sweeping);
    }
  });

  it('goes on after the connection broke just when it was asked whether there is a Redis', async () => {
    const proxy = await startTcpProxy({ targetPort: Number(new URL(server.url).port) });
    const far = await connectRedis(`redis://127.0.0.1:${proxy.port}`);
    const isFirstQuestion = (asked: Buffer): boolean => /\r\ninfo\r\n/i.test(asked.toString());
    try {
      proxy.cutNext('BEFORE', 2, isFirstQuestion);
      const farQueue = createWakeQueue({ redis: far, name: 'far', logger, lockMs: LOCK_MS });
      await farQueue.wake('lost');
      const runs: string[] = [];
      const farConsumer = farQueue.consume(async (key) => void runs.push(key), { concurrency: 2 });
      await eventually(async () => proxy.cuts(), (cuts) => cuts === 2, 30_000);
      await eventually(() => farQueue.wake('after'), () => runs.includes('after'), 30_000);
      await farConsumer.stop();
      await farQueue.close();
    } finally {
      far.destroy();
      await proxy.stop();
    }
  });
});

/** A worker process that takes a key and never finishes. */
async function startVictim(redisUrl: string) {
  const program = `
    import { connectRedis } from ${JSON.stringify(new URL('../redis/client.js', import.meta.url).href)};
    import { createWakeQueue } from ${JSON.stringify(new URL('./wake-queue.js', import.meta.url).href)};
    import { createLogger } from ${JSON.stringify(new URL('../telemetry/logger.js', import.meta.url).href)};
    const queue = createWakeQueue({ redis: await connectRedis(${JSON.stringify(redisUrl)}), name: 'lanes', logger: createLogger({ level: 'silent', name: 'victim' }), lockMs: ${LOCK_MS} });
    queue.consume((key) => { console.log(key); return new Promise(() => undefined); }, { concurrency: 1 });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  return {
    async isRunning(key: string): Promise<void> {
      for await (const line of lines) if (line === key) return;
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
