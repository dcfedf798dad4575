import type { SandboxState, StateKey } from './state.js';

interface PendingTimer {
  name: string;
  payload: unknown;
}

/**
 * The time a sandbox believes in: real time plus an offset that the control API moves, and timers that fire by it.
 * Timers are durable: what was pending when the process died fires after the next start, so work under way (batches,
 * approvals, webhook retries) is never lost. A handler may therefore run twice for one timer only if it does I/O.
 */
export interface SandboxClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Fires `name` with `payload` (JSON) once `delayMs` of sandbox time has passed. Survives a restart. */
  after(delayMs: number, name: string, payload: unknown): void;
  /** Runs in one transaction with the removal of its timer: exactly once. Must be synchronous. */
  on(name: string, handler: (payload: never) => void): void;
  /** For handlers that talk to the outside. At least once; the timer stays until the promise settles. */
  onAsync(name: string, handler: (payload: never) => Promise<void>): void;
  /** Moves time forward, firing each timer at its own time and in order; resolves when all that fell due has settled. */
  advance(ms: number): Promise<void>;
  /** As advance, to an absolute time, which must not be in the past of this clock. */
  set(epochMs: number): Promise<void>;
  /** Puts the clock itself forward or back: no time passes, and what waits goes on waiting for as long as before. What was stamped stays as it is. */
  shift(ms: number): Promise<void>;
  /** Stands still from now on, or goes on from where it stands. Survives a restart; only moves pass time meanwhile. */
  stand(isStanding: boolean): void;
  /** Resolves when nothing that is due by now is unfinished. */
  settled(): Promise<void>;
  pending(): { dueAt: number; name: string }[];
  /** Begins firing. Register all handlers first. */
  start(): void;
  /** Fires nothing more; `cutShort` ends what is under way, whose timers then remain for the next start. */
  stop(cutShort?: () => Promise<void>): Promise<void>;
}

export interface SandboxClockOptions {
  readonly state: SandboxState;
  readonly onError?: (error: unknown, timerName: string) => void;
  readonly realNow?: () => number;
}

const LONGEST_WAIT_MS = 3_600_000;

export function createSandboxClock(options: SandboxClockOptions): SandboxClock {
  const { state, onError = () => undefined, realNow = Date.now } = options;
  const timers = state.store<PendingTimer>('timers');
  const offsets = state.store<number>('clock');
  const handlers = new Map<string, (payload: never) => void>();
  const asyncHandlers = new Map<string, (payload: never) => Promise<void>>();
  const running = new Map<string, Promise<void>>();
  let heldAt: number | undefined;
  let alarm: NodeJS.Timeout | undefined;
  let alarmAt = Infinity;
  let isRunning = false;
  let isAdvancing = false;
  let lastMove: Promise<void> = Promise.resolve();

  const standsAt = () => offsets.get('standsAt');
  const now = () => heldAt ?? standsAt() ?? realNow() + (offsets.get('offsetMs') ?? 0);
  const goOnFrom = (at: number) => (standsAt() === undefined ? offsets.put('offsetMs', at - realNow()) : offsets.put('standsAt', at));

  const firstDue = (until: number) => {
    for (const { key, value } of timers.range({ end: [until + 1] })) {
      if (!running.has(idOf(key))) return { key, value, dueAt: dueAtOf(key) };
    }
    return undefined;
  };

  const fire = (key: StateKey, timer: PendingTimer): void => {
    const handler = handlers.get(timer.name);
    if (handler) {
      fireInTransaction(key, timer, handler);
      return;
    }
    const asyncHandler = asyncHandlers.get(timer.name);
    if (!asyncHandler) {
      timers.remove(key);
      onError(new Error('no handler for this timer'), timer.name);
      return;
    }
    const id = idOf(key);
    const run = asyncHandler(timer.payload as never)
      .catch((error: unknown) => onError(error, timer.name))
      .finally(() => {
        running.delete(id);
        // A handler cut short by stop() did not finish: its timer must still be there after the next start.
        if (isRunning) timers.remove(key);
      });
    running.set(id, run);
  };

  const fireInTransaction = (key: StateKey, timer: PendingTimer, handler: (payload: never) => void) => {
    try {
      state.transaction(() => {
        timers.remove(key);
        handler(timer.payload as never);
      });
    } catch (error) {
      timers.remove(key);
      onError(error, timer.name);
    }
  };

  const fireDue = () => {
    if (!isRunning || isAdvancing) return;
    for (let due = firstDue(now()); due; due = firstDue(now())) fire(due.key, due.value);
    schedule();
  };

  const schedule = () => {
    alarmAt = Infinity;
    clearTimeout(alarm);
    const next = firstDue(Number.MAX_SAFE_INTEGER - 1);
    if (next) wakeAt(next.dueAt);
  };

  const wakeAt = (dueAt: number) => {
    if (!isRunning || isAdvancing || dueAt >= alarmAt || (standsAt() ?? dueAt) < dueAt) return;
    clearTimeout(alarm);
    alarmAt = dueAt;
    alarm = setTimeout(fireDue, Math.min(Math.max(dueAt - now(), 0), LONGEST_WAIT_MS));
  };

  const settled = async () => {
    while (running.size > 0) await Promise.all(running.values());
  };

  const set = async (target: number) => {
    if (target < now()) throw new RangeError('the clock only moves forward');
    isAdvancing = true;
    clearTimeout(alarm);
    heldAt = now();
    try {
      await settled();
      for (let due = firstDue(target); due && isRunning; due = firstDue(target)) {
        heldAt = Math.max(heldAt, due.dueAt);
        fire(due.key, due.value);
        await settled();
      }
      goOnFrom(target);
    } finally {
      heldAt = undefined;
      isAdvancing = false;
      schedule();
    }
  };

  const shift = async (ms: number) => {
    isAdvancing = true;
    clearTimeout(alarm);
    try {
      await settled();
      state.transaction(() => {
        const waiting = [...timers.range()];
        for (const { key } of waiting) timers.remove(key);
        for (const { key, value } of waiting) timers.put([dueAtOf(key) + ms, ...(key as readonly number[]).slice(1)], value);
        goOnFrom(now() + ms);
      });
    } finally {
      isAdvancing = false;
      schedule();
    }
  };

  /** One move at a time: the second of two starts where the first ended. */
  const move = (act: () => Promise<void>): Promise<void> => {
    const moved = lastMove.then(act);
    lastMove = moved.catch(() => undefined);
    return moved;
  };

  return {
    now,
    after: (delayMs, name, payload) => {
      const dueAt = now() + Math.max(0, Math.round(delayMs));
      timers.put([dueAt, state.next('timer')], { name, payload });
      wakeAt(dueAt);
    },
    on: (name, handler) => void handlers.set(name, handler),
    onAsync: (name, handler) => void asyncHandlers.set(name, handler),
    advance: (ms) => move(() => set(now() + ms)),
    set: (epochMs) => move(() => set(epochMs)),
    shift: (ms) => move(() => shift(ms)),
    stand: (isStanding) => {
      const at = now();
      if (isStanding) offsets.put('standsAt', at);
      else offsets.remove('standsAt');
      goOnFrom(at);
      schedule();
    },
    settled,
    pending: () => [...timers.range()].map(({ key, value }) => ({ dueAt: dueAtOf(key), name: value.name })),
    start: () => {
      isRunning = true;
      schedule();
    },
    stop: async (cutShort) => {
      isRunning = false;
      clearTimeout(alarm);
      await cutShort?.();
      await settled();
    },
  };
}

const dueAtOf = (key: StateKey): number => (key as readonly number[])[0] ?? 0;
const idOf = (key: StateKey): string => String(key);
