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

describe('a write in turns', () => {
  const inTurns = (names: readonly string[], onTurn: (turn: number) => void = () => undefined): Promise<number> =>
    storage.writeInTurns((turn) => {
      onTurn(turn);
      storage.documents.putSync(key(names[turn] as string), key('x'));
      return turn === names.length - 1 ? { value: names.length } : undefined;
    });

  it('lets others write between two turns', async () => {
    const order: string[] = [];
    const large = inTurns(['a', 'b', 'c', 'd']).then(() => order.push('large'));
    await Promise.all([large, put('small').then(() => order.push('small'))]);
    expect(order).toEqual(['small', 'large']);
    expect(['a', 'b', 'c', 'd', 'small'].map(has)).toEqual([true, true, true, true, true]);
  });

  it('does a turn once more, and no other, when somebody else breaks the transaction that it was in', async () => {
    const turns: number[] = [];
    let isBroken = false;
    const large = inTurns(['a', 'b', 'c'], (turn) => {
      turns.push(turn);
      if (turn !== 1 || isBroken) return;
      isBroken = true;
      void storage.write(() => { throw new TypeError('a bug'); }).catch(() => undefined);
    });
    const broken = new Promise<unknown>((resolve) => {
      storage.afterAbort = () => resolve(undefined);
    });
    expect(await large).toBe(3);
    await broken;
    expect(['a', 'b', 'c'].map(has)).toEqual([true, true, true]);
    expect(turns.filter((turn) => turn === 0)).toHaveLength(1);
  });

  it('keeps what earlier turns wrote when a later one fails', async () => {
    const failing = storage.writeInTurns((turn) => {
      if (turn === 1) throw new TypeError('a bug');
      storage.documents.putSync(key('first'), key('x'));
      return undefined;
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(has('first')).toBe(true);
  });

  it('is finished before the files are closed', async () => {
    const large = inTurns(['a', 'b', 'c']);
    await storage.close();
    expect(await large).toBe(3);
    storage = new Storage(dataDir);
    expect(has('c')).toBe(true);
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
