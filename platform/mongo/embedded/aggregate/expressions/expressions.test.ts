import { describe, expect, it } from '@jest/globals';
import { Decimal128, Long } from 'bson';
import { CommandError } from '../../errors.js';
import { evaluateExpression } from '../evaluate.js';

const at = (text: string): Date => new Date(text);
const newYear = at('2024-12-31T23:59:59.999Z');
const leapDay = at('2024-02-29T23:30:00Z');
const of = (expression: unknown): unknown => evaluateExpression(expression, { newYear, leapDay, tags: ['x', 'y'], empty: [], nothing: null, name: 'Çay Bardağı' });

describe('dates', () => {
  it.each<[string, unknown, unknown]>([
    ['the first of a year belongs to the ISO week of its Thursday', { $isoWeek: '$newYear' }, 1],
    ['the ISO year changes with that week', { $isoWeekYear: '$newYear' }, 2025],
    ['week 0 is what comes before the first Sunday', { $week: at('2024-01-03T05:00:00Z') }, 0],
    ['Sunday is day 1', { $dayOfWeek: at('2024-03-31T01:30:00Z') }, 1],
    ['Sunday is ISO day 7', { $isoDayOfWeek: at('2024-03-31T01:30:00Z') }, 7],
    ['midnight has passed earlier in Istanbul', { $dayOfMonth: { date: '$newYear', timezone: 'Europe/Istanbul' } }, 1],
    ['offsets serve as time zones', { $hour: { date: '$leapDay', timezone: '-05:30' } }, 18],
    ['summer time counts', { $hour: { date: at('2024-07-01T12:00:00Z'), timezone: 'America/New_York' } }, 8],
    ['a month later is within the next month', { $dateAdd: { startDate: at('2024-01-31T10:00:00Z'), unit: 'month', amount: 1 } }, at('2024-02-29T10:00:00Z')],
    ['a year after a leap day is the 28th', { $dateAdd: { startDate: '$leapDay', unit: 'year', amount: 1 } }, at('2025-02-28T23:30:00Z')],
    ['a day later keeps the wall clock when clocks change', { $dateAdd: { startDate: at('2024-03-09T17:00:00Z'), unit: 'day', amount: 1, timezone: 'America/New_York' } }, at('2024-03-10T16:00:00Z')],
    ['an hour later does not', { $dateAdd: { startDate: at('2024-03-10T06:30:00Z'), unit: 'hour', amount: 1, timezone: 'America/New_York' } }, at('2024-03-10T07:30:00Z')],
    ['a difference counts boundaries', { $dateDiff: { startDate: at('2024-01-31T23:59:00Z'), endDate: at('2024-02-01T00:01:00Z'), unit: 'month' } }, 1],
    ['weeks begin where told', { $dateDiff: { startDate: at('2024-01-06T00:00:00Z'), endDate: at('2024-01-08T00:00:00Z'), unit: 'week', startOfWeek: 'monday' } }, 1],
    ['a week is cut at its start', { $dateTrunc: { date: at('2024-01-10T12:00:00Z'), unit: 'week', startOfWeek: 'mon' } }, at('2024-01-08T00:00:00Z')],
    ['bins of several units are counted from 2000', { $dateTrunc: { date: at('2024-05-10T00:00:00Z'), unit: 'month', binSize: 6 } }, at('2024-01-01T00:00:00Z')],
    ['a year is cut at local midnight', { $dateTrunc: { date: '$newYear', unit: 'year', timezone: 'Europe/Istanbul' } }, at('2024-12-31T21:00:00Z')],
    ['parts past their range carry over', { $dateFromParts: { year: 2024, month: 2, day: 30 } }, at('2024-03-01T00:00:00Z')],
    ['ISO weeks make dates', { $dateFromParts: { isoWeekYear: 2025, isoWeek: 1, isoDayOfWeek: 1 } }, at('2024-12-30T00:00:00Z')],
    ['formats print parts', { $dateToString: { date: '$leapDay', format: '%Y-%m-%d %j %V %B %z', timezone: '+03:00' } }, '2024-03-01 061 09 March +0300'],
    ['a missing date is null', { $year: '$missing' }, null],
  ])('%s', (_, expression, expected) => {
    expect(of(expression)).toEqual(expected);
  });

  it('refuses unknown time zones and units', () => {
    expect(() => of({ $hour: { date: '$leapDay', timezone: 'Middle/Earth' } })).toThrow(CommandError);
    expect(() => of({ $dateAdd: { startDate: '$leapDay', unit: 'fortnight', amount: 1 } })).toThrow('unknown time unit');
  });
});

describe('numbers', () => {
  it.each<[unknown, unknown]>([
    [{ $add: [Decimal128.fromString('0.1'), Decimal128.fromString('0.2')] }, Decimal128.fromString('0.3')],
    [{ $multiply: [Decimal128.fromString('1.10'), 3] }, Decimal128.fromString('3.30')],
    [{ $divide: [Decimal128.fromString('1'), 8] }, Decimal128.fromString('0.125')],
    [{ $add: [Long.fromString('9007199254740993'), 1] }, Long.fromString('9007199254740994')],
    [{ $subtract: ['$newYear', at('2024-12-31T23:59:59.000Z')] }, 999],
    [{ $add: ['$leapDay', 60_000] }, at('2024-02-29T23:31:00Z')],
    [{ $add: [1, '$missing'] }, null],
    [{ $sum: [1, 'x', Decimal128.fromString('2.50')] }, Decimal128.fromString('3.50')],
    [{ $avg: [Decimal128.fromString('1.10'), 2] }, Decimal128.fromString('1.55')],
    [{ $max: [1, Decimal128.fromString('1.5'), null] }, Decimal128.fromString('1.5')],
    [{ $gt: ['a', 5] }, true],
    [{ $eq: [Decimal128.fromString('5.0'), 5] }, true],
    [{ $lt: ['$missing', null] }, true],
    [{ $toDecimal: '1.10' }, Decimal128.fromString('1.10')],
    [{ $toLong: '9007199254740993' }, Long.fromString('9007199254740993')],
  ])('%j is exact', (expression, expected) => {
    expect(of(expression)).toEqual(expected);
  });

  it('are not made of text that is none, nor divided by zero', () => {
    expect(() => of({ $toInt: 'twelve' })).toThrow('Failed to convert string to int');
    expect(() => of({ $toInt: 3e9 })).toThrow('out of range');
    expect(() => of({ $divide: [1, 0] })).toThrow("can't $divide by zero");
    expect(of({ $convert: { input: 'twelve', to: 'int', onError: 12 } })).toBe(12);
  });
});

describe('text and arrays', () => {
  it.each<[unknown, unknown]>([
    [{ $toUpper: 'çay 1a' }, 'çAY 1A'],
    [{ $toLower: '$nothing' }, ''],
    [{ $indexOfCP: ['🎉abc', 'b'] }, 2],
    [{ $regexFindAll: { input: 'Hello World', regex: '[lo]+' } }, [{ match: 'llo', idx: 2, captures: [] }, { match: 'o', idx: 7, captures: [] }, { match: 'l', idx: 9, captures: [] }]],
    [{ $regexFind: { input: 'sku-42', regex: '(\\d+)', options: 'i' } }, { match: '42', idx: 4, captures: ['42'] }],
    [{ $regexMatch: { input: '$nothing', regex: 'x' } }, false],
    [{ $first: '$tags' }, 'x'],
    [{ $last: '$missing' }, null],
    [{ $last: '$empty' }, undefined],
    [{ $slice: ['$tags', -1] }, ['y']],
    [{ $slice: ['$missing', 1] }, null],
    [{ $arrayToObject: [[['a', 1], ['b', 2]]] }, { a: 1, b: 2 }],
    [{ $arrayToObject: [[{ k: 'a', v: 1 }]] }, { a: 1 }],
    [{ $in: [Decimal128.fromString('1'), [1, 2]] }, true],
    [{ $sortArray: { input: [3, 'a', null, 1], sortBy: 1 } }, [null, 1, 3, 'a']],
  ])('%j gives %j', (expression, expected) => {
    expect(of(expression)).toEqual(expected);
  });
});
