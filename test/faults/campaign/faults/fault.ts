import { setTimeout as pause } from 'node:timers/promises';
import type { Shop } from '../shops/shop.js';
import type { Stage } from '../stage.js';

/** What a fault has to break. */
export interface Scene {
  readonly stage: Stage;
  readonly shops: readonly Shop[];
  /** How many calls clients have had to repeat so far. */
  readonly repeats: () => number;
  /** A fault that nothing has met yet is kept up for so long, if need be. */
  readonly metWithinMs: number;
  /** Random numbers of this strike alone. */
  readonly draw: () => number;
}

/** Something that goes wrong in production, made to happen once and made good again. */
export interface Fault {
  readonly name: string;
  /** What it needs for itself: two faults that name the same part never strike at once. */
  readonly parts: readonly Part[];
  /** What has to be so before anything is on sale, for it to strike later. */
  prepare?(scene: Pick<Scene, 'stage' | 'draw'>): Promise<void>;
  /** Breaks it, waits, and mends it; resolves once it is mended, with how often it was met: calls it spoilt, work it interrupted. Throws `NotMet` when it is mended and has not done what it is for. */
  strike(scene: Scene): Promise<number>;
}

/** A fault found nothing to break in the way that it is meant to. */
export class NotMet extends Error {}

export type Part = 'worker' | 'second worker' | 'serving' | 'mongo' | 'redis' | 'marketplaces' | 'post';

/** How much `count` has grown by while something was done, which is told how much it is so far. */
export async function grownBy(count: () => number, act: (grown: () => number) => Promise<unknown>): Promise<number> {
  const before = count();
  const grown = (): number => count() - before;
  await act(grown);
  return grown();
}

const LOOK_EVERY_MS = 50;

/** Keeps a fault up for `ms`, and until something has met it or the scene waits no longer. */
export async function keepUp({ metWithinMs }: Pick<Scene, 'metWithinMs'>, ms: number, met: () => number | Promise<number>): Promise<void> {
  const endsAtMs = performance.now() + Math.max(ms, metWithinMs);
  await pause(ms);
  while (performance.now() < endsAtMs && (await met()) === 0) await pause(LOOK_EVERY_MS);
}

/** A time from `least` to `most`, drawn. */
export function between(draw: () => number, least: number, most: number): number {
  return Math.round(least + draw() * (most - least));
}
