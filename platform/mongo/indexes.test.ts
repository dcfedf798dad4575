import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { ensureIndexes, IndexConflictError } from './indexes.js';

describe('the indexes of a collection', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('indexes');
  });
  afterAll(() => database.drop());

  const names = async () => (await database.db.collection('shelves').indexes()).map(({ name }) => name).toSorted();
  const declare = (indexes: readonly { name: string; key: Record<string, 1>; unique?: true }[], retired?: readonly string[]) => ensureIndexes(database.db, [{ collection: 'shelves', indexes: [...indexes], ...(retired && { retired }) }]);

  it('are as declared after every start, without those that were retired', async () => {
    await declare([{ name: 'place', key: { room: 1 }, unique: true }, { name: 'other', key: { size: 1 } }]);
    const now = [{ name: 'place_side', key: { room: 1, side: 1 }, unique: true }] as const;
    for (let start = 0; start < 2; start += 1) {
      await declare(now, ['place']);
      expect(await names()).toEqual(['_id_', 'other', 'place_side']);
    }
    await database.db.collection('shelves').insertMany([{ room: 'A', side: 1 }, { room: 'A', side: 2 }, { room: 'B' }] as never);
    await expect(database.db.collection('shelves').insertOne({ room: 'B' })).rejects.toMatchObject({ code: 11_000 });
  });

  it('may be retired where the collection never was', async () => {
    await ensureIndexes(database.db, [{ collection: 'nowhere', indexes: [], retired: ['place'] }]);
  });

  it('are not changed in secret: another declaration under an old name is refused', async () => {
    await expect(declare([{ name: 'other', key: { weight: 1 } }])).rejects.toBeInstanceOf(IndexConflictError);
  });
});
