import type { SellerId } from '../../../platform/ids.js';
import { periodAt, REPORT_KINDS, type ReportKind } from './report-period.js';

/** What reports a seller wants, and by which calendar. */
export interface ReportSettings {
  /** IANA name. */
  readonly timeZone: string;
  readonly daily: boolean;
  readonly weekly: boolean;
}

export const USUAL_SETTINGS: ReportSettings = { timeZone: 'UTC', daily: true, weekly: true };

/** What a process may still have to write of a period after its end. */
export const SETTLE_MS = 120_000;

/** A seller's turn: when the next report is to be made. */
export interface ReportPlan extends ReportSettings {
  readonly _id: SellerId;
  /** No report is made of periods that ended before. */
  readonly since: Date;
  /** Null while no report is wanted. */
  readonly nextAt: Date | null;
  readonly changes: readonly SettingsChange[];
}

export interface SettingsChange {
  readonly at: Date;
  readonly by: string;
  readonly idempotencyKey: string | null;
  readonly change: Partial<ReportSettings>;
}

export function kindsOf({ daily, weekly }: ReportSettings): readonly ReportKind[] {
  return REPORT_KINDS.filter((kind) => (kind === 'DAILY' ? daily : weekly));
}

/** When the period that runs now, of those wanted, has first ended and settled. */
export function nextAtOf(settings: ReportSettings, now: Date): Date | null {
  const ends = kindsOf(settings).map((kind) => periodAt(kind, new Date(now.getTime() - SETTLE_MS), settings.timeZone).to.getTime());
  return ends.length === 0 ? null : new Date(Math.min(...ends) + SETTLE_MS);
}

export function newPlan(sellerId: SellerId, now: Date): ReportPlan {
  return { _id: sellerId, ...USUAL_SETTINGS, since: now, nextAt: nextAtOf(USUAL_SETTINGS, now), changes: [] };
}
