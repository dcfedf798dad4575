import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { testRedisUrl } from '../../test/support/test-redis.js';

const MAIN = new URL('../main.js', import.meta.url).pathname;
const HEADER = 'marketplace,productType,row,categoryId,categoryName,vatRatePercent,shipmentTemplate,attributeId,attributeName,required,source,option,passThrough,word,valueId,customValue';
const FILE = [
  HEADER,
  'OZON,Kadın Tişört,CATEGORY,17027904:93244,"Одежда, футболка",20,,,,,,,,,,',
  'OZON,Kadın Tişört,ATTRIBUTE,,,,,10096,Цвет товара,yes,OPTION,Renk,no,,,',
  'OZON,Kadın Tişört,VALUE,,,,,10096,,,,,,Kırmızı; koyu,61610,',
  '',
].join('\n');

let dir: string;
let database: TestDatabase;
beforeAll(async () => {
  [dir, database] = await Promise.all([mkdtemp(join(tmpdir(), 'hub-mappings-')), openTestDatabase('mappings')]);
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

/** What `hub mappings …` says, and the code it ends with. */
async function mappings(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const env = { ...process.env, NODE_ENV: 'development', HUB_DATA_DIR: dir, MONGODB_URL: database.url, MONGODB_DATABASE: database.name, REDIS_URL: testRedisUrl() };
  const ended = await promisify(execFile)(process.execPath, [MAIN, 'mappings', ...args], { env }).catch((failure: unknown) => failure as { code: number; stdout: string; stderr: string });
  return { code: 'code' in ended ? ended.code : 0, said: ended.stdout + ended.stderr };
}

describe('hub mappings', () => {
  it('takes back its own file from a spreadsheet: with the mark of UTF-8, by semicolons, or as Unicode text', async () => {
    const [from, to] = [newId('seller'), newId('seller')];
    const [plain, semicolons, unicode, again] = ['plain.csv', 'semicolons.csv', 'unicode.txt', 'again.csv'].map((name) => join(dir, name)) as [string, string, string, string];
    await writeFile(plain, FILE);
    expect(await mappings('import', plain, '--seller', from)).toMatchObject({ code: 0, said: expect.stringContaining('imported 3 rows: 1 mappings created') });
    await mappings('export', semicolons, '--semicolons', '--seller', from);
    const written = await readFile(semicolons, 'utf8');
    expect(written.split('\n').slice(0, 2)).toEqual([`\uFEFF${HEADER.replaceAll(',', ';')}`, 'OZON;Kadın Tişört;CATEGORY;17027904:93244;"Одежда, футболка";20;;;;;;;;;;']);
    expect((await mappings('import', semicolons, '--seller', to)).said).toContain('1 mappings created');
    await writeFile(unicode, Buffer.from(written.replaceAll('"Kırmızı; koyu"', 'KOYU').replaceAll(';', '\t').replaceAll('KOYU', 'Kırmızı; koyu').replaceAll('\n', '\r\n'), 'utf16le'));
    expect((await mappings('import', unicode, '--seller', to)).said).toContain('1 unchanged');
    await mappings('export', again, '--seller', to);
    expect(await readFile(again, 'utf8')).toBe(`\uFEFF${FILE.replace('Kırmızı; koyu', '"Kırmızı; koyu"')}`);
  }, 240_000);

  it('takes nothing of a file in another encoding, and says so with its line', async () => {
    const file = join(dir, 'turkish.csv');
    await writeFile(file, Buffer.from(FILE.replaceAll('ı', 'ý').replaceAll('ş', 'þ').replaceAll(/\p{Script=Cyrillic}/gu, '?'), 'latin1'));
    const { code, said } = await mappings('import', file, '--seller', newId('seller'));
    expect([code, said]).toEqual([1, expect.stringMatching(/0 mappings created[^]*turkish\.csv:2: WRONG_ENCODING/)]);
  }, 120_000);
});
