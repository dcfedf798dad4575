import type { ExplainedCode } from '../../../platform/explanations/explain.js';

/** What kind of trouble an outside call met; each class has one policy (design: Errors). */
export type ErrorClass = 'TIMEOUT' | 'RATE_LIMITED' | 'AUTHENTICATION' | 'VALIDATION' | 'NETWORK' | 'SERVER';

/** What went wrong with a call, the hub's own faults included. */
export type TroubleClass = ErrorClass | 'BUG';

/** Whether the marketplace acted: NOT_SENT surely not, REFUSED it said no, UNKNOWN it may have. */
export type Outcome = 'NOT_SENT' | 'REFUSED' | 'UNKNOWN';

/** The only error a connector throws. Messages are safe to show to the seller: no secrets, no buyers' data. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly errorClass: ErrorClass;
  readonly outcome: Outcome;
  /** The marketplace's own code where it gives one. */
  readonly remoteCode: string | null;
  /** What the hub calls a refusal, where the connector can tell; MARKETPLACE_REFUSED else. */
  readonly issueCode: ExplainedCode | null;
  /** When trying again first makes sense; null when nothing was said. */
  readonly retryAfterMs: number | null;
  /** The hub's own quota group that had nothing left for the call; null when that was not the trouble. */
  readonly quotaGroup: string | null;

  constructor(o: { errorClass: ErrorClass; outcome: Outcome; message: string; remoteCode?: string | null; issueCode?: ExplainedCode | null; retryAfterMs?: number | null; quotaGroup?: string | null; cause?: unknown }) {
    super(o.message, o.cause === undefined ? undefined : { cause: o.cause });
    this.errorClass = o.errorClass;
    this.outcome = o.outcome;
    this.remoteCode = o.remoteCode ?? null;
    this.issueCode = o.issueCode ?? null;
    this.retryAfterMs = o.retryAfterMs ?? null;
    this.quotaGroup = o.quotaGroup ?? null;
  }
}
