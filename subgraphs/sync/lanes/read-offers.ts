import type { RemoteOffer } from '../connector/contract.js';
import type { LaneWork } from './lane-step.js';

const READS_AT_ONCE = 4;

/** Reads any number of keys, as many per call as the marketplace allows. Keys it does not know are left out. Throws what the connector throws. */
export async function readOffers({ connector, context }: Pick<LaneWork, 'connector' | 'context'>, keys: readonly string[]): Promise<Map<string, RemoteOffer>> {
  const chunks = chunked([...new Set(keys)], connector.limits.offersPerRead);
  const found = new Map<string, RemoteOffer>();
  for (const some of chunked(chunks, READS_AT_ONCE)) {
    const pages = await Promise.all(some.map((chunk) => connector.offers.read(context, chunk)));
    for (const offer of pages.flat()) found.set(offer.remoteKey, offer);
  }
  return found;
}

function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
