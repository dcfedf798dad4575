import { describe, expect, it } from '@jest/globals';
import { Int32 } from 'bson';
import fc from 'fast-check';
import { parseFilter } from '../query/parse-filter.js';
import { anyValue } from '../values/arbitrary-values.js';
import type { Doc } from '../values/bson-type.js';
import { decodeTyped, encode } from '../values/codec.js';
import { applyUpdate, type UpdateContext } from './apply-update.js';
import { parseRawUpdate } from './parse-raw-update.js';
import { parseUpdate, type Update } from './parse-update.js';
import { updateBytes } from './update-bytes.js';

const names = fc.constantFrom('a', 'ab', 'b', 'ba', 'c', 'ç', '漢');
const fields = fc.dictionary(names, anyValue, { maxKeys: 4, noNullPrototype: true });
const stored = fields.map((rest): Doc => ({ _id: new Int32(1), ...rest }));
const others = fc.oneof(
  fc.record({ $unset: fc.dictionary(names, fc.constant(''), { minKeys: 1, maxKeys: 2, noNullPrototype: true }) }),
  fc.record({ $push: fc.record({ list: fc.record({ $each: fc.array(anyValue, { maxLength: 2 }) }) }) }),
  fc.record({ $inc: fc.record({ count: fc.constant(new Int32(2)) }) }),
  fc.record({ $rename: fc.record({ c: fc.constant('renamed') }) }),
  fc.constant({}),
);
const update = fc.tuple(fc.dictionary(names, anyValue, { minKeys: 1, maxKeys: 3, noNullPrototype: true }), others).map(([$set, rest]): Doc => ({ $set, ...rest }));
const context: UpdateContext = { filter: parseFilter({}), variables: {}, isInsert: false, now: new Date(0) };

describe('an update', () => {
  it('makes the same bytes whether its values are decoded or copied as they came', () => {
    fc.assert(
      fc.property(stored, update, (doc, given) => {
        const before = encode({ ...doc, list: [], count: new Int32(0) });
        const whole = refusalOr(() => parseUpdate(decodeTyped(encode(given)), undefined));
        const raw = parseRawUpdate(encode(given));
        if (typeof whole === 'string') {
          expect(raw).toBeUndefined();
          return;
        }
        const expected = encode(applyUpdate(decodeTyped(before), whole, context));
        for (const each of [whole, raw ?? whole]) expect(decodeTyped(updateBytes(before, each, context))).toEqual(decodeTyped(expected));
        expect(updateBytes(before, raw ?? whole, context).equals(expected)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of whole fields is read without decoding them; of paths, positions and the _id it is not', () => {
    const isRaw = (given: Doc): boolean => parseRawUpdate(encode(given)) !== undefined;
    expect(isRaw({ $set: { a: 1, b: { c: [1] } }, $push: { list: { $each: [1] } } })).toBe(true);
    for (const given of [{ $set: { 'a.b': 1 } }, { $set: { _id: 1 } }, { $set: { a: 1 }, $unset: { a: '' } }, { $set: { a: 1 }, $inc: { 'list.$': 1 } }, { $set: {} }, { $inc: { a: 1 } }, { a: 1 }]) expect(isRaw(given)).toBe(false);
  });
});

function refusalOr(parse: () => Update): Update | string {
  try {
    return parse();
  } catch (error) {
    return String(error);
  }
}
