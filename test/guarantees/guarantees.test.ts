import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../../', import.meta.url);
const page = await readFile(new URL('docs/guarantees.md', root), 'utf8');
const evidence = [...page.matchAll(/^- `([^`]+)`: (.+)$/gmu)].map(([, path = '', title = '']) => ({ path, title }));

describe('docs/guarantees.md', () => {
  it('names for every promise a test that there is, and that is run', async () => {
    const missing: string[] = [];
    for (const { path, title } of evidence) {
      const source = await readFile(new URL(path, root), 'utf8').catch(() => '');
      const line = source.split('\n').find((one) => one.includes(`'${title}'`));
      if (line === undefined || /^\s*(?:\/\/|\*)|\.(?:skip|todo|failing)\b|\bx(?:it|test|describe)\b/u.test(line)) missing.push(`${path}: ${title}`);
    }
    expect(missing).toEqual([]);
  });

  it('makes no promise without one', () => {
    const promises = page.split(/^(?=\*\*)/mu).slice(1);
    expect(promises.length).toBeGreaterThan(10);
    expect(promises.filter((text) => !/^- `/mu.test(text))).toEqual([]);
  });
});
