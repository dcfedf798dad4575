import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { capabilityTable, withCapabilityTable } from './capability-table.js';
import { createConnectors } from './marketplaces.js';

describe('the README', () => {
  // Where it does not: `npm run hub -- capabilities` writes it.
  it('says of each marketplace what its connector declares', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toBe(withCapabilityTable(readme, capabilityTable(createConnectors())));
  });

  it('gets a column for a further marketplace, and a row for what only that has', () => {
    const table = capabilityTable({ TRENDYOL: { displayName: 'One', content: {} }, N11: { displayName: 'Two', fees: {} } } as never);
    expect(table.split('\n').filter((line) => /One|publishing|fees/.test(line))).toEqual(['|  | One | Two |', '| publishing and withdrawing listings | yes | no |', '| fees or commission | no | yes |']);
    expect(withCapabilityTable('a\n<!-- capabilities -->\nold $1\n<!-- /capabilities -->\nb', table)).toBe(`a\n<!-- capabilities -->\n${table}\n<!-- /capabilities -->\nb`);
    expect(() => withCapabilityTable('# Nothing', table)).toThrow('no <!-- capabilities -->');
  });
});
