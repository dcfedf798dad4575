import { describe, expect, it } from '@jest/globals';
import { followPage, NO_TRAIL } from './page-trail.js';

/** Pages read until the walk is refused or ends; `limit` when it is neither. */
function walk(page: (at: number) => { readonly next: string | null; readonly rows: readonly string[] }, limit = 100_000): { readonly pages: number; readonly refused: string | null } {
  let trail = NO_TRAIL;
  for (let at = 0; at < limit; at++) {
    const read = page(at);
    try {
      trail = followPage(trail, read);
    } catch (error) {
      expect(error).toMatchObject({ name: 'ConnectorError', errorClass: 'SERVER', outcome: 'REFUSED' });
      return { pages: at + 1, refused: (error as Error).message };
    }
    if (read.next === null) return { pages: at + 1, refused: null };
  }
  return { pages: limit, refused: null };
}

describe('the trail of a walk through pages', () => {
  it('refuses a cursor that names itself, at the second page', () => {
    expect(walk((at) => ({ next: 'C', rows: [`row ${at}`] }))).toMatchObject({ pages: 2, refused: expect.stringContaining('read before') });
  });

  it.each([2, 3, 7, 100, 999])('refuses cursors that come back after %i pages, however fresh the rows look', (length) => {
    const { pages, refused } = walk((at) => ({ next: `C${at < 5 ? `-${at}` : (at - 5) % length}`, rows: [`row ${at}`] }));
    expect(refused).toContain('read before');
    expect(pages).toBeLessThanOrEqual(4 * length + 16);
  });

  it.each([1, 2, 9])('refuses fresh cursors under which the same %i pages come for ever', (length) => {
    const { pages, refused } = walk((at) => ({ next: String(at + 1), rows: [`row ${at % length}`] }));
    expect(refused).toContain('same rows');
    expect(pages).toBeLessThanOrEqual(64 * length);
  });

  it('refuses empty pages without end, and rows without end', () => {
    expect(walk((at) => ({ next: String(at + 1), rows: [] }))).toMatchObject({ pages: 2_000, refused: expect.stringContaining('no end') });
    expect(walk((at) => ({ next: String(at + 1), rows: [`row ${at}`] }))).toMatchObject({ pages: 50_000, refused: expect.stringContaining('no end') });
  });

  it('lets a long walk end, with empty windows and a row that several of them show', () => {
    const rowsOf = (at: number) => (at % 40 === 0 ? ['late package 7'] : at % 3 === 0 ? [] : [`row ${at}`]);
    expect(walk((at) => ({ next: at === 700 ? null : String(at + 1), rows: rowsOf(at) }))).toEqual({ pages: 701, refused: null });
  });
});
