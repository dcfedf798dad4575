import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Collection } from 'mongodb';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { ensureIndexes, IndexConflictError } from './indexes.js';
import { findPage, type KeysetOrder, type PageRequest } from './keyset-page.js';

interface Item {
  readonly _id: string;
  readonly owner: string;
  readonly at: Date;
  readonly rank: { readonly value: number };
}

const NEWEST: KeysetOrder = [{ field: 'at', direction: -1 }];

describe('keyset paging', () => {
  let database: TestDatabase;
  let items: Collection<Item>;

  beforeAll(async () => {
    database = await openTestDatabase('paging');
    items = database.db.collection<Item>('items');
    await ensureIndexes(database.db, [{ collection: 'items', indexes: [{ name: 'owner_at', key: { owner: 1, at: -1, _id: -1 } }] }]);
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    await items.deleteMany({});
    await items.insertMany(Array.from({ length: 25 }, (_, index) => item(index)));
  });

  /** Three items share each moment. */
  const item = (index: number): Item => ({ _id: `i${String(index).padStart(3, '0')}`, owner: 'o', at: new Date(1_790_000_000_000 + Math.floor(index / 3)), rank: { value: index % 4 } });
  const page = (request: PageRequest, order = NEWEST) => findPage(items, { filter: { owner: 'o' }, order, page: request });

  async function readAll(first: number, order = NEWEST): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
      const found = await page({ first, after }, order);
      ids.push(...found.items.map(({ node }) => node._id));
      ({ endCursor: after, hasNextPage } = found);
    }
    return ids;
  }

  it.each([1, 2, 7, 24, 25, 26])('shows every document once, in order, in pages of %i', async (size) => {
    expect(await readAll(size)).toEqual(Array.from({ length: 25 }, (_, index) => item(24 - index)._id));
  });

  it('sorts by several fields, nested ones too, each in its direction', async () => {
    const order: KeysetOrder = [{ field: 'rank.value', direction: 1 }, { field: 'at', direction: -1 }];
    const expected = Array.from({ length: 25 }, (_, index) => item(index)).sort((a, b) => a.rank.value - b.rank.value || b.at.getTime() - a.at.getTime() || b._id.localeCompare(a._id));
    expect(await readAll(4, order)).toEqual(expected.map(({ _id }) => _id));
  });

  it('neither repeats nor skips when documents come and go between pages', async () => {
    const first = await page({ first: 10 });
    await items.deleteMany({ _id: { $in: [first.items[9]!.node._id, first.items[3]!.node._id] } });
    await items.insertOne({ ...item(0), _id: 'new', at: new Date() });
    const second = await page({ first: 10, after: first.endCursor });
    expect(second.items.map(({ node }) => node._id)).toEqual(Array.from({ length: 10 }, (_, index) => item(14 - index)._id));
  });

  it('gives an empty page for an empty list', async () => {
    expect(await findPage(items, { filter: { owner: 'nobody' }, order: NEWEST, page: {} })).toEqual({ items: [], hasNextPage: false, endCursor: null });
  });

  it('refuses cursors of other lists and made-up ones', async () => {
    const other = await page({ first: 1 }, [{ field: 'rank.value', direction: 1 }]);
    const injected = Buffer.from('["-at,-_id",{"$gt":1},{"$ne":null}]').toString('base64url');
    for (const after of [other.endCursor!, 'x', '', 'bnVsbA', injected, Buffer.from('["-at,-_id"]').toString('base64url')]) {
      await expect(page({ first: 1, after })).rejects.toMatchObject({ code: 'BAD_CURSOR', field: 'after' });
    }
  });

  it('refuses page sizes outside of 1 to 250', async () => {
    for (const first of [0, -1, 251, 1.5, NaN]) await expect(page({ first })).rejects.toMatchObject({ code: 'BAD_PAGE_SIZE', field: 'first' });
  });

  it('leaves indexes that are there alone, and names one that differs', async () => {
    const same = { collection: 'items', indexes: [{ name: 'owner_at', key: { owner: 1, at: -1, _id: -1 } as const }] };
    await ensureIndexes(database.db, [same, { collection: 'none', indexes: [] }]);
    const other = { collection: 'items', indexes: [{ name: 'owner_at', key: { owner: 1 } as const, unique: true }] };
    await expect(ensureIndexes(database.db, [other])).rejects.toThrow(IndexConflictError);
  });
});
