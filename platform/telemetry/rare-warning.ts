import type { Logger } from './logger.js';

const QUIET_MS = 10_000;

/** Warns of trouble that repeats many times a second, such as a server that is away: once, then at most every 10 s with a count. */
export function rareWarning(logger: Logger, message: string): (error: unknown) => void {
  let quietUntil = 0;
  let unsaid = 0;
  return (error) => {
    unsaid += 1;
    if (Date.now() < quietUntil) return;
    logger.warn({ err: error, times: unsaid }, message);
    quietUntil = Date.now() + QUIET_MS;
    unsaid = 0;
  };
}
