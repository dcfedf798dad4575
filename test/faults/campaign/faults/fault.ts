import type { Shop } from '../shops/shop.js';
import type { Stage } from '../stage.js';

/** What a fault has to break. */
export interface Scene {
  readonly stage: Stage;
  readonly shops: readonly Shop[];
  /** Random numbers of this strike alone. */
  readonly draw: () => number;
}

/** Something that goes wrong in production, made to happen once and made good again. */
export interface Fault {
  readonly name: string;
  /** What it needs for itself: two faults that name the same part never strike at once. */
  readonly parts: readonly Part[];
  /** Breaks it, waits, and mends it; resolves once it is mended. */
  strike(scene: Scene): Promise<void>;
}

export type Part = 'worker' | 'second worker' | 'serving' | 'mongo' | 'redis' | 'marketplaces' | 'post';

/** A time from `least` to `most`, drawn. */
export function between(draw: () => number, least: number, most: number): number {
  return Math.round(least + draw() * (most - least));
}
