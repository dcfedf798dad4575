const FIRST_MINUTE_CEILING_MS = 2_000;
const LATER_CEILING_MS = 15_000;

/** How long until a receipt is asked for again: what the marketplace advises at first, then slower, at most 2 s within its first minute. */
export function nextPollDelayMs(o: { polls: number; advisedMs: number; acceptedForMs: number }): number {
  const ceiling = o.acceptedForMs < 60_000 ? FIRST_MINUTE_CEILING_MS : LATER_CEILING_MS;
  return Math.min(ceiling, Math.max(50, o.advisedMs) * 1.5 ** Math.min(o.polls, 20));
}
