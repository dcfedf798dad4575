/** One measured figure. `target` is what it should reach, `baseline` what it is compared with, both in the same unit. */
export interface BenchResult {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly target?: number;
  readonly baseline?: number;
}
