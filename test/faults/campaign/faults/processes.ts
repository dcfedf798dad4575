import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { HubProcess } from '../../../support/hub-process.js';
import { between, type Fault } from './fault.js';
import { untilStarted } from './until-started.js';

export const killWorker: Fault = {
  name: 'worker killed',
  parts: ['worker'],
  async strike({ stage }) {
    const pid = await stage.workerPid();
    process.kill(pid, 'SIGKILL');
    await stage.nextWorker(pid);
  },
};

/** Whatever the worker was doing, it is begun by the next one, which dies over it as well. */
export const killWorkerFiveTimes: Fault = {
  name: 'the same job\'s worker killed five times',
  parts: ['worker'],
  async strike({ stage, draw }) {
    let pid = await stage.workerPid();
    for (let time = 0; time < 5; time += 1) {
      process.kill(pid, 'SIGKILL');
      pid = await stage.nextWorker(pid);
      await pause(between(draw, 700, 2_000));
    }
  },
};

export const freezeWorker: Fault = {
  name: 'worker frozen for a moment',
  parts: ['worker'],
  strike: async ({ stage, draw }) => freeze(await stage.workerPid(), between(draw, 500, 3_000)),
};

/** Longer than its leases and its locks last: others may have taken its work over when it goes on. */
export const freezeWorkerPastItsLease: Fault = {
  name: 'worker\'s event loop blocked for longer than its lock',
  parts: ['worker'],
  strike: async ({ stage, draw }) => freeze(await stage.workerPid(), between(draw, 9_000, 11_000)),
};

export const killServing: Fault = {
  name: 'serving process killed',
  // The next one starts a worker of its own and ends the one it finds.
  parts: ['serving', 'worker'],
  async strike({ stage }) {
    await stage.serving.kill();
    await untilStarted(() => stage.serving.restart());
  },
};

export const freezeServing: Fault = {
  name: 'serving process frozen',
  parts: ['serving'],
  strike: ({ stage, draw }) => freeze(stage.serving.pid(), between(draw, 500, 4_000)),
};

export const killMongo: Fault = {
  name: 'database server killed',
  parts: ['mongo'],
  async strike({ stage, draw }) {
    await stage.mongo.kill();
    await pause(between(draw, 0, 1_500));
    await stage.mongo.restart();
  },
};

export const freezeMongo: Fault = {
  name: 'database server frozen',
  parts: ['mongo'],
  strike: ({ stage, draw }) => freeze(stage.mongo.pid(), between(draw, 500, 4_000)),
};

/**
 * As on a full disk, the server's files can grow no more: what needs room is refused. The limit is the kernel's, of that process
 * alone, so that it needs neither a disk of its own nor to be root.
 */
export const fullDisk: Fault = {
  name: 'the database server\'s disk full',
  parts: ['mongo'],
  async strike({ stage, draw }) {
    const { size } = await stat(join(stage.dir, 'mongo', 'data.mdb'));
    await limitFiles(stage.mongo, String(size));
    await pause(between(draw, 2_000, 6_000));
    // LMDB may end the process over the message it makes of it; then it is started again, as `hub start` does.
    if (stage.mongo.isRunning()) await limitFiles(stage.mongo, 'unlimited');
    else await stage.mongo.restart();
  },
};

/** Of the soft limit alone, which its owner may raise again. */
async function limitFiles(server: HubProcess, bytes: string): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(server.pid()), `--fsize=${bytes}:`]);
}

async function freeze(pid: number, ms: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await pause(ms);
  process.kill(pid, 'SIGCONT');
}
