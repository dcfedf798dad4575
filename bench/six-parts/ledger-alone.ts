import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import { connectMongo } from '../../platform/mongo/client.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { chunksOf, inParallel } from '../../subgraphs/catalog/store/chunks.js';
import { listingIndexes } from '../../subgraphs/catalog/store/listing-store.js';
import type { MarketHall } from './market-hall.js';

/** In milliseconds. */
export interface LedgerAlone {
  /** Each listing read, then written as wanted: no less would leave the change behind for whoever comes after a crash. */
  readonly onceMs: number;
  /** Each written as wanted and as taken for sending; what was read is at hand. */
  readonly twiceMs: number;
}

/**
 * What the ledger alone takes for a wave on this machine: copies of the same listings, with the same indexes, by the driver, with nothing
 * else going on.
 */
export async function measureLedgerAlone({ hub }: MarketHall): Promise<LedgerAlone> {
  const mongo = await connectMongo({ url: hub.mongoUrl(), database: hub.database });
  const copies = mongo.db.collection<Listing>('bench_listings');
  try {
    await copies.createIndexes([...listingIndexes.indexes]);
    const listings = await mongo.db.collection<Listing>('listings').find().toArray();
    for (const some of chunksOf(listings)) await copies.insertMany(some);
    const wanted = (some: readonly Listing[]) => write(copies, some, (listing, at) => ({ ...step(listing, 'QUEUED', at), dueAt: at, unsettledSince: at }));
    const sent = (some: readonly Listing[]) => write(copies, some, (listing, at) => ({ ...step(listing, 'SENT', at), dueAt: null, attemptIds: [randomUUID()] }));
    const onceMs = await timed(listings, async (some) => wanted(await copies.find({ _id: { $in: some.map(({ _id }) => _id) } }).toArray()));
    const twiceMs = (await timed(listings, wanted)) + (await timed(listings, sent));
    return { onceMs, twiceMs };
  } finally {
    await copies.drop();
    await mongo.close();
  }
}

async function timed(listings: readonly Listing[], work: (some: readonly Listing[]) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await inParallel(chunksOf(listings), work);
  return performance.now() - startedAt;
}

function step({ quantity, version }: Listing, state: 'QUEUED' | 'SENT', at: Date) {
  return { quantity: { ...quantity, state, queuedAt: at }, operationStates: [`operation:${state}`], version: version + 1, writeId: randomUUID(), outboxPending: true };
}

function write(copies: Collection<Listing>, listings: readonly Listing[], partsOf: (listing: Listing, at: Date) => object): Promise<unknown> {
  const at = new Date();
  return copies.bulkWrite(
    listings.map((listing) => ({ updateOne: { filter: { _id: listing._id }, update: { $set: partsOf(listing, at), $push: { outbox: { id: randomUUID(), type: 'listingChanged', at, data: {} } } } } })),
    { ordered: false },
  );
}
