import type { SellerId, StoreId } from '../../../../platform/ids.js';
import type { TroubleClass } from '../../connector/connector-error.js';
import type { PageTrail } from '../../connector/page-trail.js';
import type { PollReason } from './poll-plan.js';
import type { ReturnsLook, WaitingReturns } from './returns-look.js';

/** How far a store's orders have been read, and when to look again. What was not covered is asked for by the next poll, however late it comes. */
export interface PollMark {
  readonly _id: StoreId;
  readonly sellerId: SellerId;
  /** Every change up to then has been recorded; null before the first poll. */
  readonly coveredUntil: Date | null;
  /** How far the marketplace's clock was ahead of ours when the window of `coveredUntil` was begun; absent: as ours. */
  readonly marketplaceAheadMs?: number;
  /** A poll that has not come to its last page. */
  readonly window: PollWindow | null;
  readonly pollAt: Date;
  readonly intervalMs: number;
  /** Why it is that long. */
  readonly intervalReason?: PollReason;
  /** Polls in a row that found nothing. */
  readonly quietPolls?: number;
  /** The last poll that came to its end. */
  readonly lastPoll?: { readonly startedAt: Date; readonly finishedAt: Date; readonly read: number; readonly recorded: number };
  readonly polledAt: Date | null;
  /** When news last asked for a poll. */
  readonly pollAskedAt?: Date;
  /** Before it, orders that news named are not read: the marketplace had trouble. */
  readonly readNotBefore?: Date;
  readonly readFailures?: number;
  /** Of a store whose marketplace puts notifications into a queue: when it was last made to. */
  readonly queueEnsuredAt?: Date;
  /** When the queue was last read without trouble, roughly. */
  readonly queueReadAt?: Date;
  /** Before it, the queue is left alone: there was trouble with it. */
  readonly queueNotBefore?: Date;
  readonly queueFailures?: number;
  /** When the marketplace last told something by itself, by webhook or queue; null: never. */
  readonly heardAt: Date | null;
  /** A poll found news that the marketplace had not told. Until something is heard again, polls do not count on webhooks or queue. */
  readonly webhooksMissed: boolean;
  readonly webhookCheckAt: Date;
  /** When the marketplace was last asked for what will become trouble. */
  readonly lookedAheadAt?: Date;
  readonly returnsLook?: ReturnsLook;
  /** When news last told of a return. */
  readonly returnsAskedAt?: Date;
  /** As the last look that came to its end found it; absent before. */
  readonly returnsWaiting?: WaitingReturns;
  /** Calls that failed in a row, by what the error policy counts. */
  readonly failures: number;
  readonly authFailures: number;
  readonly lastError: { readonly errorClass: TroubleClass; readonly message: string; readonly at: Date } | null;
}

/** What a poll asks for. */
export interface PollWindow {
  /** By the marketplace's clock. */
  readonly since: Date;
  /** By ours. */
  readonly startedAt: Date;
  /** How far the marketplace's clock was ahead of ours when it was begun; absent: as ours. */
  readonly aheadMs?: number;
  readonly cursor: string | null;
  readonly trail?: PageTrail;
}

/** How finely `queueReadAt` is kept. */
export const QUEUE_NOTED_EVERY_MS = 30_000;
/** A queue that was not read for this long, some waits and a hand-over, is not being read. */
const QUEUE_SILENT_AFTER_MS = 120_000;

/** Whether the store's queue is being read, so that what the marketplace tells there arrives. */
export function isQueueRead({ queueReadAt }: Pick<PollMark, 'queueReadAt'>, now: Date): boolean {
  return queueReadAt !== undefined && queueReadAt.getTime() > now.getTime() - QUEUE_SILENT_AFTER_MS;
}
