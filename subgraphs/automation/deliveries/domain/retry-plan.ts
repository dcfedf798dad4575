const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A message is tried for so long; its last try is at the end of it. */
export const TRIED_FOR_MS = 24 * HOUR_MS;
/** The longest pause after each failure; the last one again and again. */
const LONGEST_PAUSES_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 20 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS] as const;
const SHORTEST_PAUSE_MS = SECOND_MS;

/**
 * When to try again after `tries` attempts failed: full jitter, not before the endpoint wants it (`retryAt`), and once at the very end of
 * the day. Null: that was the end. `random` is from 0 to below 1.
 */
export function nextTryAt({ now, tries, giveUpAt, retryAt, random }: { readonly now: Date; readonly tries: number; readonly giveUpAt: Date; readonly retryAt: Date | null; readonly random: number }): Date | null {
  if (now >= giveUpAt) return null;
  const longest = LONGEST_PAUSES_MS[Math.min(Math.max(tries, 1), LONGEST_PAUSES_MS.length) - 1] ?? HOUR_MS;
  const wishedAt = now.getTime() + Math.max(SHORTEST_PAUSE_MS, random * longest);
  return new Date(Math.min(Math.max(wishedAt, retryAt?.getTime() ?? 0), giveUpAt.getTime()));
}
