import { setTimeout as pause } from 'node:timers/promises';

/** What Ozon takes without a word it shows after a moment as a rule; what takes longer is waited for by the caller, who says the same again. */
const WAITS_MS = [200, 400, 800];

/** Reads until it is as wished, for a second and a half at most; then it is what was read last. */
export async function readUntil<T>(read: () => Promise<T>, isAsWished: (now: T) => boolean): Promise<T> {
  let now = await read();
  for (const waitMs of WAITS_MS) {
    if (isAsWished(now)) break;
    await pause(waitMs);
    now = await read();
  }
  return now;
}
