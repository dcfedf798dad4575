import type { ConnectorLimits } from '../../connector/contract.js';
import type { OrderPlan } from '../../schedule-port.js';
import type { PollMark, PollWindow } from './poll-mark.js';

/** Asked again although it was asked before: a marketplace may show a change a little after stamping it, and its clock is known to some seconds. */
export const OVERLAP_MS = 120_000;
/** How far back the first poll of a store looks. */
export const FIRST_LOOK_BACK_MS = 14 * 86_400_000;
/** While polling is paused. */
export const PAUSED_FOR_MS = 3_650 * 86_400_000;

/** A window begun by a clock that was wrong by more is begun anew; less is made up for by the overlap. */
const CLOCK_MOVED_MS = 30_000;

/**
 * From when the next poll asks, by the marketplace's clock, and when the window it will then have covered was begun. Where that clock was
 * moved since, it asks from the earlier of the two: changes may be stamped by either.
 */
export function nextWindow(mark: Pick<PollMark, 'window' | 'coveredUntil' | 'marketplaceAheadMs'>, now: Date, aheadMs: number): PollWindow {
  if (mark.window !== null) return mark.window;
  const since = mark.coveredUntil === null ? now.getTime() - FIRST_LOOK_BACK_MS + aheadMs : mark.coveredUntil.getTime() - OVERLAP_MS + Math.min(mark.marketplaceAheadMs ?? 0, aheadMs);
  return { since: new Date(since), startedAt: now, aheadMs, cursor: null };
}

/** Whether the first answer has shown that the window was begun by a wrong clock. */
export function isOtherClock({ cursor, aheadMs = 0 }: Pick<PollWindow, 'cursor' | 'aheadMs'>, nowAheadMs: number): boolean {
  return cursor === null && Math.abs(nowAheadMs - aheadMs) > CLOCK_MOVED_MS;
}

/** Why polls come as often as they do. */
export type PollReason = 'AS_SET' | 'JUST_BEGUN' | 'WEBHOOKS_UNHEALTHY' | 'SALES_FAST' | 'QUIET' | 'MARKETPLACE_LIMIT';

export interface PollSigns {
  readonly limits: ConnectorLimits['orderPollMs'];
  /** Null: nobody has planned anything, the connector's own numbers count. */
  readonly plan: Pick<OrderPlan, 'intervalMs' | 'isSet'> | null;
  readonly webhooksWork: boolean;
  readonly lastIntervalMs: number;
  readonly lastReason: PollReason | null;
  readonly foundNews: boolean;
  /** Polls in a row, with this one, that found nothing. */
  readonly quietPolls: number;
}

const QUIET_AFTER_POLLS = 20;
const ONE_IN = 4;

/**
 * When the next poll comes: at a quarter of the interval after news, at twice the last one while nothing comes, up to the interval itself.
 * Never more often than a quarter of the connector's own number; without webhooks at least four times as often as was planned, or as the
 * connector says. While webhooks work and nothing has come for long, at twice the interval, as far as the connector goes.
 */
export function nextPoll(signs: PollSigns): { readonly intervalMs: number; readonly reason: PollReason } {
  const { limits, plan, webhooksWork, lastIntervalMs, lastReason, foundNews, quietPolls } = signs;
  const usual = webhooksWork ? limits.withWebhooks : limits.withoutWebhooks;
  const wished = plan?.intervalMs ?? usual;
  const shortest = usual / ONE_IN;
  const longest = Math.max(shortest, webhooksWork ? wished : Math.min(wished, unheard(signs, wished)));
  const soon = Math.max(shortest, longest / ONE_IN);
  if (foundNews) return { intervalMs: soon, reason: 'SALES_FAST' };
  const next = Math.max(soon, lastIntervalMs * 2);
  if (next < longest) return { intervalMs: next, reason: lastReason === 'SALES_FAST' ? 'SALES_FAST' : 'JUST_BEGUN' };
  if (plan && webhooksWork && quietPolls >= QUIET_AFTER_POLLS && usual > longest) return { intervalMs: Math.min(longest * 2, usual), reason: 'QUIET' };
  if (longest > wished) return { intervalMs: longest, reason: 'MARKETPLACE_LIMIT' };
  return { intervalMs: Math.min(next, longest), reason: longest < wished ? 'WEBHOOKS_UNHEALTHY' : 'AS_SET' };
}

/** What polls come to at the oftenest while nothing is told. */
export function shortestInterval({ withoutWebhooks }: ConnectorLimits['orderPollMs']): number {
  return withoutWebhooks / ONE_IN;
}

function unheard({ limits, plan }: PollSigns, wished: number): number {
  return plan?.isSet ? Math.max(limits.withoutWebhooks, wished / ONE_IN) : limits.withoutWebhooks;
}
