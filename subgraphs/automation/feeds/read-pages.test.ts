import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toBulletin as toCbrBulletin } from './cbr/to-bulletin.js';
import { toWindows1251 } from './cbr/sandbox/windows-1251.js';
import { FeedError } from './contract.js';
import { toBulletin as toTcmbBulletin } from './tcmb/to-bulletin.js';

const fixture = (path: string) => readFileSync(join('subgraphs/automation/feeds', path), 'utf8');
const TCMB_PAGE = fixture('tcmb/fixtures/today.xml');
const CBR_PAGE = fixture('cbr/fixtures/daily.xml');

describe('a bulletin of the Central Bank of the Republic of Türkiye', () => {
  it('is read with its day, number and the lira for each unit', () => {
    expect(toTcmbBulletin(TCMB_PAGE)).toEqual({
      bank: 'TCMB', base: 'TRY', date: '2026-11-20', inForceFrom: new Date('2026-11-19T21:00:00Z'), number: '2026/219',
      quotes: { USD: { unit: 1, value: '42.4321' }, EUR: { unit: 1, value: '49.2108' }, SEK: { unit: 1, value: '4.4737' }, RUB: { unit: 1, value: '0.52417' } },
    });
  });

  it('leaves out a currency without a rate', () => {
    expect(toTcmbBulletin(TCMB_PAGE.replace('0.52417', '')).quotes).not.toHaveProperty('RUB');
  });

  it.each([
    ['HTML in its place', '<!DOCTYPE html><html><body>Bakım</body></html>'],
    ['half a page', TCMB_PAGE.slice(0, 600)],
    ['an empty page', ''],
    ['another page', '<rates></rates>'],
    ['a day that is none', TCMB_PAGE.replace('20.11.2026', '31.02.2026')],
    ['a number that is none', TCMB_PAGE.replace('42.4321', '42,4321')],
    ['a negative rate', TCMB_PAGE.replace('42.4321', '-42.4321')],
    ['a unit of nothing', TCMB_PAGE.replace('<Unit>1</Unit>', '<Unit>0</Unit>')],
    ['a currency twice', TCMB_PAGE.replaceAll('CurrencyCode="EUR"', 'CurrencyCode="USD"')],
  ])('is refused for %s', (_what, page) => {
    expect(() => toTcmbBulletin(page)).toThrow(FeedError);
  });
});

describe('rates of the Bank of Russia', () => {
  it('are read from windows-1251 with decimal commas and their units', () => {
    expect(toCbrBulletin(toWindows1251(CBR_PAGE))).toEqual({
      bank: 'CBR', base: 'RUB', date: '2026-11-21', inForceFrom: new Date('2026-11-20T21:00:00Z'), number: null,
      quotes: { USD: { unit: 1, value: '81.2554' }, EUR: { unit: 1, value: '94.1238' }, PLN: { unit: 1, value: '22.1990' }, TRY: { unit: 10, value: '19.1487' }, SEK: { unit: 10, value: '85.5671' } },
    });
  });

  it.each([
    ['the answer to a date it cannot read', '<?xml version="1.0" encoding="windows-1251"?><ValCurs>Error in parameters</ValCurs>'],
    ['a point where a comma was', CBR_PAGE.replace('81,2554', '81.2554')],
    ['half a page', CBR_PAGE.slice(0, 400)],
  ])('are refused for %s', (_what, page) => {
    expect(() => toCbrBulletin(toWindows1251(page))).toThrow(FeedError);
  });
});
