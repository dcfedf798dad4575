import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

/** BSON values of every type that can be stored, small enough to collide often. For tests. */
export const numberValue = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((n) => new Int32(n)),
  fc.integer().map((n) => new Int32(n)),
  fc.double().map((n) => new Double(n)),
  fc.integer({ min: -3, max: 3 }).map((n) => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc.integer({ min: -2, max: 2 }).map((n) => Long.fromBigInt(2n ** 53n + BigInt(n))),
  fc.tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -40, max: 20 })).map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -1, max: 0 })).map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc.constantFrom(...['NaN', 'Infinity', '-Infinity', '-0', '1E+6000', '-1E+6000', '1E-6000'].map((text) => Decimal128.fromString(text))),
);

const text = fc.oneof(fc.constantFrom('', 'a', 'ab', 'a\0', 'a\u0001', 'b', 'çğış', '漢字', '🎉', '\ufffd'), fc.string({ unit: 'grapheme', maxLength: 6 }));

const scalarValue = fc.oneof(
  { weight: 4, arbitrary: numberValue },
  { weight: 3, arbitrary: text },
  { weight: 6, arbitrary: fc.constantFrom<unknown>(null, true, false, new MinKey(), new MaxKey(), new BSONRegExp('^a', 'i'), new BSONRegExp('b', '')) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map((n) => new Date(n * 1000)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((n) => new ObjectId(n.toString(16).padStart(24, '0'))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes, 0)) },
  { weight: 1, arbitrary: fc.nat(5).map((n) => new Timestamp({ t: n, i: 1 })) },
);

export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    { weight: 8, arbitrary: scalarValue },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2, noNullPrototype: true }) },
  ),
})).value;
