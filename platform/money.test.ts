import { describe, expect, it } from '@jest/globals';
import { InvalidMoneyError, money, moneyFromDecimal, moneyFromNumber, moneyToDecimal, moneyToNumber } from './money.js';

describe('money', () => {
  it('reads decimals into minor units and writes them back with two places', () => {
    expect(moneyFromDecimal('199.9', 'TRY')).toEqual({ amountMinor: 19990, currency: 'TRY' });
    expect(moneyToDecimal(money(-5, 'TRY'))).toBe('-0.05');
    expect(moneyToDecimal(money(123456, 'TRY'))).toBe('1234.56');
  });

  it.each(['1,5', '1.005', '1e3', '', 'abc', '0x10'])('refuses %j with InvalidMoneyError', (text) => {
    expect(() => moneyFromDecimal(text, 'TRY')).toThrow(InvalidMoneyError);
  });

  it('survives a round trip through JSON numbers for every kuruş up to 1000 lira', () => {
    const everyKurus = Array.from({ length: 100_001 }, (_, minor) => minor);
    const changed = everyKurus.filter((minor) => moneyFromNumber(moneyToNumber(money(minor, 'TRY')), 'TRY').amountMinor !== minor);
    expect(changed).toEqual([]);
  });

  it('refuses a number with a third decimal', () => {
    expect(() => moneyFromNumber(1.005, 'TRY')).toThrow(InvalidMoneyError);
  });
});
