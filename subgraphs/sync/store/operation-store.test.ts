import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type SellerId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { NO_COUNTS, type OperationProgress, type SyncOperation } from '../domain/operation.js';
import { NOTHING_RECORDED } from '../domain/recorded-outcome.js';
import { createOperationStore, operationIndexes, type OperationStore } from './operation-store.js';

const KEPT_FOR_MS = 1_000_000;
const DAY_MS = 24 * 3_600_000;
/** Far ahead: what has expired by the clock of the server is gone. */
const at = new Date('2100-01-01T10:00:00Z');
const expiry = new Date(at.getTime() + KEPT_FOR_MS);
const done: OperationProgress = { state: 'DONE', counts: NO_COUNTS, total: 1, superseded: 0 };

describe('a finished operation', () => {
  let database: TestDatabase;
  let operations: OperationStore;
  const sellerId: SellerId = newId('seller');

  beforeAll(async () => {
    database = await openTestDatabase('operations');
    await ensureIndexes(database.db, operationIndexes);
    operations = createOperationStore(database.db, { keptForMs: KEPT_FOR_MS });
  });
  afterAll(() => database.drop());

  async function running(): Promise<SyncOperation> {
    const id = newId('operation');
    const operation: SyncOperation = {
      _id: id, sellerId, idempotencyKey: id, digest: 'd', kind: 'PRICE_SET', state: 'RUNNING', recordingUntil: null, total: 1, counts: NO_COUNTS, superseded: 0, storeIds: [], keyId: 'k',
      correlationId: null, createdAt: at, recordedAt: at, finishedAt: null, changedAt: at, countedAt: at,
    };
    await operations.insert(operation);
    await operations.saveOutcome(id, NOTHING_RECORDED);
    return operation;
  }

  const expiries = async ({ _id }: SyncOperation) => [(await operations.find(_id))?.expiresAt ?? null, (await database.db.collection<{ _id: string; expiresAt?: Date | null }>('operationOutcomes').findOne({ _id }))?.expiresAt ?? null];

  it('goes with what was said about it, which stays a day longer', async () => {
    const operation = await running();
    expect(await expiries(operation)).toEqual([null, null]);
    await operations.progress(operation, done, at);
    expect(await expiries(operation)).toEqual([expiry, new Date(expiry.getTime() + DAY_MS)]);
    const indexes = await Promise.all(['operations', 'operationOutcomes'].map((name) => database.db.collection(name).indexes()));
    expect(indexes.map((some) => some.find(({ name }) => name === 'expiry')?.expireAfterSeconds)).toEqual([0, 0]);
  });

  it('is kept from the day it first finished, however often it is counted again', async () => {
    const operation = await running();
    await operations.progress(operation, done, at);
    const later = new Date(at.getTime() + 5_000);
    await operations.progress((await operations.find(operation._id))!, { ...done, superseded: 1 }, later);
    expect(await expiries(operation)).toEqual([expiry, new Date(expiry.getTime() + DAY_MS)]);
  });

  it('is kept without end while it is tried again', async () => {
    const operation = await running();
    await operations.progress(operation, { ...done, state: 'DONE_WITH_ERRORS' }, at);
    await operations.reopen(operation._id, at);
    expect(await expiries(operation)).toEqual([null, null]);
    expect(await operations.findByKey(sellerId, operation.idempotencyKey)).toMatchObject({ state: 'RUNNING', finishedAt: null });
  });

  it('goes as well when it was cancelled', async () => {
    const operation = await running();
    await operations.cancel(operation._id, at);
    expect(await expiries(operation)).toEqual([expiry, new Date(expiry.getTime() + DAY_MS)]);
  });

  it('leaves its key free once it has gone, and not before', async () => {
    const operation = await running();
    await operations.progress(operation, done, at);
    const again = { ...operation, _id: newId('operation') };
    expect(await operations.insert(again)).toBe(false);
    await operations.collection.deleteOne({ _id: operation._id });
    expect(await operations.insert(again)).toBe(true);
  });
});

describe('a request that is being written down', () => {
  let database: TestDatabase;
  let operations: OperationStore;
  const [here, elsewhere] = [newId('store'), newId('store')];

  beforeAll(async () => {
    database = await openTestDatabase('recording');
    await ensureIndexes(database.db, operationIndexes);
    operations = createOperationStore(database.db, { keptForMs: KEPT_FOR_MS });
  });
  afterAll(() => database.drop());

  it.each<[string, object, readonly boolean[]]>([
    ['names no store concerns them all', { items: [] }, [true, true]],
    ['names stores concerns those', { items: [], storeIds: [elsewhere] }, [false, true]],
    ['is for one store concerns that', { items: [], storeId: here }, [true, false]],
  ])('and %s', async (_, request, expected) => {
    const sellerId: SellerId = newId('seller');
    const id = newId('operation');
    await operations.insert({
      _id: id, sellerId, idempotencyKey: id, digest: 'd', kind: 'PRICE_SET', state: 'RECORDING', request, recordingUntil: new Date(at.getTime() + 1_000), total: 0, counts: NO_COUNTS, superseded: 0, storeIds: [], keyId: 'k',
      correlationId: null, createdAt: at, recordedAt: null, finishedAt: null, changedAt: at, countedAt: at,
    });
    const recordingsFor = (now: Date) => Promise.all([here, elsewhere].map((storeId) => operations.recordingsFor({ sellerId, storeId }, now)));
    expect(await recordingsFor(at)).toEqual(expected.map((isConcerned) => (isConcerned ? [id] : [])));
    expect(await recordingsFor(new Date(at.getTime() + 1_000))).toEqual([[], []]);
    expect(await operations.recordingsFor({ sellerId: newId('seller'), storeId: here }, at)).toEqual([]);
  });
});
