import type { Queue } from 'bullmq';
import { within } from '../within.js';

/** A key that is woken again and again. */
export interface TimetableEntry {
  readonly key: string;
  readonly everyMs: number;
  /** When the key is woken next. */
  readonly nextAt: Date;
}

/**
 * Wakes keys at a pace of their own, kept by BullMQ's job schedulers: one per key, whichever process set it, so any number of workers wake
 * a key once. A wake missed while nothing ran comes once afterwards, not once for each time missed. An emptied Redis has forgotten the
 * timetable: who set it compares `entries` with its ledger and sets what is missing.
 */
export interface Timetable {
  /** From `startAt` on; a time that has passed means now. Never rejects and takes 2 s at most: a sweep finds what was not set. */
  set(entry: { readonly key: string; readonly everyMs: number; readonly startAt: Date }): Promise<void>;
  remove(key: string): Promise<void>;
  /** Rejects when Redis cannot be asked. */
  entries(): Promise<readonly TimetableEntry[]>;
}

const LONGEST_SETTING_MS = 2_000;
const ALL = -1;

/** `opened`: the queue, once it can be asked. Its worker takes a job named `alarm` for a wake of the key in its data. */
export function createTimetable(opened: () => Promise<Queue<{ readonly key: string }>>, warn: (error: unknown) => void): Timetable {
  const held = (act: Promise<unknown>): Promise<void> => within(LONGEST_SETTING_MS, act).then(() => undefined, warn);

  /** A scheduler that exists keeps its next time whatever start it is given, so it is made anew. */
  async function setAnew(key: string, everyMs: number, startAt: Date): Promise<void> {
    const queue = await opened();
    await queue.removeJobScheduler(key);
    await queue.upsertJobScheduler(key, { every: everyMs, startDate: startAt }, { name: 'alarm', data: { key } });
  }

  return {
    set: ({ key, everyMs, startAt }) => held(setAnew(key, everyMs, startAt)),
    remove: (key) => held(opened().then((queue) => queue.removeJobScheduler(key))),
    async entries() {
      const schedulers = await (await opened()).getJobSchedulers(0, ALL);
      return schedulers.flatMap(({ key, every, next }) => (every === undefined || next === undefined ? [] : [{ key, everyMs: every, nextAt: new Date(next) }]));
    },
  };
}
