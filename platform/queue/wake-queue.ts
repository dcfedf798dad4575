import type { RedisClient } from '../redis/client.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';

/** Wake-ups by key. A wake carries nothing: whoever is woken looks in the ledger for what to do. */
export interface WakeQueue {
  /**
   * Makes the key's run happen soon, or after `delayMs`. Wakes of one key coalesce; one that arrives while the key runs
   * causes one more run after it. A delay is rounded up by at most an eighth, so that equal wishes coalesce too.
   */
  wake(key: string, options?: { readonly delayMs?: number }): Promise<void>;
  /**
   * Runs woken keys, `concurrency` at a time in this process and one at a time per key. A run that throws is logged and
   * repeated later with growing pauses. A key whose process died runs again elsewhere within seconds, so a run may happen
   * twice; what must not happen twice is protected by the ledger.
   */
  consume(run: (key: string, signal: AbortSignal) => Promise<void>, options: { readonly concurrency: number }): WakeConsumer;
  close(): Promise<void>;
}

export interface WakeConsumer {
  /** Starts nothing more, aborts the signal of what runs and waits for it, at most 10 s. */
  stop(): Promise<void>;
}

export interface WakeQueueOptions {
  readonly redis: RedisClient;
  /** Letters, digits and `-`. */
  readonly name: string;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** How long a silent process keeps its keys; 6,000 by default. */
  readonly lockMs?: number;
}
