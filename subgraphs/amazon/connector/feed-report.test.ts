import { describe, expect, it } from '@jest/globals';
import { readRefusedRows } from './feed-report.js';

const report = (successful: number, rows: readonly string[] = []): string =>
  ['Feed Processing Summary:', '\tNumber of records processed\t\t2', `\tNumber of records successful\t\t${successful}`, '', 'original-record-number\tsku\terror-code\terror-type\terror-message', ...rows].join('\r\n');

describe('the processing report of a feed', () => {
  it('refuses nothing where every row was carried out, whatever it warns of', () => {
    expect(readRefusedRows(report(2))).toEqual([]);
    expect(readRefusedRows(report(2, ['1\t\t99042\tWarnung\tSo la la']))).toEqual([]);
  });

  it('says which row was refused, with the code and the words for it', () => {
    expect(readRefusedRows(report(1, ['1\t\t99042\tWarning\tSo la la', '2\tSKU-1\t18028\tError\tNothing of the item has been shipped.']))).toEqual([{ row: 2, sku: 'SKU-1', code: '18028', message: 'Nothing of the item has been shipped.' }]);
  });

  it('is read in another language by its numbers', () => {
    const german = ['Zusammenfassung:', '\tVerarbeitete Datensätze\t\t1', '\tErfolgreiche Datensätze\t\t0'].join('\n');
    expect(readRefusedRows(german)).toEqual([{ row: null, sku: null, code: null, message: german }]);
    expect(readRefusedRows(german.replace('\t0', '\t1'))).toEqual([]);
  });

  it('names the messages of a listings feed that were refused, not its warnings', () => {
    const issues = [{ messageId: 1, sku: 'A', code: '90220', severity: 'ERROR', message: 'Renk is missing' }, { messageId: '2', sku: 'B', code: 99300, severity: 'WARNING', message: 'short' }];
    expect(readRefusedRows(JSON.stringify({ issues }))).toEqual([{ row: 1, sku: 'A', code: '90220', message: 'Renk is missing' }]);
  });

  it.each(['', '<html>no</html>', '{"issues":', '{"issues":"many"}'])('of another shape (%p) is SERVER, not success', (text) => {
    expect(() => readRefusedRows(text)).toThrow("Amazon's answer to a feed result cannot be read");
  });
});
