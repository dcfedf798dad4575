import { drawsFrom } from '../../platform/seeded-draws.js';

/** Numbers that look random and are the same for the same seed, so that a demo can be made again. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
  /** `count` different values, in their order. */
  some<T>(values: readonly T[], count: number): T[];
}

export function createRandom(seed: number): Random {
  const next = drawsFrom(seed);
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(values: readonly T[]): T => {
    const value = values[between(0, values.length - 1)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const some = <T>(values: readonly T[], count: number): T[] => {
    const chosen = new Set<T>();
    while (chosen.size < Math.min(count, values.length)) chosen.add(pick(values));
    return values.filter((value) => chosen.has(value));
  };
  return { next, between, pick, some };
}
