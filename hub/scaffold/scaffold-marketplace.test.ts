import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { scaffoldMarketplace } from './scaffold-marketplace.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
/** `dist` spares compiling what stays as it is. */
const SOURCES = ['dist', 'gateway', 'hub', 'platform', 'schema', 'subgraphs', 'test', 'bench', 'tsconfig.json', 'package.json', 'eslint.config.js', 'docker-compose.yml'];
const COMPILED_WITHIN_MS = 400_000;

const copies: string[] = [];
afterEach(async () => {
  for (const copy of copies.splice(0)) await rm(copy, { recursive: true, force: true });
});

/** The repository in a folder of the test's own. */
async function copyOfRepository(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'hub-scaffold-'));
  copies.push(root);
  for (const name of SOURCES) await cp(join(ROOT, name), join(root, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

describe('a new marketplace', () => {
  it('compiles and is composed as it was made, and its contract suite fails for what it cannot do yet', async () => {
    const root = await copyOfRepository();
    const run = async (command: string, ...args: string[]) => promisify(execFile)(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    scaffoldMarketplace({ root, name: 'zalando' });
    await run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json');
    await run(process.execPath, 'dist/hub/main.js', 'compose');
    expect(await readFile(join(root, 'schema/supergraph.graphql'), 'utf8')).toContain('type ZalandoListing');
    const suite = await run(process.execPath, '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', 'dist/subgraphs/zalando').catch((failure: unknown) => failure as { stderr: string });
    for (const call of ['offers.push', 'catalogue.categories', 'content.publish', 'buybox.read', 'fees.estimate']) expect(suite.stderr).toContain(`${call} is not written yet`);
    expect(suite.stderr).toContain('the Zalando sandbox opens no claims yet');
    expect(suite.stderr).toMatch(/Tests: +\d+ failed, [1-9]\d* passed/);
  }, COMPILED_WITHIN_MS);

  it.each([['trendyol', 'there already'], ['Zalando', 'no name'], ['../x', 'no name'], ['', 'no name']])('named %p is refused, and nothing is written', (name, why) => {
    expect(() => scaffoldMarketplace({ root: ROOT, name })).toThrow(why);
  });
});
