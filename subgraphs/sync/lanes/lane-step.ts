import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { OpenStore } from '../connector/store-access.js';
import type { Lane } from '../domain/lane.js';
import type { LaneNotes } from '../store/lane-store.js';

/** One store's turn, under one lease. */
export interface LaneWork extends OpenStore {
  /** As last noted by this holder. */
  readonly lane: Lane;
  readonly fence: number;
  /** Aborted when the worker stops or the lease is lost: finish what has begun, begin nothing. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  now(): Date;
  /** Whether the lease surely still holds; asked right before anything leaves. */
  holdsLease(): boolean;
  /** Of so many calls that could be made at once, how many the marketplace bears now. */
  readonly callsAtOnce: (most: number) => number;
  note(notes: LaneNotes): Promise<void>;
  /** Ends the turn and pauses the store, telling the seller why. */
  pauseStore(code: ExplainedCode, message: string): Promise<void>;
  /** Whether somebody has paused the store since the turn began, which then ends; asked before anything new leaves. */
  isPaused(): Promise<boolean>;
  /** The `syncRun` operations of this kind have been done. */
  finishRuns(kind: Lane['runs'][number]['kind']): Promise<void>;
}

/** `progressed`: something was done, so steps before this one may have work again. `nextAt`: when this step wants to be looked at next. */
export interface StepResult {
  readonly progressed: boolean;
  readonly nextAt: Date | null;
}

/** One kind of work of a lane. Does one bounded piece per run; whatever it throws is a bug, logged, and holds up no other step. */
export interface LaneStep {
  readonly name: string;
  run(work: LaneWork): Promise<StepResult>;
}

export const PROGRESSED: StepResult = { progressed: true, nextAt: null };

export function idleUntil(nextAt: Date | null): StepResult {
  return { progressed: false, nextAt };
}

export function after(now: Date, delayMs: number): Date {
  return new Date(now.getTime() + delayMs);
}

export function earliest(dates: readonly (Date | null)[]): Date | null {
  return dates.reduce<Date | null>((first, date) => (date && (!first || date < first) ? date : first), null);
}
