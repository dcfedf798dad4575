import type { Engine } from './engine.js';
import { removeExpired } from './ttl.js';

const GARBAGE_PER_STEP = 5000;

/** Regular work nobody waits for: expired documents, keys of dropped collections, idle cursors. */
export function startHousekeeping(engine: Engine, intervalMs: number, log: (line: string) => void): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const sweep = async (): Promise<void> => {
    engine.cursors.closeIdle(Date.now());
    await removeExpired(engine, new Date());
    while (!stopped && engine.catalog.hasGarbage()) await engine.storage.write(() => engine.catalog.deleteGarbage(GARBAGE_PER_STEP));
  };
  const timer = setInterval(() => {
    running = running.then(sweep).catch((error: unknown) => log(`housekeeping: ${String(error)}`));
  }, intervalMs);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
