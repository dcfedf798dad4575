import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId, type Sku, type StoreId } from '../platform/ids.js';
import type { Conflict } from '../subgraphs/catalog/domain/conflict.js';
import type { FieldSync, Listing } from '../subgraphs/catalog/domain/listing.js';
import type { Connector } from '../subgraphs/sync/connector/contract.js';
import type { Certificate } from '../subgraphs/sync/domain/certificate.js';
import { createPaperMarketplace, type PaperMarketplace } from '../subgraphs/sync/testing/paper-marketplace.js';
import { startRedis } from '../test/support/redis-server.js';
import { openSyncHouse, type SyncHouse } from '../test/support/sync-house.js';
import type { BenchResult } from './bench-result.js';
import { startChildServer } from './child-server.js';

const LISTINGS = 100_000;
const DRIFTS = 100;
const PAGE = 1_000;
const GIVE_UP_MS = 180_000;
const PRICE = { saleMinor: 10_000, listMinor: 10_000, currency: 'TRY' as const };

/** Changes 100 of 100,000 offers behind the hub's back and has the store compared, through the real lane and ledger; the marketplace is on paper. */
export async function benchReconciliation(): Promise<readonly BenchResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'hub-reconciliation-'));
  const mongo = await startChildServer('../platform/mongo/embedded/main.js', ['--port', '0', '--data', join(dir, 'mongo')]);
  const redis = await startRedis();
  const paper = createPaperMarketplace({ offersPerPush: 1_000, offersPerRead: 100 });
  const house = await openSyncHouse({ mongoUrl: `${mongo.url}/?directConnection=true`, database: 'reconciliation', redisUrl: redis.url, connectors: { EBAY: inPages(paper) }, sweepPagePauseMs: 0 });
  try {
    const storeId = await house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: 'bench', credentials: {} });
    await stock(house, paper, storeId);
    const planted = plantDrifts(paper);
    house.sync.worker.start();
    const startedAt = performance.now();
    await house.sync.runSync(house.principal, { storeId, kind: 'VERIFY' });
    const certificate = await finished(house);
    const seconds = (performance.now() - startedAt) / 1_000;
    const conflicts = await house.db.collection<Conflict>('conflicts').find().toArray();
    const found = new Set(conflicts.map(({ sku }) => sku as string));
    return [
      { name: `drifts found of ${DRIFTS} in ${LISTINGS} listings`, figure: planted.filter((key) => found.has(key)).length, unit: 'drifts', target: { atLeast: DRIFTS } },
      { name: 'listings found that nobody changed', figure: [...found].filter((key) => !planted.includes(key)).length + certificate.unknownHere + certificate.unknownThere, unit: 'listings', target: { atMost: 0 } },
      { name: 'listings read as a whole', figure: (100 * certificate.bodies) / LISTINGS, unit: '%', target: { atMost: 15 } },
      { name: `${LISTINGS} listings compared`, figure: seconds, unit: 's', target: { atMost: 60 } },
    ];
  } finally {
    await house.sync.worker.stop();
    await house.close();
    await Promise.all([mongo.stop(), redis.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}

/** As marketplaces show their offers: a page at a time. */
function inPages({ connector, offers }: PaperMarketplace): Connector {
  const keys: string[] = [];
  const remoteOf = (remoteKey: string) => ({ remoteKey, price: offers.get(remoteKey)?.price ?? null, quantity: offers.get(remoteKey)?.quantity ?? null, onSale: true, remoteIds: {} });
  return {
    ...connector,
    offers: {
      ...connector.offers,
      async list(_context, cursor) {
        if (cursor === null) keys.splice(0, keys.length, ...offers.keys());
        const from = Number(cursor ?? 0);
        return { items: keys.slice(from, from + PAGE).map(remoteOf), next: from + PAGE < keys.length ? String(from + PAGE) : null };
      },
    },
  };
}

/** Listings that hub and marketplace agreed on before. */
async function stock(house: SyncHouse, { offers }: PaperMarketplace, storeId: StoreId): Promise<void> {
  const at = new Date();
  const settled = <V>(value: V): FieldSync<V> => ({
    desired: { value, revision: 1, setAt: at, operationId: null }, published: { value, revision: 1, at, evidence: 'SWEEP' }, state: 'VERIFIED', attemptId: null, sent: null, receipt: null,
    queuedAt: at, notBefore: null, sentAt: at, acceptedAt: at, appliedAt: at, verifiedAt: at, issue: null, sends: 1,
  });
  const productId = newId('product');
  const listingOf = (key: string): Listing => ({
    _id: newId('listing'), sellerId: house.sellerId, storeId, marketplace: 'EBAY', variantId: newId('variant'), productId, sku: key as Sku, remoteKey: key, remoteIds: {}, mapping: null, ownPrice: null,
    content: settled({ presence: 'LISTED', contentRevision: 1 }), price: settled(PRICE), quantity: settled(10), variantVersion: 1, policyVersion: 1, version: 1, fence: 0, attemptIds: [], operationStates: [], dueAt: null, priority: 4,
  });
  for (let from = 0; from < LISTINGS; from += PAGE) {
    const keys = Array.from({ length: PAGE }, (_, i) => `R-${String(from + i).padStart(6, '0')}`);
    await house.db.collection<Listing>('listings').insertMany(keys.map(listingOf));
    for (const key of keys) offers.set(key, { price: PRICE, quantity: 10 });
  }
}

/** Half of them prices, half of them quantities; spread over the whole store. */
function plantDrifts({ offers }: PaperMarketplace): string[] {
  const keys = Array.from({ length: DRIFTS }, (_, i) => `R-${String((i * LISTINGS) / DRIFTS + ((i * 7_919) % 1_000)).padStart(6, '0')}`);
  for (const [i, key] of keys.entries()) offers.set(key, i % 2 === 0 ? { price: { ...PRICE, saleMinor: 9_000 }, quantity: 10 } : { price: PRICE, quantity: 15 });
  return keys;
}

async function finished(house: SyncHouse): Promise<Certificate> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (performance.now() < giveUpAt) {
    const certificate = await house.db.collection<Certificate>('certificates').findOne({ finishedAt: { $gt: new Date(0) } });
    if (certificate) return certificate;
    await pause(50);
  }
  throw new Error(`the store was not compared within ${GIVE_UP_MS} ms`);
}
