import type { SandboxName } from '../../../hub/sandbox-urls.js';

export interface Plan {
  readonly seed: number;
  readonly marketplaces: readonly SandboxName[];
  /** Each is one of a kind, with a SKU of its own, on sale on every marketplace. */
  readonly trials: number;
  readonly buyers: number;
  /** How many trials go on at the same time. */
  readonly atOnce: number;
  /** The buyers of one trial come within one of these times, drawn for each; 0: all at once. */
  readonly comeWithinMs: readonly number[];
  readonly restWithinMs: number;
  /** Where the book is kept. */
  readonly outDir: string;
  readonly say: (text: string) => void;
}

export function skuOf(trial: number): string {
  return `LAST-${String(trial).padStart(4, '0')}`;
}
