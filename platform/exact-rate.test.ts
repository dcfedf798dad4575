import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basisPointsBetween, InvalidRateError, rateFromText, rateOfFraction, rateToText } from './exact-rate.js';

describe('an exact rate', () => {
  it('is read and written without losing a digit', () => {
    for (const text of ['42.4321', '0.36711', '2', '107.1167', '0.000000000001', '999999999.999999999999']) expect(rateToText(rateFromText(text))).toBe(text);
    expect(rateToText(rateFromText('1.50'))).toBe('1.5');
  });

  it('refuses what is no rate', () => {
    for (const text of ['', '0', '0.000', '-1', '1e3', '1,5', '.5', '1.', ' 1', '1.0000000000001', 'NaN']) expect(() => rateFromText(text)).toThrow(InvalidRateError);
  });

  it('keeps twelve decimals of what does not come out even, rounded half up', () => {
    expect(rateToText(rateOfFraction(1n, 3n))).toBe('0.333333333333');
    expect(rateToText(rateOfFraction(2n, 3n))).toBe('0.666666666667');
    expect(rateToText(rateOfFraction(5n, 4n))).toBe('1.25');
    expect(() => rateOfFraction(1n, 10n ** 15n)).toThrow(InvalidRateError);
  });

  it('stays what it is through text for every rate', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), (numerator) => {
        const text = rateToText({ numerator, scale: 12 });
        expect(rateToText(rateFromText(text))).toBe(text);
      }),
    );
  });

  it('says how far two rates lie apart', () => {
    expect(basisPointsBetween(rateFromText('101'), rateFromText('100'))).toBe(100);
    expect(basisPointsBetween(rateFromText('0.99'), rateFromText('1'))).toBe(100);
    expect(basisPointsBetween(rateFromText('1.00001'), rateFromText('1'))).toBe(1);
    expect(basisPointsBetween(rateFromText('42.10'), rateFromText('42.1'))).toBe(0);
  });
});
