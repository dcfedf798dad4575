import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import type { AttemptItem } from './attempt.js';
import { verificationSample } from './verification-sample.js';

const items = (count: number, quantity: number | null): AttemptItem[] =>
  Array.from({ length: count }, (_, i) => ({ listingId: `lst_${quantity}_${i}` as never, remoteKey: `K-${quantity}-${i}`, ...(quantity === null ? {} : { quantity: { value: quantity, revision: 1, operationId: null, setAt: new Date(0) } }) }));

describe('the sample that is read back', () => {
  it('has every quantity that went to zero', () => {
    expect(verificationSample([...items(30, 0), ...items(100, 5)], 0.3)).toEqual(expect.arrayContaining(items(30, 0).map(({ remoteKey }) => remoteKey)));
  });

  it('has two in a hundred of the rest', () => {
    expect(verificationSample(items(1_000, null), 0.7)).toHaveLength(20);
  });

  it('is never empty, never above 200 and never doubled, whatever was applied', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(1_000), fc.double({ min: 0, max: 0.999999, noNaN: true }), (zeros, others, random) => {
        const sample = verificationSample([...items(zeros, 0), ...items(others, 3)], random);
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.length).toBeLessThanOrEqual(200);
        expect(sample.length > 0).toBe(zeros + others > 0);
      }),
    );
  });
});
