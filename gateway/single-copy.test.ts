import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SCHEMA_FOLDER } from '../platform/subgraph/schema-files.js';

const modules = join(dirname(SCHEMA_FOLDER), 'node_modules');
const FEDERATION = ['composition', 'federation-internals', 'gateway', 'query-graphs', 'query-planner', 'subgraph'].map((name) => `@apollo/${name}`);

/** Every installed copy of a package, however deep. */
function copiesOf(name: string, folder = modules): string[] {
  const here = exists(join(folder, name, 'package.json')) ? [join(folder, name)] : [];
  const nested = packagesIn(folder).map((one) => join(folder, one, 'node_modules'));
  return [...here, ...nested.filter(exists).flatMap((one) => copiesOf(name, one))];
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => join(name, inner)) : [name]));
}

function exists(path: string): boolean {
  try {
    return readdirSync(dirname(path)).includes(path.split('/').at(-1) ?? '');
  } catch {
    return false;
  }
}

const versionOf = (folder: string): unknown => (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;

describe('the installed packages', () => {
  it.each(['graphql', ...FEDERATION])('hold %s once', (name) => {
    expect(copiesOf(name)).toEqual([join(modules, name)]);
  });

  it('hold all of Apollo federation in one version', () => {
    expect(new Set(FEDERATION.map((name) => versionOf(join(modules, name)))).size).toBe(1);
  });
});
