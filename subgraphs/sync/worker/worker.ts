import type { StoreId } from '../../../platform/ids.js';
import type { WakeConsumer, WakeQueue } from '../../../platform/queue/wake-queue.js';
import type { StoreFigureBook } from '../figures/index.js';
import type { Intake } from '../intake/index.js';
import type { Recounter } from '../lanes/recounter.js';
import { workLane, type LaneDeps } from '../lanes/work-lane.js';
import { createSweeper, type Sweep } from './sweep.js';

export interface WorkerOptions {
  readonly queue: WakeQueue;
  readonly lane: LaneDeps;
  readonly recounter: Pick<Recounter, 'flush'>;
  readonly figures: Pick<StoreFigureBook, 'flush'>;
  readonly sweeps: readonly Sweep[];
  readonly intake: Pick<Intake, 'start'>;
  /** Stores worked at the same time by this process; 8 by default. */
  readonly concurrency?: number;
}

/** Works the lanes. Holds no state of its own: any number run side by side, and killing one loses nothing. */
export interface SyncWorker {
  start(): void;
  /** Begins nothing more and lets what has begun end, within 10 s. */
  stop(): Promise<void>;
}

export function createWorker({ queue, lane, recounter, figures, sweeps, intake, concurrency = 8 }: WorkerOptions): SyncWorker {
  const sweeper = createSweeper({ sweeps, logger: lane.logger });
  let consumer: WakeConsumer | undefined;
  let takingIn: ReturnType<Intake['start']> | undefined;
  return {
    start() {
      consumer = queue.consume((key, signal) => workLane(lane, key as StoreId, signal), { concurrency });
      takingIn = intake.start({ concurrency });
      sweeper.start();
    },
    async stop() {
      await Promise.all([sweeper.stop(), consumer?.stop(), takingIn?.stop()]);
      await Promise.all([recounter.flush(), figures.flush()]);
    },
  };
}
