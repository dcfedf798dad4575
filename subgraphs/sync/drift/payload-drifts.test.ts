import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type SellerId, type StoreId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes, type PayloadArchive } from '../../../platform/payloads/archive.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { createPayloadDrifts, driftIndexes, type PayloadDrifts } from './index.js';

describe('what marketplaces change about their bodies', () => {
  let database: TestDatabase;
  let now: Date;
  let sellerId: SellerId;
  let storeId: StoreId;

  beforeAll(async () => {
    database = await openTestDatabase('drifts');
    await ensureIndexes(database.db, [payloadIndexes, ...driftIndexes]);
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    now = new Date('2026-11-22T12:00:00Z');
    sellerId = newId('seller');
    storeId = newId('store');
  });

  function watching(): { drifts: PayloadDrifts; archive: PayloadArchive } {
    const drifts = createPayloadDrifts({ db: database.db, clock: { now: () => now }, logger: createLogger({ level: 'silent', name: 'test' }) });
    return { drifts, archive: drifts.watch(createPayloadArchive({ db: database.db, clock: { now: () => now } })) };
  }

  async function answered(archive: PayloadArchive, body: unknown, { status = 200, operation = 'orders.stream' } = {}) {
    now = new Date(now.getTime() + 60_000);
    const id = await archive.open({ marketplace: 'TRENDYOL', sellerId, storeId, operation, method: 'GET', url: 'https://api.example/orders', headers: {}, body: null, personal: true });
    await archive.close(id, { status, headers: {}, body: Buffer.from(JSON.stringify(body)), durationMs: 1 });
    return id;
  }

  it('are told once, with the exchange that showed them first, to their seller alone', async () => {
    const { drifts, archive } = watching();
    for (let index = 0; index < 20; index += 1) await answered(archive, { content: [{ price: 1 }] });
    const id = await answered(archive, { content: [{ price: '1,00' }] });
    await answered(archive, { content: [{ price: '2,00' }] });
    await drifts.settled();
    const { items } = await drifts.page({ sellerId, page: {} });
    expect(items.map(({ node }) => node)).toMatchObject([{ kind: 'CHANGED', path: '$.content[].price', before: ['number'], now: ['string'], operation: 'orders.stream', direction: 'OUTBOUND', payloadId: id, storeId }]);
    expect((await drifts.page({ sellerId: newId('seller'), page: {} })).items).toEqual([]);
    expect((await drifts.page({ sellerId, marketplace: 'N11', page: {} })).items).toEqual([]);
  });

  it('are told once by any number of processes that see them', async () => {
    const houses = [watching(), watching()];
    for (let index = 0; index < 20; index += 1) await answered(houses[0]!.archive, { a: 1 });
    await houses[0]!.drifts.settled();
    for (const { archive } of houses) await answered(archive, { a: 1, b: 2 });
    await Promise.all(houses.map(({ drifts }) => drifts.settled()));
    expect((await houses[1]!.drifts.page({ sellerId, page: {} })).items).toHaveLength(1);
  });

  it('are looked for in webhook calls too, never in refusals, and not more often than every few seconds', async () => {
    const { drifts, archive } = watching();
    const call = (body: unknown) => archive.recordInbound({ marketplace: 'TRENDYOL', sellerId, storeId, operation: 'webhook', method: 'POST', url: '/', headers: {}, body: Buffer.from(JSON.stringify(body)), personal: true, status: 200 });
    for (let index = 0; index < 20; index += 1) {
      now = new Date(now.getTime() + 60_000);
      await call({ a: 1 });
      await answered(archive, { a: 1 });
    }
    await call({ a: 1 });
    await call({ a: 'too soon after the last one' });
    await answered(archive, { errors: ['no'] }, { status: 400 });
    await drifts.settled();
    expect((await drifts.page({ sellerId, page: {} })).items).toEqual([]);
    now = new Date(now.getTime() + 5_000);
    await call({ a: 'text' });
    await drifts.settled();
    expect((await drifts.page({ sellerId, page: {} })).items.map(({ node }) => node.direction)).toEqual(['INBOUND']);
  });
});
