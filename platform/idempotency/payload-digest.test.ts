import { describe, expect, it } from '@jest/globals';
import { payloadDigest } from './payload-digest.js';

describe('the digest of a payload', () => {
  it('is the same however the fields are arranged, or when one is undefined', () => {
    expect(payloadDigest({ a: 1, b: { c: [1, 2], d: null } })).toBe(payloadDigest({ b: { d: null, c: [1, 2], e: undefined }, a: 1 }));
  });

  it('differs when a value, an order of items or a type differs', () => {
    const digests = [{ a: 1 }, { a: '1' }, { a: [1, 2] }, { a: [2, 1] }, { a: null }, {}, { b: 1 }].map(payloadDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
