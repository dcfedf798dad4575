import { setTimeout as pause } from 'node:timers/promises';
import { between, keepUp, type Fault, type Scene } from './fault.js';
import { lanesOf } from './held-lanes.js';
import { untilStarted } from './until-started.js';

const TEN_MINUTES_MS = 600_000;
const LOOK_EVERY_MS = 50;
const SHIFTED_CLOCK = new URL('../../../support/shifted-clock.js', import.meta.url).href;

/** By its own clock every lease of the others has run out and every wait is over; it must go by the database's. */
export const workerAhead: Fault = { name: 'a second worker whose clock is ten minutes ahead', parts: ['worker', 'second worker'], strike: (scene) => besideWrongClock(scene, TEN_MINUTES_MS) };
export const workerBehind: Fault = { name: 'a second worker whose clock is ten minutes behind', parts: ['worker', 'second worker'], strike: (scene) => besideWrongClock(scene, -TEN_MINUTES_MS) };

/** A sandbox's clock goes forward only: from then on it is ahead of the hub's. */
export const marketplacesAhead: Fault = {
  name: 'marketplace clocks ten minutes ahead',
  parts: ['marketplaces'],
  async strike({ stage }) {
    let ahead = 0;
    for (const name of stage.marketplaces) {
      const control = stage.control(name);
      const { now } = await control.get<{ now: number }>('/clock');
      if (now < Date.now() + TEN_MINUTES_MS / 2) await control.post('/clock', { advanceMs: TEN_MINUTES_MS });
      ahead += 1;
    }
    return ahead;
  },
};

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
