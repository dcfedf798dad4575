import { setTimeout as pause } from 'node:timers/promises';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import type { Book } from './book.js';
import { between, type Fault, type Part, type Scene } from './faults/fault.js';

export interface Struck {
  readonly fault: string;
  readonly afterMs: number;
  readonly tookMs: number;
}

export interface StrikeOptions {
  readonly scene: Omit<Scene, 'draw'>;
  readonly book: Book;
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
    const over = striking.catch(() => undefined);
    for (const part of fault.parts) busy.set(part, over);
    try {
      await striking;
    } catch (error) {
      throw new Error(`could not make it happen, or not mend it: ${fault.name}`, { cause: error });
    } finally {
      for (const part of fault.parts) busy.delete(part);
    }
    book.note('mended', { fault: fault.name });
    struck.push({ fault: fault.name, afterMs: Math.round(at - startedAt), tookMs: Math.round(performance.now() - at) });
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
