import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import { connectMongo } from '../../platform/mongo/client.js';
import type { Listing } from '../../subgraphs/catalog/domain/listing.js';
import { chunksOf, inParallel } from '../../subgraphs/catalog/store/chunks.js';
import { listingIndexes } from '../../subgraphs/catalog/store/listing-store.js';
import type { MarketHall } from './market-hall.js';

/**
 * What the ledger alone takes for a wave on this machine: copies of the same listings, with the same indexes, written once as wanted and
 * once as taken for sending, by the driver, with nothing else going on. In milliseconds.
 */
export async function measureBareWrites({ hub }: MarketHall): Promise<number> {
  const mongo = await connectMongo({ url: hub.mongoUrl(), database: hub.database });
  const copies = mongo.db.collection<Listing>('bench_listings');
  try {
    await copies.createIndexes([...listingIndexes.indexes]);
    const listings = await mongo.db.collection<Listing>('listings').find().toArray();
    for (const some of chunksOf(listings)) await copies.insertMany(some);
    const startedAt = performance.now();
    await write(copies, listings, (listing, at) => ({ ...step(listing, 'QUEUED', at), dueAt: at, unsettledSince: at }));
    await write(copies, listings, (listing, at) => ({ ...step(listing, 'SENT', at), dueAt: null, attemptIds: [randomUUID()] }));
    return performance.now() - startedAt;
  } finally {
    await copies.drop();
    await mongo.close();
  }
}

function step({ quantity, version }: Listing, state: 'QUEUED' | 'SENT', at: Date) {
  return { quantity: { ...quantity, state, queuedAt: at }, operationStates: [`operation:${state}`], version: version + 1, writeId: randomUUID(), outboxPending: true };
}

async function write(copies: Collection<Listing>, listings: readonly Listing[], partsOf: (listing: Listing, at: Date) => object): Promise<void> {
  const at = new Date();
  await inParallel(chunksOf(listings), (some) =>
    copies.bulkWrite(
      some.map((listing) => ({ updateOne: { filter: { _id: listing._id }, update: { $set: partsOf(listing, at), $push: { outbox: { id: randomUUID(), type: 'listingChanged', at, data: {} } } } } })),
      { ordered: false },
    ),
  );
}
