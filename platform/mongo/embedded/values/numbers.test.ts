import { describe, expect, it } from '@jest/globals';
import { Decimal128, Double, Int32, Long } from 'bson';
import { addNumbers, multiplyNumbers } from './numbers.js';
import { divideExact, exactToDecimal, decimalToExact, type ExactDecimal } from './exact-decimal.js';

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

describe('adding numbers', () => {
  it('makes a long of an int that outgrows 32 bits', () => {
    const sum = addNumbers(new Int32(2147483647), new Int32(1));
    expect(sum).toBeInstanceOf(Long);
    expect(sum.toString()).toBe('2147483648');
  });

  it('keeps decimals exact, with the longer fraction', () => {
    expect(addNumbers(decimal('0.1'), decimal('0.2')).toString()).toBe('0.3');
    expect(addNumbers(decimal('0.10'), new Int32(1)).toString()).toBe('1.10');
  });

  it('makes a double as soon as a double takes part', () => {
    expect(addNumbers(new Double(0.5), Long.fromNumber(2))).toEqual(new Double(2.5));
  });

  it('keeps longs exact beyond the integers of doubles', () => {
    expect(addNumbers(Long.fromString('9007199254740993'), new Int32(2)).toString()).toBe('9007199254740995');
  });
});

describe('multiplying decimals', () => {
  it('rounds to 34 digits', () => {
    expect(multiplyNumbers(decimal('9999999999999999999999999999999999'), decimal('11')).toString()).toBe('1.100000000000000000000000000000000E+35');
    expect(multiplyNumbers(decimal('1.25'), decimal('0.20')).toString()).toBe('0.2500');
  });

  it('rounds halves to the even neighbour', () => {
    expect(multiplyNumbers(decimal('2000000000000000000000000000000001'), decimal('0.5')).toString()).toBe('1000000000000000000000000000000000');
    expect(multiplyNumbers(decimal('2000000000000000000000000000000001'), decimal('2.5')).toString()).toBe('5000000000000000000000000000000002');
    expect(multiplyNumbers(decimal('2000000000000000000000000000000003'), decimal('2.5')).toString()).toBe('5000000000000000000000000000000008');
  });
});

describe('dividing decimals', () => {
  const divide = (a: string, b: string): string => exactToDecimal(divideExact(decimalToExact(decimal(a)) as ExactDecimal, decimalToExact(decimal(b)) as ExactDecimal)).toString();

  it('gives exact quotients without trailing zeros', () => {
    expect(divide('10', '4')).toBe('2.5');
    expect(divide('1.00', '2')).toBe('0.50');
  });

  it('gives 34 digits where the quotient has no end', () => {
    expect(divide('1', '3')).toBe('0.3333333333333333333333333333333333');
    expect(divide('2', '3')).toBe('0.6666666666666666666666666666666667');
  });
});
