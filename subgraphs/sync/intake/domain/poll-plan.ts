import type { ConnectorLimits } from '../../connector/contract.js';
import type { PollMark } from './poll-mark.js';

/** Asked again although it was asked before: clocks differ, and a marketplace may show a change a little after stamping it. */
export const OVERLAP_MS = 120_000;
/** How far back the first poll of a store looks. */
export const FIRST_LOOK_BACK_MS = 14 * 86_400_000;

/** From when the next poll asks, and when the window it will then have covered was begun. */
export function nextWindow(mark: Pick<PollMark, 'window' | 'coveredUntil'>, now: Date): { since: Date; startedAt: Date; cursor: string | null } {
  if (mark.window !== null) return mark.window;
  const since = mark.coveredUntil === null ? now.getTime() - FIRST_LOOK_BACK_MS : mark.coveredUntil.getTime() - OVERLAP_MS;
  return { since: new Date(since), startedAt: now, cursor: null };
}

/** A quarter of the connector's interval after news, twice the last one while nothing comes, never more than the connector's. */
export function nextIntervalMs(o: { limits: ConnectorLimits['orderPollMs']; webhooksWork: boolean; lastIntervalMs: number; foundNews: boolean }): number {
  const longest = o.webhooksWork ? o.limits.withWebhooks : o.limits.withoutWebhooks;
  const shortest = longest / 4;
  return o.foundNews ? shortest : Math.min(longest, Math.max(shortest, o.lastIntervalMs * 2));
}
