import type { StoreId } from '../../platform/ids.js';
import type { TroubleClass } from './connector/connector-error.js';

/** What a store's schedule says of reading its orders. */
export interface OrderPlan {
  readonly intervalMs: number;
  /** The seller has set the interval; otherwise it is the hub's own. */
  readonly isSet: boolean;
  readonly isPaused: boolean;
  /** Orders read one by one in a turn, after news that only named them. */
  readonly batch: number;
}

/** A piece of reading back that was asked for, so far. */
export interface ReadBack {
  readonly runId: string;
  /** One under way at a time; a newer one takes its place. */
  readonly kind: string;
  /** The remote key the next piece begins after; null: from the first. */
  readonly after: string | null;
  /** Listings still to be read. */
  readonly left: number;
  readonly checked: number;
  readonly found: number;
  /** How much of each quota may be used when it calls. */
  readonly quotaShare: number;
  /** Given up by then. */
  readonly until: Date;
}

/** How reading back ended. `after` is null when the last listing was reached. */
export interface ReadBackReport extends Pick<ReadBack, 'runId' | 'kind' | 'after' | 'checked' | 'found'> {
  readonly storeId: StoreId;
  readonly trouble: { readonly errorClass: TroubleClass; readonly message: string; readonly retryAfterMs: number | null } | null;
}

/** How a poll of a store's orders ended. */
export interface OrderPollReport {
  readonly storeId: StoreId;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Orders read, and those of them that were new or had changed. */
  readonly checked: number;
  readonly found: number;
  readonly trouble: { readonly errorClass: TroubleClass; readonly message: string } | null;
}

/** Who decides how often a store is looked at; automation, which sync does not know. Without one the connectors' limits decide. */
export interface SchedulePort {
  orderPlan(storeId: StoreId): Promise<OrderPlan | null>;
  /** May be told twice of one run. */
  readBackFinished(report: ReadBackReport): Promise<void>;
  /** Only to be remembered: a poll goes on whatever comes of it. */
  ordersPolled(report: OrderPollReport): Promise<void>;
}
