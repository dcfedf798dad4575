import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxName } from '../../../../hub/sandbox-urls.js';
import type { Stage } from '../stage.js';
import { between, keepUp, type Fault, type Scene } from './fault.js';
import { lanesOf } from './held-lanes.js';
import { untilStarted } from './until-started.js';

const TEN_MINUTES_MS = 600_000;
/** Less wrong than half of it is right. */
const NEARLY_MS = TEN_MINUTES_MS / 2;
const LOOK_EVERY_MS = 50;
const SHIFTED_CLOCK = new URL('../../../support/shifted-clock.js', import.meta.url).href;

/** By its own clock every lease of the others has run out and every wait is over; it must go by the database's. */
export const workerAhead: Fault = { name: 'a second worker whose clock is ten minutes ahead', parts: ['worker', 'second worker'], strike: (scene) => besideWrongClock(scene, TEN_MINUTES_MS) };
export const workerBehind: Fault = { name: 'a second worker whose clock is ten minutes behind', parts: ['worker', 'second worker'], strike: (scene) => besideWrongClock(scene, -TEN_MINUTES_MS) };

/** From the first strike on those marketplaces are ahead whose clocks were right: a clock that time has passed by is not put back. */
export const marketplacesAhead: Fault = {
  name: 'marketplace clocks ten minutes ahead',
  parts: ['marketplaces'],
  async strike(scene) {
    const { stage } = scene;
    for (const name of await marketplacesBy(stage, isRight)) await stage.control(name).post('/clock', { advanceMs: TEN_MINUTES_MS });
    return untilSold(scene, await marketplacesBy(stage, (aheadMs) => aheadMs > NEARLY_MS));
  },
};

/**
 * Half of the marketplaces are behind from before their first order on. To put a clock back later would give the orders of the last minutes times
 * that are yet to come, and hide them where a marketplace shows nothing from its future.
 */
export const marketplacesBehind: Fault = {
  name: 'marketplace clocks ten minutes behind',
  parts: ['marketplaces'],
  async prepare({ stage, draw }) {
    const drawn = stage.marketplaces.map((name) => ({ name, at: draw() })).toSorted((a, b) => a.at - b.at);
    for (const { name } of drawn.slice(0, Math.floor(drawn.length / 2))) await stage.control(name).post('/clock', { shiftMs: -TEN_MINUTES_MS });
  },
  strike: async (scene) => untilSold(scene, await marketplacesBy(scene.stage, (aheadMs) => aheadMs < -NEARLY_MS)),
};

const isRight = (aheadMs: number): boolean => Math.abs(aheadMs) <= NEARLY_MS;

/** Those whose clocks are so far ahead of this machine's. */
async function marketplacesBy(stage: Stage, isWanted: (aheadMs: number) => boolean): Promise<readonly SandboxName[]> {
  const clocks = await Promise.all(stage.marketplaces.map(async (name) => ({ name, now: (await stage.control(name).get<{ now: number }>('/clock')).now })));
  return clocks.filter(({ now }) => isWanted(now - Date.now())).map(({ name }) => name);
}

/** Met by the orders that the hub has recorded from there meanwhile. */
async function untilSold(scene: Scene, names: readonly SandboxName[]): Promise<number> {
  const orders = scene.stage.ledger.db.collection('orders');
  let before: number | null = null;
  const met = async (): Promise<number> => {
    const known = await orders.countDocuments({ marketplace: { $in: names.map((name) => name.toUpperCase()) } }).catch(() => null);
    before ??= known;
    return known === null || before === null ? 0 : known - before;
  };
  await met();
  await keepUp(scene, between(scene.draw, 3_000, 8_000), met);
  return met();
}

/** Met by the turns that it was seen to have. Where the hub's own worker leaves it none, that one dies, and it is the first to see what is free. */
async function besideWrongClock(scene: Scene, shiftMs: number): Promise<number> {
  const { stage, draw } = scene;
  const worker = await untilStarted(() => stage.startWorker('worker with a wrong clock', { NODE_OPTIONS: `--import ${SHIFTED_CLOCK}`, SHIFT_CLOCK_MS: String(shiftMs) }));
  const turns = new Set<string>();
  const watching = setInterval(() => void lanesOf(stage, worker.pid()).then((held) => held.forEach(({ storeId, fence }) => turns.add(`${storeId} ${fence}`))), LOOK_EVERY_MS);
  try {
    await pause(between(draw, 3_000, 8_000));
    if (turns.size === 0) {
      const pid = await stage.workerPid();
      process.kill(pid, 'SIGKILL');
      await stage.nextWorker(pid);
    }
    await keepUp(scene, 0, () => turns.size);
  } finally {
    clearInterval(watching);
  }
  await worker.terminate();
  return turns.size;
}
