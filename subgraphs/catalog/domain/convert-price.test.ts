import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Currency, CURRENCIES } from '../../../platform/money.js';
import { convertPrice } from './convert-price.js';
import { describeRounding, roundPrice, USUAL_ROUNDING } from './price-rounding.js';

const AT = new Date('2026-11-20T12:32:00Z');
const convert = (saleMinor: number, listMinor: number, to: Currency, rate: string) =>
  convertPrice({ saleMinor, listMinor, currency: 'TRY' }, { from: 'TRY', to, rate, source: 'TCMB', date: '2026-11-20' }, { priceRevision: 1, at: AT });

describe('rounding a price', () => {
  it('takes the nearest price that the currency’s shops write', () => {
    const minor = (text: bigint) => ({ numerator: text, scale: 0 });
    expect([449n, 450n, 948n, 949n, 950n].map((amount) => roundPrice(minor(amount), USUAL_ROUNDING.EUR))).toEqual([499, 499, 899, 999, 999]);
    expect([18_849n, 18_850n, 49n].map((amount) => roundPrice(minor(amount), USUAL_ROUNDING.RUB))).toEqual([18_800, 18_900, 100]);
    expect([22_222n, 22_250n].map((amount) => roundPrice(minor(amount), USUAL_ROUNDING.SEK))).toEqual([22_200, 22_300]);
    expect([4_000n, 4_049n].map((amount) => roundPrice(minor(amount), USUAL_ROUNDING.PLN))).toEqual([3_999, 4_099]);
    expect([19_940n, 19_939n].map((amount) => roundPrice(minor(amount), USUAL_ROUNDING.TRY))).toEqual([19_990, 19_890]);
  });

  it('never makes a price of nothing', () => {
    for (const currency of CURRENCIES) expect(roundPrice({ numerator: 1n, scale: 9 }, USUAL_ROUNDING[currency])).toBeGreaterThan(0);
  });

  it('stays within half a step of what it rounds, for prices above a step', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 8n, max: 10n ** 14n }), fc.constantFrom(...CURRENCIES), (numerator, currency) => {
        const { stepMinor, endingMinor } = USUAL_ROUNDING[currency];
        const rounded = roundPrice({ numerator, scale: 6 }, { stepMinor, endingMinor });
        expect((rounded - endingMinor) % stepMinor).toBe(0);
        expect(Math.abs(rounded - Number(numerator) / 1e6)).toBeLessThanOrEqual(stepMinor / 2);
      }),
    );
  });

  it('says what it does', () => {
    expect([USUAL_ROUNDING.EUR, USUAL_ROUNDING.RUB, { stepMinor: 500, endingMinor: 0 }].map(describeRounding)).toEqual(['to .99', 'to whole units', 'to steps of 5.00']);
  });
});

describe('converting a price', () => {
  it('multiplies exactly, then rounds, and keeps how it came about', () => {
    expect(convert(19_990, 24_990, 'EUR', '0.020320742601')).toEqual({
      price: { saleMinor: 399, listMinor: 499, currency: 'EUR' },
      conversion: { kind: 'CONVERTED', from: 'TRY', to: 'EUR', rate: '0.020320742601', source: 'TCMB', date: '2026-11-20', exact: '4.06211644594', rounding: 'to .99', priceRevision: 1, at: AT },
    });
    expect(convert(10_000, 10_000, 'RUB', '1.91487').price).toEqual({ saleMinor: 19_100, listMinor: 19_100, currency: 'RUB' });
  });

  it('keeps a crossed-out price at or above the price', () => {
    expect(convert(10_000, 10_001, 'RUB', '1.9').price).toEqual({ saleMinor: 19_000, listMinor: 19_000, currency: 'RUB' });
  });
});
