import { after } from './lane-step.js';

/** A batch with room left waits this long for company, once. */
const GATHER_MS = 20;
/** Then for the requests that begin to be written down within this time, and for none that come later: a stream of small ones must not hold up the first. */
const COMPANY_MS = 300;
/** However long these take to be written down. */
const LONGEST_MS = 5_000;
const LOOK_EVERY_MS = 100;

export interface Gathering<T, Id> {
  /** What is due now. */
  readonly take: () => Promise<readonly T[]>;
  /** A look that costs little: whether taking may find enough by now. */
  readonly mayBeEnough: () => Promise<boolean>;
  /** Requests that are being written down at this moment, so that more is about to become due. */
  readonly recordings: () => Promise<readonly Id[]>;
  /** Waiting for more would bring nothing, or is not worth it. */
  readonly isEnough: (due: readonly T[]) => boolean;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
}

/** What is due, once it is enough for a call or nothing more is about to come. */
export async function gather<T, Id>({ take, mayBeEnough, recordings, isEnough, now, pause }: Gathering<T, Id>): Promise<readonly T[]> {
  const first = await take();
  if (isEnough(first)) return first;
  const giveUpAt = after(now(), LONGEST_MS);
  await pause(GATHER_MS);
  const companyUntil = after(now(), COMPANY_MS);
  let awaited = await recordings();
  let due = await take();
  while (!isEnough(due) && awaited.length > 0 && now() < giveUpAt) {
    do {
      await pause(LOOK_EVERY_MS);
      const begun = await recordings();
      awaited = now() < companyUntil ? begun : begun.filter((id) => awaited.includes(id));
    } while (awaited.length > 0 && now() < giveUpAt && !(await mayBeEnough()));
    // After the look: what was written down by then is among what is due.
    due = await take();
  }
  return due;
}
