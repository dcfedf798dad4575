import { describe, expect, it } from '@jest/globals';
import { Decimal128, Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { anyValue, numberValue } from './arbitrary-values.js';
import { compareValues } from './compare-values.js';
import { encodeValue } from './encode-value.js';
import { KeyWriter } from './key-writer.js';

function encode(value: unknown): Buffer {
  const writer = new KeyWriter();
  encodeValue(writer, value);
  return writer.take();
}

const byBytes = (a: unknown, b: unknown): number => Math.sign(Buffer.compare(encode(a), encode(b)));
const byValue = (a: unknown, b: unknown): number => Math.sign(compareValues(a, b));

describe('the encoding of index keys', () => {
  it('orders any two values as MongoDB does', () => {
    fc.assert(fc.property(anyValue, anyValue, (a, b) => expect(byBytes(a, b)).toBe(byValue(a, b))), { numRuns: 2000 });
  });

  it('orders numbers by value over all their types', () => {
    fc.assert(fc.property(numberValue, numberValue, (a, b) => expect(byBytes(a, b)).toBe(byValue(a, b))), { numRuns: 2000 });
  });

  it('never makes one value the beginning of another, so fields can be joined', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const [x, y] = [encode(a), encode(b)];
        expect(x.length < y.length && y.subarray(0, x.length).equals(x)).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });
});

describe("MongoDB's order of values", () => {
  it('holds equal numbers of different types equal', () => {
    const fives = [new Int32(5), Long.fromNumber(5), new Double(5), Decimal128.fromString('5.0'), 5];
    for (const a of fives) for (const b of fives) expect(compareValues(a, b)).toBe(0);
  });

  it('tells apart a decimal tenth and the double nearest to it', () => {
    expect(compareValues(Decimal128.fromString('0.1'), new Double(0.1))).toBeLessThan(0);
    expect(compareValues(Long.fromString('9007199254740993'), new Double(9007199254740992))).toBeGreaterThan(0);
  });

  it('puts types in the order of their brackets', () => {
    const ordered = [null, 1, 'a', {}, [], false, new Date(0)];
    expect([...ordered].reverse().sort(compareValues)).toEqual(ordered);
  });

  it('compares documents field by field in their own order', () => {
    expect(compareValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toBeLessThan(0);
    expect(compareValues({ a: 1 }, { a: 1, b: null })).toBeLessThan(0);
    expect(compareValues({ b: 1 }, { a: 'x' })).toBeLessThan(0);
  });
});
