import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { HubProcess } from '../../../support/hub-process.js';
import type { Stage } from '../stage.js';
import { between, grownBy, keepUp, type Fault } from './fault.js';
import { lineOf } from './line-of.js';
import { untilStarted } from './until-started.js';

export const killServing: Fault = {
  name: 'serving process killed',
  // The next one starts a worker of its own and ends the one it finds.
  parts: ['serving', 'worker'],
  strike: ({ stage, repeats }) =>
    grownBy(repeats, async () => {
      await stage.serving.kill();
      await untilStarted(() => stage.serving.restart());
    }),
};

export const freezeServing: Fault = {
  name: 'serving process frozen',
  parts: ['serving'],
  /** Met when somebody asks and hears nothing meanwhile. */
  async strike({ stage, draw }) {
    process.kill(stage.serving.pid(), 'SIGSTOP');
    const isDeaf = await fetch(stage.url, { signal: AbortSignal.timeout(between(draw, 500, 4_000)) }).then(() => false, () => true);
    process.kill(stage.serving.pid(), 'SIGCONT');
    return Number(isDeaf);
  },
};

export const killMongo: Fault = {
  name: 'database server killed',
  parts: ['mongo'],
  strike: ({ stage, draw, metWithinMs }) =>
    grownBy(() => lineOf(stage, 'mongo').troubles(), async (grown) => {
      await stage.mongo.kill();
      await keepUp({ metWithinMs }, between(draw, 0, 1_500), grown);
      await stage.mongo.restart();
    }),
};

export const freezeMongo: Fault = {
  name: 'database server frozen',
  parts: ['mongo'],
  strike: ({ stage, draw, metWithinMs }) =>
    grownBy(() => lineOf(stage, 'mongo').asked(), async (grown) => {
      process.kill(stage.mongo.pid(), 'SIGSTOP');
      await keepUp({ metWithinMs }, between(draw, 500, 4_000), grown);
      process.kill(stage.mongo.pid(), 'SIGCONT');
    }),
};

/**
 * As on a full disk, the server's files can grow no more: what needs room is refused. The limit is the kernel's, of that process
 * alone, so that it needs neither a disk of its own nor to be root. The files have room inside: something is written until that is used up.
 */
export const fullDisk: Fault = {
  name: 'the database server\'s disk full',
  parts: ['mongo'],
  async strike({ stage, draw }) {
    const { size } = await stat(join(stage.dir, 'mongo', 'data.mdb'));
    await limitFiles(stage.mongo, String(size));
    const [refused] = await Promise.all([useUpRoom(stage), pause(between(draw, 2_000, 6_000))]);
    // What LMDB does with writes that fail may end the process, then or later; it is started again, as `hub start` does, and the next one has no limit.
    if (stage.mongo.isRunning()) await limitFiles(stage.mongo, 'unlimited');
    await stage.ledger.db.collection(BALLAST).drop().catch(() => false);
    return refused;
  },
};

const BALLAST = 'ballast';
const BALLAST_SIZES = [1_000_000, 100_000, 10_000];
const BALLAST_AT_MOST = 200;
const TAKEN_WITHIN_MS = 3_000;

/** Answers how many sizes of document were refused, each after as many as there was room for. */
async function useUpRoom({ ledger }: Stage): Promise<number> {
  let refused = 0;
  for (const size of BALLAST_SIZES) {
    for (let count = 0; count < BALLAST_AT_MOST; count += 1) {
      const isTaken = await ledger.db.collection<{ filler: string }>(BALLAST).insertOne({ filler: 'x'.repeat(size) }, { timeoutMS: TAKEN_WITHIN_MS }).then(() => true, () => false);
      if (isTaken) continue;
      refused += 1;
      break;
    }
  }
  return refused;
}

/** Of the soft limit alone, which its owner may raise again. */
async function limitFiles(server: HubProcess, bytes: string): Promise<void> {
  await promisify(execFile)('prlimit', ['--pid', String(server.pid()), `--fsize=${bytes}:`]);
}
