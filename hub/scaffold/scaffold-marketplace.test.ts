import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { scaffoldMarketplace } from './scaffold-marketplace.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
/** `dist` spares compiling what stays as it is. */
const SOURCES = ['dist', 'gateway', 'hub', 'platform', 'schema', 'subgraphs', 'test', 'bench', 'tsconfig.json', 'package.json', 'eslint.config.js', 'docker-compose.yml', 'README.md'];
/** No marketplace is called so. */
const NAME = 'seventh';
const COMPILED_WITHIN_MS = 400_000;

/** What the scaffold has: an account that can be checked. Whatever else passes is taken for done and is not. */
const KEPT_FROM_THE_START = [
  'is tried in all of it against its sandbox',
  'passes with the right credentials',
  'fails as AUTHENTICATION with wrong credentials',
  'refuses credentials with a field missing, before any call',
  'lets buyers be kept at least as long as payloads that carry them',
  'never puts credentials into an error',
];

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
    scaffoldMarketplace({ root, name: NAME });
    await run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json');
    await run(process.execPath, 'dist/hub/main.js', 'compose');
    expect(await readFile(join(root, 'schema/supergraph.graphql'), 'utf8')).toContain('type SeventhListing');
    await run(process.execPath, 'dist/hub/main.js', 'capabilities');
    expect(await readFile(join(root, 'README.md'), 'utf8')).toContain('| eBay | Seventh |');
    const suite = await run(process.execPath, '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', `dist/subgraphs/${NAME}`).catch((failure: unknown) => failure as { stdout: string; stderr: string });
    for (const call of ['offers.push', 'offers.preview', 'orders.accept', 'catalogue.categories', 'content.publish', 'buybox.read', 'fees.estimate']) expect(suite.stderr).toContain(`${call} is not written yet`);
    expect(suite.stderr).toContain('the Seventh sandbox opens no claims yet');
    const { numFailedTests, testResults } = JSON.parse(suite.stdout) as { numFailedTests: number; testResults: readonly { assertionResults: readonly { title: string; status: string }[] }[] };
    const kept = testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed').map(({ title }) => title));
    expect(kept.filter((title) => !title.startsWith('has all of '))).toEqual(KEPT_FROM_THE_START);
    expect(numFailedTests).toBeGreaterThan(50);
  }, COMPILED_WITHIN_MS);

  it.each([['trendyol', 'there already'], ['Zalando', 'no name'], ['../x', 'no name'], ['', 'no name']])('named %p is refused, and nothing is written', (name, why) => {
    expect(() => scaffoldMarketplace({ root: ROOT, name })).toThrow(why);
  });
});
