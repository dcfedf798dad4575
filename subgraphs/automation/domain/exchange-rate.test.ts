import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basisPointsBetween, rateFromText } from '../../../platform/exact-rate.js';
import { newId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import { bankRate } from './bank-rate.js';
import type { StoredBulletin } from './bulletin.js';
import { chooseRate, type OwnRate } from './exchange-rate.js';

const NOW = new Date('2026-11-20T18:00:00Z');
const DAY_MS = 86_400_000;
const sellerId = newId('seller');
const quotes = { USD: { unit: 1, value: '40' }, EUR: { unit: 1, value: '50' }, RUB: { unit: 1, value: '0.5' }, SEK: { unit: 1, value: '4' } };
const tcmb: StoredBulletin = { _id: 'TCMB:2026-11-20', bank: 'TCMB', base: 'TRY', date: '2026-11-20', inForceFrom: new Date('2026-11-19T21:00:00Z'), number: '2026/219', quotes, fetchedAt: NOW };
const cbr: StoredBulletin = { _id: 'CBR:2026-11-20', bank: 'CBR', base: 'RUB', date: '2026-11-20', inForceFrom: new Date('2026-11-19T21:00:00Z'), number: null, quotes: { USD: { unit: 1, value: '80' }, EUR: { unit: 1, value: '95' }, TRY: { unit: 10, value: '20.5' }, PLN: { unit: 1, value: '25' }, SEK: { unit: 10, value: '82' } }, fetchedAt: NOW };
const own = (from: 'TRY' | 'EUR', to: 'TRY' | 'EUR', rate: string | null): OwnRate => ({ sellerId, from, to, rate, setAt: NOW, setBy: 'key_1' });
const choose = (from: Currency, to: Currency, known: Partial<Parameters<typeof chooseRate>[0]> = {}) => chooseRate({ from, to, own: [], bulletins: [tcmb, cbr], now: NOW, maxAgeMs: 4 * DAY_MS, ...known });

describe('a rate by a bank’s bulletin', () => {
  it('is the quote, the quote turned round, or crossed through the bank’s currency', () => {
    expect(choose('EUR', 'TRY')).toMatchObject({ rate: '50', source: 'TCMB', date: '2026-11-20', via: null });
    expect(choose('TRY', 'EUR')).toMatchObject({ rate: '0.02', source: 'TCMB', via: null });
    expect(choose('USD', 'EUR')).toMatchObject({ rate: '0.8', source: 'TCMB', via: 'TRY' });
  });

  it('counts a quote for ten units as one for ten units', () => {
    expect(choose('TRY', 'RUB')).toMatchObject({ rate: '2.05', source: 'CBR' });
  });

  it('comes from the bank of the currency that prices are shown in, if that bank quotes the pair', () => {
    expect(choose('RUB', 'TRY')).toMatchObject({ rate: '0.5', source: 'TCMB' });
    expect(choose('TRY', 'RUB', { bulletins: [tcmb] })).toMatchObject({ rate: '2', source: 'TCMB' });
    expect(choose('TRY', 'SEK')).toMatchObject({ rate: '0.25', source: 'TCMB', via: null });
    expect(choose('GBP', 'TRY')).toBeNull();
  });

  it('goes through the other bank’s currency where the price’s own bank does not quote the pair', () => {
    expect(choose('TRY', 'PLN')).toMatchObject({ rate: '0.082', source: 'CBR', date: '2026-11-20', via: 'RUB' });
    expect(choose('SEK', 'PLN')).toMatchObject({ rate: '0.328', source: 'CBR', via: 'RUB' });
    expect(choose('TRY', 'PLN', { bulletins: [tcmb] })).toBeNull();
  });

  it('turns round and crosses to within the last decimal kept', () => {
    const value = fc.integer({ min: 1_000, max: 90_000_000 }).map((digits) => `${Math.floor(digits / 10_000)}.${String(digits % 10_000).padStart(4, '0')}`);
    fc.assert(
      fc.property(value, value, fc.constantFrom(1, 10, 100), (usd, eur, unit) => {
        const bulletin = { base: 'TRY', quotes: { USD: { unit: 1, value: usd }, EUR: { unit, value: eur } } } as const;
        const across = bankRate(bulletin, 'USD', 'EUR')!.rate;
        const exact = rateFromText(usd).numerator * 10_000n * BigInt(unit);
        const off = across.numerator * rateFromText(eur).numerator * 10_000n - exact * 10n ** BigInt(across.scale);
        expect((off < 0n ? -off : off) * 2n <= rateFromText(eur).numerator * 10_000n).toBe(true);
      }),
    );
  });
});

describe('choosing a rate', () => {
  it('lets the seller’s own rate win, in both directions', () => {
    expect(choose('EUR', 'TRY', { own: [own('EUR', 'TRY', '55')] })).toMatchObject({ rate: '55', source: 'OWN', date: '2026-11-20', isStale: false });
    const turned = choose('TRY', 'EUR', { own: [own('EUR', 'TRY', '55')] })!;
    expect(basisPointsBetween(rateFromText(turned.rate), rateFromText('0.018181818182'))).toBe(0);
    expect(choose('TRY', 'EUR', { own: [own('EUR', 'TRY', '55'), own('TRY', 'EUR', '0.019')] })).toMatchObject({ rate: '0.019' });
  });

  it('goes back to the banks when the own rate is taken back', () => {
    expect(choose('EUR', 'TRY', { own: [own('EUR', 'TRY', null)] })).toMatchObject({ rate: '50', source: 'TCMB' });
  });

  it('prefers a bank that is fresh, and marks one that is too old', () => {
    const old: StoredBulletin = { ...cbr, inForceFrom: new Date(NOW.getTime() - 4 * DAY_MS - 1_000) };
    expect(choose('TRY', 'RUB', { bulletins: [old, tcmb] })).toMatchObject({ source: 'TCMB', isStale: false });
    expect(choose('TRY', 'RUB', { bulletins: [old] })).toMatchObject({ source: 'CBR', isStale: true, ageSeconds: 4 * 86_400 + 1 });
  });

  it('knows none when nobody quotes the pair', () => {
    expect(choose('TRY', 'EUR', { bulletins: [] })).toBeNull();
  });
});
