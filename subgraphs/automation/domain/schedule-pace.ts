import { INTERVAL_BOUNDS_MS, type Pace, type PaceReason, type ScheduleKind } from './schedule.js';

export interface PaceSigns {
  readonly kind: ScheduleKind;
  readonly intervalMs: number;
  /** What the last run found. */
  readonly found: number;
  readonly quietRuns: number;
  /** NONE: the marketplace has none. */
  readonly webhooks: 'HEALTHY' | 'UNHEALTHY' | 'NONE';
  /** Sales of the store within the last ten minutes. */
  readonly recentSales: number;
}

/** From so many sales in ten minutes on, sales are fast. */
export const FAST_SALES = 5;
const QUIET_AFTER_RUNS = 12;
const VERY_QUIET_AFTER_RUNS = 48;
const MOST_OFTEN = 4;

/**
 * How often a schedule runs now: each sign of trouble halves the interval, down to a quarter of it; a long time in which nothing was found
 * doubles it, and again. Never beyond the bounds of intervals.
 */
export function paceOf(signs: PaceSigns): Pace {
  const hurries = hurriesOf(signs);
  const [reason] = hurries;
  if (reason) return { everyMs: bounded(signs.intervalMs / Math.min(MOST_OFTEN, 2 ** hurries.length)), reason };
  const times = signs.quietRuns >= VERY_QUIET_AFTER_RUNS ? 4 : signs.quietRuns >= QUIET_AFTER_RUNS ? 2 : 1;
  return { everyMs: bounded(signs.intervalMs * times), reason: times > 1 ? 'QUIET' : 'AS_SET' };
}

/** The most urgent first. Stock moves with sales, and with orders nobody told of; prices and products do not. */
function hurriesOf({ kind, webhooks, recentSales, found }: PaceSigns): PaceReason[] {
  const movesWithOrders = kind === 'INVENTORY';
  return [
    ...(movesWithOrders && webhooks === 'UNHEALTHY' ? ['WEBHOOKS_UNHEALTHY' as const] : []),
    ...(movesWithOrders && recentSales >= FAST_SALES ? ['SALES_FAST' as const] : []),
    ...(kind !== 'PRODUCTS' && found > 0 ? ['DIFFERENCES_FOUND' as const] : []),
  ];
}

function bounded(intervalMs: number): number {
  return Math.round(Math.min(INTERVAL_BOUNDS_MS.most, Math.max(INTERVAL_BOUNDS_MS.least, intervalMs)));
}

/** The next time of a schedule after the one that ran: in its own step, and however many were missed, only the next to come. */
export function nextRunAt({ planned, everyMs, now }: { readonly planned: Date; readonly everyMs: number; readonly now: Date }): Date {
  const missed = Math.max(0, Math.floor((now.getTime() - planned.getTime()) / everyMs));
  return new Date(planned.getTime() + (missed + 1) * everyMs);
}
