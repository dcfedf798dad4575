import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DomainEvent } from '../../../platform/events/event.js';
import type { StoreId } from '../../../platform/ids.js';
import { connectTestRedis, testRedisUrl } from '../../../test/support/test-redis.js';
import { openSyncHouse, type SyncHouse } from '../../../test/support/sync-house.js';
import type { RateSource } from '../../catalog/operations/catalog-deps.js';
import type { Listing } from '../../catalog/domain/listing.js';
import type { Attempt } from '../domain/attempt.js';
import type { SyncOperation } from '../domain/operation.js';
import type { SchedulePort } from '../schedule-port.js';
import { createPaperMarketplace, type PaperLimits, type PaperMarketplace } from './paper-marketplace.js';

/** A house with one store on a paper marketplace, and goods on sale there that hub and marketplace agree on. */
export interface LaneSuite {
  readonly house: SyncHouse;
  readonly paper: PaperMarketplace;
  readonly storeId: StoreId;
  readonly skus: readonly string[];
  setPrices(lira: string, skus?: readonly string[]): Promise<SyncOperation>;
  setStock(onHand: number, skus?: readonly string[]): Promise<SyncOperation>;
  /** Resolves with the operation as soon as it is as wished; throws with what it is after 40 s. */
  until(operation: SyncOperation, isWished: (now: SyncOperation) => boolean): Promise<SyncOperation>;
  done(operation: SyncOperation): Promise<SyncOperation>;
  listing(sku: string): Promise<Listing>;
  untilListing(sku: string, isWished: (listing: Listing) => boolean): Promise<Listing>;
  /** The calls of the ledger, oldest first. */
  attempts(): Promise<Attempt[]>;
  /** What each push was of, sorted. */
  pushedKeys(): string[][];
  stop(): Promise<void>;
}

export async function startLaneSuite({ goods = 5, worker = true, rates, schedules, sweepPagePauseMs, sweepEveryMs, concurrency, onPublished, ...limits }: PaperLimits & { goods?: number; worker?: boolean; rates?: RateSource; schedules?: SchedulePort; sweepPagePauseMs?: number; sweepEveryMs?: number; concurrency?: number; onPublished?: (events: readonly DomainEvent[]) => void } = {}): Promise<LaneSuite> {
  const flushed = await connectTestRedis();
  flushed.destroy();
  const paper = createPaperMarketplace(limits);
  const mongoUrl = process.env['TEST_MONGODB_URL'] ?? '';
  const house = await openSyncHouse({ mongoUrl, database: `test_lane_${randomBytes(6).toString('hex')}`, redisUrl: testRedisUrl(), connectors: { EBAY: paper.connector }, ...(rates && { rates }), ...(schedules && { schedules }), ...(sweepPagePauseMs === undefined ? {} : { sweepPagePauseMs }), ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }), ...(concurrency === undefined ? {} : { concurrency }), ...(onPublished && { onPublished }) });
  const skus = Array.from({ length: goods }, (_, i) => `SKU-${String(i).padStart(4, '0')}`);
  const storeId = await house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: randomBytes(4).toString('hex'), credentials: {} });
  await house.addVariants(skus);
  await house.adoptListings(storeId, skus);
  for (const sku of skus) paper.offers.set(sku, { price: { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' }, quantity: 10 });
  await house.catalog.recordDrift({ storeId, at: new Date(), remote: skus.map((remoteKey) => ({ remoteKey, price: { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' as const }, quantity: 10 })) });
  await house.redis.flushDb();
  if (worker) house.sync.worker.start();

  const suite: LaneSuite = {
    house, paper, storeId, skus,
    async setPrices(amount, some = skus) {
      const { operation, userErrors } = await house.sync.setPrices(house.principal, { items: some.map((sku) => ({ sku, price: { amount, currency: 'TRY' } })) });
      if (!operation || userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return operation;
    },
    async setStock(onHand, some = skus) {
      const { operation, userErrors } = await house.sync.setStock(house.principal, { items: some.map((sku) => ({ sku, onHand })) });
      if (!operation || userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return operation;
    },
    until: ({ _id }, isWished) => eventually(async () => (await house.sync.findOperation(_id)) as SyncOperation, isWished),
    done: (operation) => suite.until(operation, ({ state }) => state === 'DONE' || state === 'DONE_WITH_ERRORS'),
    listing: async (sku) => (await house.db.collection<Listing>('listings').findOne({ storeId, sku: sku as Listing['sku'] })) as Listing,
    untilListing: (sku, isWished) => eventually(() => suite.listing(sku), isWished),
    attempts: () => house.db.collection<Attempt>('attempts').find({ storeId }).sort({ _id: 1 }).toArray(),
    pushedKeys: () => paper.pushes.map((push) => push.map(({ remoteKey }) => remoteKey).sort()),
    async stop() {
      await house.sync.worker.stop();
      await house.db.dropDatabase();
      await house.close();
    },
  };
  return suite;
}

const PATIENCE_MS = 40_000;

/** Reads until it is as wished. The ledger has no events of its own to wait for. */
export async function eventually<T>(read: () => Promise<T>, isWished: (value: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (isWished(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`not as wished after ${PATIENCE_MS} ms: ${JSON.stringify(value)}`);
    await pause(20);
  }
}
