import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { TroubleClass } from '../../sync/connector/connector-error.js';

/** What the hub looks at again and again, store by store. */
export const SCHEDULE_KINDS = ['PRODUCTS', 'INVENTORY', 'ORDERS', 'PRICES'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** Of two runs due at once the higher one is woken first, and reaches deeper into what a marketplace lets the store call. */
export const PRIORITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface ScheduleSettings {
  readonly intervalMs: number;
  readonly priority: Priority;
  /** Things looked at in one run. */
  readonly batch: number;
}

const MINUTE_MS = 60_000;

export const DEFAULT_SETTINGS: Readonly<Record<ScheduleKind, ScheduleSettings>> = {
  PRODUCTS: { intervalMs: 15 * MINUTE_MS, priority: 'HIGH', batch: 100 },
  INVENTORY: { intervalMs: 5 * MINUTE_MS, priority: 'CRITICAL', batch: 200 },
  ORDERS: { intervalMs: 2 * MINUTE_MS, priority: 'CRITICAL', batch: 50 },
  PRICES: { intervalMs: 30 * MINUTE_MS, priority: 'MEDIUM', batch: 150 },
};

export const INTERVAL_BOUNDS_MS = { least: 10_000, most: 24 * 60 * MINUTE_MS } as const;
export const BATCH_BOUNDS = { least: 1, most: 1_000 } as const;

/** How much of each quota a run may find used and still call: the rest is left to live work. */
export const QUOTA_SHARE: Readonly<Record<Priority, number>> = { CRITICAL: 0.8, HIGH: 0.6, MEDIUM: 0.4, LOW: 0.2 };

/** What a seller has said; an absent member stands at its default, also when a later version changes that. */
export type OwnSettings = Partial<ScheduleSettings>;

export type ScheduleId = `${StoreId}:${ScheduleKind}`;

/** RUNNING: begun, not known how it ended. DONE: looked at what was to be looked at. POSTPONED: the quota is needed elsewhere. */
export type RunState = 'RUNNING' | 'DONE' | 'POSTPONED' | 'FAILED';

export interface ScheduleRun {
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly state: RunState;
  readonly checked: number;
  readonly found: number;
  readonly error: { readonly errorClass: TroubleClass; readonly message: string } | null;
}

export function scheduleIdOf(storeId: StoreId, kind: ScheduleKind): ScheduleId {
  return `${storeId}:${kind}`;
}

export function readScheduleId(id: string): { readonly storeId: StoreId; readonly kind: ScheduleKind } | null {
  const at = id.lastIndexOf(':');
  const kind = SCHEDULE_KINDS.find((one) => one === id.slice(at + 1));
  return kind && at > 0 ? { storeId: id.slice(0, at) as StoreId, kind } : null;
}

export function settingsOf(kind: ScheduleKind, own: OwnSettings | null | undefined): ScheduleSettings {
  return { ...DEFAULT_SETTINGS[kind], ...own };
}

/** One of a store's schedules, as far as it is kept: there once it has been changed or has run. */
export interface Schedule {
  readonly _id: ScheduleId;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly kind: ScheduleKind;
  readonly own: OwnSettings;
  readonly pausedAt: Date | null;
  /** Asked to run now, paused or not. */
  readonly runAskedAt: Date | null;
  /** Null for orders, whose turn the intake's poll marks keep. */
  readonly nextRunAt: Date | null;
  /** Who runs it now, and until when nobody else may. */
  readonly runId: string | null;
  readonly leaseUntil: Date;
  readonly lastRun: ScheduleRun | null;
  /** Runs in a row that found nothing. */
  readonly quietRuns: number;
  /** Runs in a row that failed. */
  readonly failures: number;
  /** Effective now. */
  readonly everyMs: number;
  readonly reason: PaceReason;
  /** Where the next run goes on; null: from the start. */
  readonly cursor: string | null;
  /** The last changes, newest last. */
  readonly changes: readonly ScheduleChange[];
}

export interface ScheduleChange {
  readonly at: Date;
  readonly by: string;
  readonly idempotencyKey: string | null;
  /** What was asked for, so that the key can be told from the same key with something else. */
  readonly digest: string;
}

/** Why a schedule runs as often as it does. */
export const PACE_REASONS = ['AS_SET', 'JUST_BEGUN', 'WEBHOOKS_UNHEALTHY', 'SALES_FAST', 'DIFFERENCES_FOUND', 'QUIET', 'MARKETPLACE_LIMIT'] as const;
export type PaceReason = (typeof PACE_REASONS)[number];

export interface Pace {
  readonly everyMs: number;
  readonly reason: PaceReason;
}
