import type { Logger } from '../../../platform/telemetry/logger.js';

/** Looks in the ledger for work that nothing stands for any more, and sees to it. Must do no harm when run at once by several workers. */
export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

export interface Sweeper {
  /** Begins sweeping; returns at once. */
  start(): void;
  /** Resolves when what was under way has ended. */
  stop(): Promise<void>;
}

/** Each sweep at its own pace, never beside itself; one that fails is logged and comes again. */
export function createSweeper({ sweeps, logger }: { readonly sweeps: readonly Sweep[]; readonly logger: Logger }): Sweeper {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  async function runOnce(sweep: Sweep): Promise<void> {
    try {
      await sweep.run();
    } catch (error) {
      logger.warn({ err: error, sweep: sweep.name }, 'a sweep failed; it comes again');
    }
    if (!isStopped) schedule(sweep);
  }

  function schedule(sweep: Sweep): void {
    const delayMs = sweep.everyMs * (0.9 + 0.2 * Math.random());
    timers.set(sweep.name, setTimeout(() => running.set(sweep.name, runOnce(sweep)), delayMs).unref());
  }

  return {
    start() {
      for (const sweep of sweeps) running.set(sweep.name, runOnce(sweep));
    },
    async stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
