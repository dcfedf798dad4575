import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'redis';
import type { Stage } from '../stage.js';
import { between, type Fault } from './fault.js';

export const killRedis: Fault = {
  name: 'Redis killed and restarted with nothing saved',
  parts: ['redis'],
  async strike({ stage, draw }) {
    await stage.redis.crash();
    await pause(between(draw, 0, 2_000));
    await stage.redis.restart();
  },
};

export const emptyRedis: Fault = {
  name: 'Redis emptied',
  parts: ['redis'],
  strike: ({ stage }) => command(stage, ['FLUSHALL']),
};

/** Refuses every write until there is room again. */
export const fillRedis: Fault = {
  name: 'Redis out of memory',
  parts: ['redis'],
  async strike({ stage, draw }) {
    await command(stage, ['CONFIG', 'SET', 'maxmemory', '1']);
    await pause(between(draw, 1_000, 4_000));
    await command(stage, ['CONFIG', 'SET', 'maxmemory', '0']);
  },
};

export const freezeRedis: Fault = {
  name: 'Redis frozen',
  parts: ['redis'],
  async strike({ stage, draw }) {
    process.kill(stage.redis.pid(), 'SIGSTOP');
    await pause(between(draw, 500, 4_000));
    process.kill(stage.redis.pid(), 'SIGCONT');
  },
};

export async function command(stage: Stage, words: readonly string[]): Promise<void> {
  const client = await createClient({ url: stage.redis.url }).on('error', () => undefined).connect();
  await client.sendCommand([...words]);
  client.destroy();
}
