import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 10;
const PAUSE_MS = 1_000;

/** As a supervisor does: a process that finds no database, which may be broken as well just now, ends and is started again. */
export async function untilStarted<T>(start: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      await pause(PAUSE_MS);
    }
  }
}
