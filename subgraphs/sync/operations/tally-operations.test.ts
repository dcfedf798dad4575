import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OperationId, type SellerId, type StoreId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { NO_COUNTS, type OperationKind, type OperationState, type SyncOperation } from '../domain/operation.js';
import { createOperationStore, operationIndexes } from '../store/operation-store.js';
import { tallyOperations } from './tally-operations.js';

const FROM = new Date('2026-11-22T00:00:00Z');
const TO = new Date('2026-11-23T00:00:00Z');

describe('the tally of operations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('tally');
    await ensureIndexes(database.db, operationIndexes);
  });
  afterAll(() => database.drop());

  const storeIds: readonly StoreId[] = [newId('store'), newId('store')];

  function operation(sellerId: SellerId, kind: OperationKind, state: OperationState, createdAt: Date, rejected = 0): SyncOperation {
    const _id: OperationId = newId('operation');
    return {
      _id, sellerId, idempotencyKey: _id, digest: '', kind, state, recordingUntil: null, total: 3, counts: { ...NO_COUNTS, rejected }, superseded: 0, storeIds, keyId: 'key',
      correlationId: null, createdAt, recordedAt: createdAt, finishedAt: null, changedAt: createdAt, countedAt: createdAt,
    };
  }

  it('counts a seller’s operations of the time alone, by kind, state and stores', async () => {
    const sellerId = newId('seller');
    const at = (iso: string) => new Date(iso);
    await database.db.collection<SyncOperation>('operations').insertMany([
      operation(sellerId, 'PRICE_SET', 'DONE', FROM),
      operation(sellerId, 'PRICE_SET', 'DONE', at('2026-11-22T23:59:59.999Z')),
      operation(sellerId, 'PRICE_SET', 'DONE_WITH_ERRORS', at('2026-11-22T12:00:00Z'), 2),
      operation(sellerId, 'STOCK_SET', 'RUNNING', at('2026-11-22T12:00:00Z')),
      operation(sellerId, 'PRICE_SET', 'DONE', TO),
      operation(sellerId, 'PRICE_SET', 'DONE', at('2026-11-21T23:59:59.999Z')),
      operation(newId('seller'), 'PRICE_SET', 'DONE', at('2026-11-22T12:00:00Z')),
    ]);
    const groups = await tallyOperations({ operations: createOperationStore(database.db) }, { sellerId, from: FROM, to: TO });
    expect(groups.toSorted((a, b) => `${a.kind}${a.state}`.localeCompare(`${b.kind}${b.state}`))).toEqual([
      { kind: 'PRICE_SET', state: 'DONE', storeIds, operations: 2, values: 6, rejected: 0 },
      { kind: 'PRICE_SET', state: 'DONE_WITH_ERRORS', storeIds, operations: 1, values: 3, rejected: 2 },
      { kind: 'STOCK_SET', state: 'RUNNING', storeIds, operations: 1, values: 3, rejected: 0 },
    ]);
  });

  it('asks for no more than 5,000 at a time and counts every one of 12,000 once', async () => {
    const sellerId = newId('seller');
    const many = Array.from({ length: 12_000 }, (_, i) => operation(sellerId, i % 3 === 0 ? 'STOCK_SET' : 'PRICE_SET', 'DONE', new Date(FROM.getTime() + 36_000_000 + i * 10)));
    for (let start = 0; start < many.length; start += 2_000) await database.db.collection<SyncOperation>('operations').insertMany(many.slice(start, start + 2_000));
    const store = createOperationStore(database.db);
    let most = 0;
    const watched = { countCreated: (of: Parameters<typeof store.countCreated>[0]) => store.countCreated(of), groupCreated: async (of: Parameters<typeof store.groupCreated>[0]) => {
      const groups = await store.groupCreated(of);
      most = Math.max(most, groups.reduce((sum, { operations }) => sum + operations, 0));
      return groups;
    } };
    const groups = await tallyOperations({ operations: watched }, { sellerId, from: FROM, to: TO });
    expect(Object.fromEntries(groups.map(({ kind, operations }) => [kind, operations]))).toEqual({ STOCK_SET: 4_000, PRICE_SET: 8_000 });
    expect(most).toBeLessThanOrEqual(5_000);
  });
});
