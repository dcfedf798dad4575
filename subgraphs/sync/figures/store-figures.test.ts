import type { Collection, Db } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { trouble } from '../testing/paper-marketplace.js';
import { quantilesOf } from './domain/latency-buckets.js';
import { createStoreFigureBook, figureIndexes, type StoreFigures } from './index.js';

const NOON = new Date('2026-11-22T12:07:00Z');
const [from, to] = [new Date('2026-11-22T12:00:00Z'), new Date('2026-11-22T13:00:00Z')];
const logger = createLogger({ level: 'silent', name: 'test' });

describe('figures of stores', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('figures');
    await ensureIndexes(database.db, [figureIndexes]);
  });
  afterAll(() => database.drop());

  const open = (clock = { now: () => NOON }) => createStoreFigureBook({ db: database.db, clock, logger });
  const somebody = () => ({ storeId: newId('store'), sellerId: newId('seller') });

  it('are the sum of what all processes counted', async () => {
    const of = somebody();
    const books = [open(), open(), open()];
    for (const book of books) {
      for (const ms of [10, 20, 30]) book.applied(of, 'price', ms);
      book.refused(of, 'PRICE_REFUSED');
      book.quotas.noted({ ...of, event: 'TAKEN', groups: [{ name: 'all/1.5s', limit: 50, windowMs: 1_500, source: 'a test' }], cost: 2 });
    }
    await Promise.all(books.map((book) => book.flush()));
    const sum = await books[0]!.sum({ storeId: of.storeId, from, to });
    expect(quantilesOf(sum.applied.price)).toMatchObject({ count: 9 });
    expect(sum.refusals).toEqual({ PRICE_REFUSED: 3 });
    expect(sum.quotas).toEqual({ 'all/1.5s': { TAKEN: 6, HELD_BACK: 0, REFUSED: 0, limit: 50, windowMs: 1_500, busiest: 6 } });
  });

  it('belong to the quarter of an hour in which they were counted, and to one store', async () => {
    const of = somebody();
    let now = NOON;
    const book = open({ now: () => now });
    book.troubled(of, 'TIMEOUT');
    now = new Date('2026-11-22T12:15:00Z');
    book.troubled(of, 'TIMEOUT');
    book.troubled(somebody(), 'TIMEOUT');
    await book.flush();
    const within = async (start: string, end: string) => (await book.sum({ storeId: of.storeId, from: new Date(start), to: new Date(end) })).troubles;
    expect(await within('2026-11-22T12:00:00Z', '2026-11-22T12:15:00Z')).toEqual({ TIMEOUT: 1 });
    expect(await within('2026-11-22T12:00:00Z', '2026-11-22T12:30:00Z')).toEqual({ TIMEOUT: 2 });
    expect(await within('2026-11-22T12:30:00Z', '2026-11-22T13:00:00Z')).toEqual({});
  });

  it('wait for the database when it is away, and are counted once then', async () => {
    const of = somebody();
    let isAway = true;
    const away = (real: Collection): Collection => Object.assign(Object.create(real) as Collection, { updateOne: (...args: Parameters<Collection['updateOne']>) => (isAway ? Promise.reject(new Error('away')) : real.updateOne(...args)) });
    const db = { collection: (name: string) => away(database.db.collection(name)) } as unknown as Db;
    const book = createStoreFigureBook({ db, clock: { now: () => NOON }, logger });
    book.troubled(of, 'NETWORK');
    await book.flush();
    book.troubled(of, 'NETWORK');
    isAway = false;
    await book.flush();
    expect((await book.sum({ storeId: of.storeId, from, to })).troubles).toEqual({ NETWORK: 2 });
  });
});

describe('figures of a lane at work', () => {
  let suite: LaneSuite;
  beforeAll(async () => {
    suite = await startLaneSuite({ goods: 5 });
  });
  afterAll(() => suite.stop());

  async function counted(): Promise<StoreFigures> {
    await suite.house.figures.flush();
    return suite.house.figures.sum({ storeId: suite.storeId, from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) });
  }
  const timesOf = ({ sent, applied }: StoreFigures) => ({ sent: quantilesOf(sent.price).count, applied: quantilesOf(applied.price).count });

  it('tell how long values took to be sent and applied, each once', async () => {
    const before = timesOf(await counted());
    await suite.done(await suite.setPrices('111.00'));
    const after = await eventually(counted, (now) => timesOf(now).applied >= before.applied + 5);
    expect(timesOf(after)).toEqual({ sent: before.sent + 5, applied: before.applied + 5 });
    expect(quantilesOf(after.applied.price).p50Ms).toBeGreaterThan(0);
  });

  it('count a value whose call failed as sent once, with the class of the error', async () => {
    const before = await counted();
    suite.paper.failPushes({ error: trouble('SERVER', 'NOT_SENT') });
    await suite.done(await suite.setPrices('112.00', suite.skus.slice(0, 1)));
    const after = await eventually(counted, (now) => timesOf(now).applied > timesOf(before).applied);
    expect(timesOf(after)).toEqual({ sent: timesOf(before).sent + 1, applied: timesOf(before).applied + 1 });
    expect(after.troubles['SERVER']).toBe((before.troubles['SERVER'] ?? 0) + 1);
  });

  it('count refused values by their code, and not as applied', async () => {
    const before = await counted();
    suite.paper.refuse(suite.skus[1]!, { code: 'PRICE_REFUSED', message: 'Fiyat çok düşük', retryable: false, at: new Date() });
    await suite.done(await suite.setPrices('113.00', suite.skus.slice(1, 2)));
    const after = await eventually(counted, ({ refusals }) => refusals['PRICE_REFUSED'] !== before.refusals['PRICE_REFUSED']);
    expect(after.refusals).toEqual({ ...before.refusals, PRICE_REFUSED: (before.refusals['PRICE_REFUSED'] ?? 0) + 1 });
    expect(timesOf(after).applied).toBe(timesOf(before).applied);
  });
});
