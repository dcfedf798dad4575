import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandError } from '../errors.js';
import { lockFolder } from './folder-lock.js';
import { Storage } from './storage.js';

let dataDir: string;
let storage: Storage;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-storage-'));
  storage = new Storage(dataDir);
});
afterEach(async () => {
  await storage.close();
  await rm(dataDir, { recursive: true, force: true });
});

const key = (text: string): Buffer => Buffer.from(text);
const put = (name: string): Promise<void> => storage.write(() => storage.documents.putSync(key(name), key(name)));
const has = (name: string): boolean => storage.documents.getBinary(key(name)) !== undefined;

describe('writes that wait together', () => {
  it('share one transaction', async () => {
    let transactions = 0;
    storage.beforeCommit = () => (transactions += 1);
    await Promise.all(Array.from({ length: 100 }, (_, i) => put(`k${i}`)));
    expect(transactions).toBe(1);
    expect(has('k99')).toBe(true);
  });

  it('survive one among them that is refused', async () => {
    const refused = storage.write(() => {
      throw new CommandError('BadValue', 'no');
    });
    const [first, second, third] = await Promise.allSettled([put('before'), refused, put('after')]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([has('before'), has('after')]).toEqual([true, true]);
  });

  it('are done again without one that fails half-way, of which nothing remains', async () => {
    let aborts = 0;
    storage.afterAbort = () => (aborts += 1);
    const broken = storage.write(() => {
      storage.documents.putSync(key('half'), key('half'));
      throw new TypeError('a bug');
    });
    const outcomes = await Promise.allSettled([put('before'), broken, put('after')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([has('before'), has('half'), has('after'), aborts]).toEqual([true, false, true, 1]);
  });
});

describe('closing', () => {
  it('waits for what was accepted before', async () => {
    const written = put('late');
    await storage.close();
    await written;
    storage = new Storage(dataDir);
    expect(has('late')).toBe(true);
  });
});

describe('a data folder', () => {
  it('is refused while it is in use, and free again afterwards', () => {
    const unlock = lockFolder(dataDir);
    expect(() => lockFolder(dataDir)).toThrow('in use');
    unlock();
    lockFolder(dataDir)();
  });
});
