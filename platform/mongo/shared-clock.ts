import type { Db } from 'mongodb';
import type { Clock } from '../clock.js';
import { rareWarning } from '../telemetry/rare-warning.js';
import type { Logger } from '../telemetry/logger.js';

/** A clock that all processes share, whatever their machines' clocks say. */
export interface SharedClock extends Clock {
  /** Asks for the time no more; goes on from what is known. */
  stop(): void;
}

export interface SharedClockOptions {
  /** What time it is, by the clock to follow, in milliseconds since 1970. */
  readonly askTime: () => Promise<number>;
  readonly logger: Logger;
  /** A count of milliseconds that never jumps; the process's own by default. */
  readonly elapsedMs?: () => number;
  /** 10,000 by default. */
  readonly askEveryMs?: number;
}

/** By how much the followed clock is beyond the count of elapsed time: at least, and at most. */
interface Offset {
  readonly lowMs: number;
  readonly highMs: number;
}

const FIRST_READINGS = 3;

/**
 * Follows another clock: asks for its time now and then, and counts on from there. An answer is true for some moment between
 * question and answer, so the clock is off by half of the quickest one at most; a slow answer moves it only where it must.
 * Rejects when the first question is not answered.
 */
export async function startSharedClock({ askTime, logger, elapsedMs = () => performance.now(), askEveryMs = 10_000 }: SharedClockOptions): Promise<SharedClock> {
  const read = async (): Promise<Offset> => {
    const askedAt = elapsedMs();
    const timeMs = await askTime();
    // The time comes in whole milliseconds, cut off.
    return { lowMs: timeMs - elapsedMs(), highMs: timeMs + 1 - askedAt };
  };
  let offsetMs = middleOf(await narrowest(read));
  const warn = rareWarning(logger, 'the time could not be asked for; it is counted on');
  const asking = setInterval(() => {
    read()
      .then(({ lowMs, highMs }) => {
        offsetMs = Math.min(highMs, Math.max(lowMs, offsetMs));
      })
      .catch(warn);
  }, askEveryMs).unref();
  return {
    now: () => new Date(offsetMs + elapsedMs()),
    stop() {
      clearInterval(asking);
    },
  };
}

/** The time of the database server: where the leases and due times are kept, there is the clock that they are judged by. */
export async function askDatabaseTime(db: Db): Promise<number> {
  const { localTime } = await db.admin().command({ hello: 1 });
  if (!(localTime instanceof Date)) throw new Error('the database server does not say what time it is');
  return localTime.getTime();
}

async function narrowest(read: () => Promise<Offset>): Promise<Offset> {
  let best = await read();
  for (let i = 1; i < FIRST_READINGS; i += 1) {
    const next = await read();
    if (next.highMs - next.lowMs < best.highMs - best.lowMs) best = next;
  }
  return best;
}

function middleOf({ lowMs, highMs }: Offset): number {
  return (lowMs + highMs) / 2;
}
