import { createClient } from 'redis';
import type { Stage } from '../stage.js';
import { between, grownBy, keepUp, type Fault } from './fault.js';
import { lineOf } from './line-of.js';

export const killRedis: Fault = {
  name: 'Redis killed and restarted with nothing saved',
  parts: ['redis'],
  strike: ({ stage, draw, metWithinMs }) =>
    grownBy(() => lineOf(stage, 'redis').troubles(), async (grown) => {
      await stage.redis.crash();
      await keepUp({ metWithinMs }, between(draw, 0, 2_000), grown);
      await stage.redis.restart();
    }),
};

export const emptyRedis: Fault = {
  name: 'Redis emptied',
  parts: ['redis'],
  /** Met by the keys that were there. */
  async strike({ stage }) {
    const keys = Number(await command(stage, ['DBSIZE']));
    await command(stage, ['FLUSHALL']);
    return keys;
  },
};

/** Refuses every write until there is room again: met by what was refused. */
export const fillRedis: Fault = {
  name: 'Redis out of memory',
  parts: ['redis'],
  async strike({ stage, draw, metWithinMs }) {
    await command(stage, ['CONFIG', 'SET', 'maxmemory', '1']);
    await command(stage, ['CONFIG', 'RESETSTAT']);
    const refused = async (): Promise<number> => Number(/errorstat_OOM:count=(\d+)/.exec(String(await command(stage, ['INFO', 'errorstats'])))?.[1] ?? 0);
    await keepUp({ metWithinMs }, between(draw, 1_000, 4_000), refused);
    const met = await refused();
    await command(stage, ['CONFIG', 'SET', 'maxmemory', '0']);
    return met;
  },
};

export const freezeRedis: Fault = {
  name: 'Redis frozen',
  parts: ['redis'],
  strike: ({ stage, draw, metWithinMs }) =>
    grownBy(() => lineOf(stage, 'redis').asked(), async (grown) => {
      process.kill(stage.redis.pid(), 'SIGSTOP');
      await keepUp({ metWithinMs }, between(draw, 500, 4_000), grown);
      process.kill(stage.redis.pid(), 'SIGCONT');
    }),
};

export async function command(stage: Stage, words: readonly string[]): Promise<unknown> {
  const client = await createClient({ url: stage.redis.url }).on('error', () => undefined).connect();
  const answer = await client.sendCommand([...words]);
  client.destroy();
  return answer;
}
