import { CommandError } from './errors.js';

/** A command's `maxTimeMS`, checked by loops that may run long. A cursor's clock stands still between its batches. */
export class Deadline {
  private endsAt: number;
  private leftMs: number | undefined;
  private steps = 0;

  /** Zero or nothing means no limit. */
  constructor(maxTimeMs: number | undefined) {
    this.endsAt = maxTimeMs ? performance.now() + maxTimeMs : Number.POSITIVE_INFINITY;
  }

  /** Cheap enough for every step of a scan; throws MaxTimeMSExpired when time is up. */
  check(): void {
    this.steps += 1;
    if ((this.steps & 63) === 0 && performance.now() > this.endsAt) throw new CommandError('MaxTimeMSExpired', 'operation exceeded time limit');
  }

  suspend(): void {
    this.leftMs = this.endsAt - performance.now();
  }

  resume(): void {
    if (this.leftMs !== undefined) this.endsAt = performance.now() + this.leftMs;
    this.leftMs = undefined;
  }
}
