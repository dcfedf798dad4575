import { setTimeout as pause } from 'node:timers/promises';
import { groupBy } from '../../../platform/group-by.js';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import type { Book } from './book.js';
import { between, NotMet, type Fault, type Part, type Scene } from './faults/fault.js';

export interface Struck {
  readonly fault: string;
  readonly afterMs: number;
  readonly tookMs: number;
  /** How often it was met: calls it spoilt, work it interrupted. */
  readonly met: number;
  /** Why it did not do what it is for; null when it did. */
  readonly missed: string | null;
}

export interface StrikeOptions {
  readonly scene: Omit<Scene, 'draw'>;
  readonly book: Pick<Book, 'note'>;
  readonly seed: number;
  /** Pause between two faults of one hand, drawn between the two. */
  readonly pauseMs: readonly [number, number];
  /** Answers what strikes next; null when nothing more does. */
  readonly next: () => Fault | null;
  /** How many faults may be under way at the same time. */
  readonly hands: number;
}

/** Lets faults strike, alone and beside each other, but never two at the same part. Answers what struck. */
export async function strikeAll({ scene, book, seed, pauseMs: [least, most], next, hands }: StrikeOptions): Promise<readonly Struck[]> {
  const struck: Struck[] = [];
  const busy = new Map<Part, Promise<void>>();
  const startedAt = performance.now();

  async function strike(fault: Fault, draw: () => number): Promise<void> {
    while (fault.parts.some((part) => busy.has(part))) await Promise.race(fault.parts.flatMap((part) => busy.get(part) ?? []));
    const at = performance.now();
    book.note('strikes', { fault: fault.name });
    const striking = fault.strike({ ...scene, draw });
    const over = striking.then(() => undefined, () => undefined);
    for (const part of fault.parts) busy.set(part, over);
    let met = 0;
    let missed: string | null = null;
    try {
      met = await striking;
    } catch (error) {
      if (error instanceof NotMet) missed = error.message;
      else throw new Error(`could not make it happen, or not mend it: ${fault.name}`, { cause: error });
    } finally {
      for (const part of fault.parts) busy.delete(part);
    }
    book.note('mended', { fault: fault.name, met, missed });
    struck.push({ fault: fault.name, afterMs: Math.round(at - startedAt), tookMs: Math.round(performance.now() - at), met, missed });
  }

  await Promise.all(
    Array.from({ length: hands }, async (_, hand) => {
      const draw = drawsFrom(seed + 104_729 * (hand + 1));
      await pause(hand * least);
      for (let fault = next(); fault !== null; fault = next()) {
        await strike(fault, draw);
        await pause(between(draw, least, most));
      }
    }),
  );
  return struck.toSorted((one, other) => one.afterMs - other.afterMs);
}

/** The kinds of which none was met, and each strike that says by itself that it was not. */
export function unmetOf(struck: readonly Struck[]): readonly string[] {
  const missed = struck.filter((one) => one.missed !== null);
  const never = [...groupBy(struck, ({ fault }) => fault)].filter(([, times]) => times.every(({ met, missed: why }) => met === 0 && why === null));
  return [...missed.map(({ fault, missed: why }) => `${fault}: ${why}`), ...never.map(([fault, times]) => `${fault}: nothing met it in ${times.length} times`)];
}
