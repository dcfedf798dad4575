import type { OperationId } from '../../../platform/ids.js';
import type { Logger } from '../../../platform/telemetry/logger.js';

/** Keeps operations' counts fresh without counting after every single change. */
export interface Recounter {
  /** Something of these operations has moved: count them soon. */
  touch(ids: readonly OperationId[]): void;
  countNow(id: OperationId): Promise<void>;
  /** Counts what is waiting to be counted at once: it has probably finished. */
  hurry(): void;
  /** Counts what is waiting to be counted. */
  flush(): Promise<void>;
}

const SHORTEST_PAUSE_MS = 200;
/** Counting may take this share of the time at most, unless that would keep thousands of operations waiting for minutes. */
const PAUSE_PER_COUNTING = 8;
const LONGEST_PAUSE_MS = 5_000;
/** Counting one is mostly waiting for answers. */
const AT_ONCE = 8;

/** What a dead process did not get to count is found by the sweep. */
export function createRecounter({ recount, logger }: { recount: (id: OperationId) => Promise<void>; logger: Logger }): Recounter {
  const waiting = new Set<OperationId>();
  let timer: NodeJS.Timeout | undefined;
  let counting: Promise<void> = Promise.resolve();
  let pauseMs = SHORTEST_PAUSE_MS;

  async function countAll(): Promise<void> {
    const startedAt = performance.now();
    const ids = [...waiting].values();
    waiting.clear();
    await Promise.all(Array.from({ length: AT_ONCE }, () => countOneByOne(ids)));
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, (performance.now() - startedAt) * PAUSE_PER_COUNTING));
  }

  async function countOneByOne(ids: Iterable<OperationId>): Promise<void> {
    for (const id of ids) {
      try {
        await recount(id);
      } catch (error) {
        logger.warn({ err: error, operationId: id }, 'an operation could not be counted now');
      }
    }
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      counting = counting.then(countAll).then(() => {
        if (waiting.size > 0) schedule();
      });
    }, pauseMs).unref();
  }

  function hurry(): void {
    if (waiting.size === 0) return;
    clearTimeout(timer);
    timer = undefined;
    counting = counting.then(countAll);
  }

  return {
    hurry,
    touch(ids) {
      for (const id of ids) waiting.add(id);
      if (waiting.size > 0) schedule();
    },
    countNow: recount,
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      await counting;
      await countAll();
    },
  };
}
