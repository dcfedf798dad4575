/** One measured figure. `target` is what it should reach, `baseline` what it is compared with, both in the same unit. */
export interface BenchResult {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly target?: Target;
  readonly baseline?: number;
}

/** The better way is named: more of a rate, less of a time. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

export function isReached(figure: number, target: Target): boolean {
  return 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost;
}
