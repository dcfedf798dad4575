import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { capabilityTable } from './capability-table.js';
import { createConnectors } from './marketplaces.js';

const BETWEEN = /<!-- capabilities -->\n([\s\S]*?)\n<!-- \/capabilities -->/;

describe('the README', () => {
  it('says of each marketplace what its connector declares', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    expect(BETWEEN.exec(readme)?.[1]).toBe(capabilityTable(createConnectors()));
  });
});
