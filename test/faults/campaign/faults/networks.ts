import { setTimeout as pause } from 'node:timers/promises';
import type { ProxyMode, TcpProxy } from '../../../support/tcp-proxy.js';
import type { Line, Stage } from '../stage.js';
import { between, type Fault, type Part, type Scene } from './fault.js';

const WRITES = ['insert', 'update', 'findAndModify'].map((name) => Buffer.from(name));
const CUTS = 3;
const CUT_WITHIN_MS = 3_000;

export const cutBeforeWrite: Fault = { name: 'database connection cut before a write arrives', parts: ['mongo'], strike: (scene) => cutWrites(scene, 'BEFORE') };
export const cutAfterWrite: Fault = { name: 'database connection cut after a write, its answer lost', parts: ['mongo'], strike: (scene) => cutWrites(scene, 'AFTER') };

export const slowDatabase: Fault = troubled('database 200 ms away', 'mongo', { kind: 'delay', ms: 100 }, [1_000, 3_000]);
export const silentDatabase: Fault = troubled('database connections half-open', 'mongo', { kind: 'silent' }, [1_000, 4_000]);
export const refusedDatabase: Fault = troubled('database not reachable', 'mongo', { kind: 'refuse' }, [500, 2_500]);
export const slowRedis: Fault = troubled('Redis 100 ms away', 'redis', { kind: 'delay', ms: 50 }, [1_000, 3_000]);
export const silentRedis: Fault = troubled('Redis connections half-open', 'redis', { kind: 'silent' }, [1_000, 4_000]);

export const silentMarketplaces: Fault = atMarketplaces('marketplace connections half-open', { kind: 'silent' }, [1_000, 4_000]);
export const drippingMarketplaces: Fault = atMarketplaces('marketplace answers drip byte by byte', { kind: 'drip', bytes: 16, ms: 20 }, [1_000, 4_000]);
export const cutMarketplaces: Fault = {
  name: 'marketplace connections cut in the middle',
  parts: ['marketplaces'],
  async strike({ stage, draw }) {
    for (let time = 0; time < 4; time += 1) {
      for (const name of stage.marketplaces) lineOf(stage, name).cutAll();
      await pause(between(draw, 100, 500));
    }
  },
};

async function cutWrites({ stage }: Scene, when: 'BEFORE' | 'AFTER'): Promise<void> {
  const proxy = lineOf(stage, 'mongo');
  const before = proxy.cuts();
  proxy.cutNext(when, CUTS, (asked) => WRITES.some((name) => asked.includes(name)));
  for (let waitedMs = 0; waitedMs < CUT_WITHIN_MS && proxy.cuts() < before + CUTS; waitedMs += 50) await pause(50);
  proxy.cutNext(when, 0);
}

function troubled(name: string, line: Line & Part, mode: ProxyMode, [least, most]: readonly [number, number]): Fault {
  return { name, parts: [line], strike: ({ stage, draw }) => hold([lineOf(stage, line)], mode, between(draw, least, most)) };
}

function atMarketplaces(name: string, mode: ProxyMode, [least, most]: readonly [number, number]): Fault {
  return { name, parts: ['marketplaces'], strike: ({ stage, draw }) => hold(stage.marketplaces.map((each) => lineOf(stage, each)), mode, between(draw, least, most)) };
}

async function hold(proxies: readonly TcpProxy[], mode: ProxyMode, ms: number): Promise<void> {
  for (const proxy of proxies) proxy.setMode(mode);
  await pause(ms);
  for (const proxy of proxies) proxy.setMode({ kind: 'pass' });
}

function lineOf(stage: Stage, name: Line): TcpProxy {
  const proxy = stage.lines[name];
  if (!proxy) throw new Error(`nothing stands before ${name}`);
  return proxy;
}
