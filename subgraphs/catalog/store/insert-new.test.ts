import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { insertNew } from './insert-new.js';

interface Kept {
  readonly _id: string;
  readonly sku: string;
}

describe('inserting documents that may be there already', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('insert_new');
    await database.db.collection('kept').createIndex({ sku: 1 }, { unique: true }, {});
  });
  afterAll(() => database.drop());

  it('gives back what another document holds the key of, and not what an earlier try inserted', async () => {
    const kept = database.db.collection<Kept>('kept');
    const first: Kept = { _id: 'a', sku: 'KUPA' };
    expect(await insertNew(kept, [first])).toEqual([]);
    const rival: Kept = { _id: 'b', sku: 'KUPA' };
    const next: Kept = { _id: 'c', sku: 'TABAK' };
    expect(await insertNew(kept, [first, rival, next])).toEqual([rival]);
    expect(await kept.countDocuments()).toBe(2);
  });
});
