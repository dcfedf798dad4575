/** Loaded before a program with `--import`, it makes the program's clock go wrong by so many milliseconds. */
const shiftMs = Number(process.env['SHIFT_CLOCK_MS'] ?? '0');
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    // Without arguments it is the time; with any it is a date like every other.
    super(...((given.length === 0 ? [RealDate.now() + shiftMs] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
