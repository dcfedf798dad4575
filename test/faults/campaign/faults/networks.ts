import { setTimeout as pause } from 'node:timers/promises';
import type { ProxyMode, TcpProxy } from '../../../support/tcp-proxy.js';
import type { Line } from '../stage.js';
import { between, grownBy, keepUp, type Fault, type Part, type Scene } from './fault.js';
import { lineOf } from './line-of.js';

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
  strike({ stage, draw, metWithinMs }) {
    const proxies = stage.marketplaces.map((name) => lineOf(stage, name));
    const startedAtMs = performance.now();
    return grownBy(() => troublesOf(proxies), async (grown) => {
      for (let time = 0; time < 4 || (grown() === 0 && performance.now() < startedAtMs + metWithinMs); time += 1) {
        for (const proxy of proxies) proxy.cutAll();
        await pause(between(draw, 100, 500));
      }
    });
  },
};

async function cutWrites({ stage, metWithinMs }: Scene, when: 'BEFORE' | 'AFTER'): Promise<number> {
  const proxy = lineOf(stage, 'mongo');
  const before = proxy.cuts();
  proxy.cutNext(when, CUTS, (asked) => WRITES.some((name) => asked.includes(name)));
  for (let waitedMs = 0; waitedMs < CUT_WITHIN_MS && proxy.cuts() < before + CUTS; waitedMs += 50) await pause(50);
  await keepUp({ metWithinMs }, 0, () => proxy.cuts() - before);
  proxy.cutNext(when, 0);
  return proxy.cuts() - before;
}

function troubled(name: string, line: Line & Part, mode: ProxyMode, [least, most]: readonly [number, number]): Fault {
  return { name, parts: [line], strike: (scene) => hold(scene, [lineOf(scene.stage, line)], mode, between(scene.draw, least, most)) };
}

function atMarketplaces(name: string, mode: ProxyMode, [least, most]: readonly [number, number]): Fault {
  return { name, parts: ['marketplaces'], strike: (scene) => hold(scene, scene.stage.marketplaces.map((each) => lineOf(scene.stage, each)), mode, between(scene.draw, least, most)) };
}

function hold(scene: Scene, proxies: readonly TcpProxy[], mode: ProxyMode, ms: number): Promise<number> {
  return grownBy(() => troublesOf(proxies), async (grown) => {
    for (const proxy of proxies) proxy.setMode(mode);
    await keepUp(scene, ms, grown);
    for (const proxy of proxies) proxy.setMode({ kind: 'pass' });
  });
}

function troublesOf(proxies: readonly TcpProxy[]): number {
  return proxies.reduce((sum, proxy) => sum + proxy.troubles(), 0);
}
