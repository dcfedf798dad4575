import { setTimeout as pause } from 'node:timers/promises';
import type { HubProcess } from '../../../support/hub-process.js';
import type { Stage } from '../stage.js';
import { between, keepUp, NotMet, type Fault } from './fault.js';
import { fenceOf, hasWorkInHand, lanesOf, type HeldLane } from './held-lanes.js';
import { untilStarted } from './until-started.js';

/** All of these are met by the stores that the worker is at work on. */
export const killWorker: Fault = {
  name: 'worker killed',
  parts: ['worker'],
  async strike({ stage, metWithinMs }) {
    await untilAtWork(stage, metWithinMs);
    const pid = await stage.workerPid();
    process.kill(pid, 'SIGKILL');
    const held = await lanesOf(stage, pid);
    await stage.nextWorker(pid);
    return held.length;
  },
};

const KILLS = 5;
const KILLED_WITHIN_MS = 240_000;

/** Two workers die in turn over one store's work, five times, each as soon as it has taken it over from the other, which goes on with the other stores meanwhile. */
export const killWorkerFiveTimes: Fault = {
  name: 'the same job\'s worker killed five times',
  parts: ['worker', 'second worker'],
  async strike({ stage }) {
    const second = await untilStarted(() => stage.startWorker('second worker'));
    try {
      const victims = [ownWorker(stage), furtherWorker(second)];
      const endsAtMs = performance.now() + KILLED_WITHIN_MS;
      let last: HeldLane | null = null;
      for (let time = 0; time < KILLS; time += 1) {
        last = await killHolder(stage, victims, { last, endsAtMs });
        if (last === null) throw new NotMet(`only ${time} of ${KILLS} workers were killed while they held one store's work`);
      }
      return KILLS;
    } finally {
      await second.terminate();
    }
  },
};

export const freezeWorker: Fault = {
  name: 'worker frozen for a moment',
  parts: ['worker'],
  async strike({ stage, draw, metWithinMs }) {
    await untilAtWork(stage, metWithinMs);
    const pid = await stage.workerPid();
    process.kill(pid, 'SIGSTOP');
    const [held] = await Promise.all([lanesOf(stage, pid), pause(between(draw, 500, 3_000))]);
    process.kill(pid, 'SIGCONT');
    return held.length;
  },
};

const FROZEN_WITHIN_MS = 60_000;
const TAKEN_OVER_WITHIN_MS = 60_000;
/** For so long two workers are at work that both took the same store. */
const BOTH_MS = 2_000;

/** Longer than its leases and its locks last, until another worker has taken over what it held; then it goes on as if nothing had been. */
export const freezeWorkerPastItsLease: Fault = {
  name: 'worker\'s event loop blocked for longer than its lock',
  parts: ['worker', 'second worker'],
  async strike({ stage, draw }) {
    const second = await untilStarted(() => stage.startWorker('second worker'));
    try {
      const { pid, held } = await freezeAtWork(stage);
      const [taken] = await Promise.all([takenOver(stage, held), pause(between(draw, 9_000, 11_000))]).finally(() => process.kill(pid, 'SIGCONT'));
      if (taken === 0) throw new NotMet(`nobody took over what the frozen worker held: ${held.map(({ storeId }) => storeId).join(', ')}`);
      await pause(BOTH_MS);
      return taken;
    } finally {
      await second.terminate();
    }
  },
};

const LOOK_EVERY_MS = 10;
/** What was under way to the ledger when a process was stopped has arrived by then. */
const ARRIVES_WITHIN_MS = 50;

/** A worker that has a successor. */
interface Victim {
  pid(): Promise<number>;
  /** Resolves once its successor is being started. */
  kill(): Promise<void>;
}

function ownWorker(stage: Stage): Victim {
  return {
    pid: () => stage.workerPid(),
    async kill() {
      const pid = await stage.workerPid();
      process.kill(pid, 'SIGKILL');
      await stage.nextWorker(pid);
    },
  };
}

function furtherWorker(worker: HubProcess): Victim {
  return {
    pid: () => Promise.resolve(worker.pid()),
    async kill() {
      await worker.kill();
      await untilStarted(() => worker.restart());
    },
  };
}

/** Kills whoever holds the store anew, any store at first. Answers what it held when it died; null when that was not to be had in time. */
async function killHolder(stage: Stage, victims: readonly Victim[], { last, endsAtMs }: { readonly last: HeldLane | null; readonly endsAtMs: number }): Promise<HeldLane | null> {
  while (performance.now() < endsAtMs) {
    for (const victim of victims) {
      const pid = await victim.pid();
      const held = (await workOf(stage, pid)).find(({ storeId, fence }) => last === null || (storeId === last.storeId && fence > last.fence));
      if (held === undefined) continue;
      const [left] = await Promise.all([pause(ARRIVES_WITHIN_MS).then(() => lanesOf(stage, pid)), victim.kill()]);
      if (left.some(({ storeId, fence }) => storeId === held.storeId && fence === held.fence)) return held;
    }
    await pause(LOOK_EVERY_MS);
  }
  return null;
}

async function freezeAtWork(stage: Stage): Promise<{ readonly pid: number; readonly held: readonly HeldLane[] }> {
  const pid = await stage.workerPid();
  const endsAtMs = performance.now() + FROZEN_WITHIN_MS;
  while (performance.now() < endsAtMs) {
    await pause(LOOK_EVERY_MS);
    if ((await workOf(stage, pid)).length === 0) continue;
    process.kill(pid, 'SIGSTOP');
    await pause(ARRIVES_WITHIN_MS);
    const held = await lanesOf(stage, pid);
    if (held.length > 0) return { pid, held };
    process.kill(pid, 'SIGCONT');
  }
  throw new NotMet('the worker was never seen at work');
}

/** How many of these have another holder by now, as soon as one has. */
async function takenOver(stage: Stage, held: readonly HeldLane[]): Promise<number> {
  const endsAtMs = performance.now() + TAKEN_OVER_WITHIN_MS;
  while (performance.now() < endsAtMs) {
    await pause(LOOK_EVERY_MS);
    const fences = await Promise.all(held.map(({ storeId }) => fenceOf(stage, storeId)));
    const taken = held.filter(({ fence }, index) => (fences[index] ?? 0) > fence).length;
    if (taken > 0) return taken;
  }
  return 0;
}

async function untilAtWork(stage: Stage, withinMs: number): Promise<void> {
  await keepUp({ metWithinMs: withinMs }, 0, async () => (await lanesOf(stage, await stage.workerPid())).length);
}

/** The stores it holds in which there is something to do. */
async function workOf(stage: Stage, pid: number): Promise<readonly HeldLane[]> {
  const held: HeldLane[] = [];
  for (const lane of await lanesOf(stage, pid)) if (await hasWorkInHand(stage, lane.storeId)) held.push(lane);
  return held;
}
