import type { PayloadId } from '../../../platform/ids.js';
import type { RemoteOffer } from '../connector/contract.js';
import type { LaneWork } from './lane-step.js';
import { withEvidence } from './with-evidence.js';

/** With the archived answer it stands in. */
export interface SeenOffer extends RemoteOffer {
  readonly payloadId: PayloadId | null;
}

const READS_AT_ONCE = 4;

/** Reads any number of keys, as many per call as the marketplace allows. Keys it does not know are left out. Throws what the connector throws. */
export async function readOffers({ connector, context, callsAtOnce }: Pick<LaneWork, 'connector' | 'context' | 'callsAtOnce'>, keys: readonly string[]): Promise<Map<string, SeenOffer>> {
  const chunks = chunked([...new Set(keys)], connector.limits.offersPerRead);
  const found = new Map<string, SeenOffer>();
  for (const some of chunked(chunks, callsAtOnce(READS_AT_ONCE))) {
    const pages = await Promise.all(some.map((chunk) => withEvidence(context, (noting) => connector.offers.read(noting, chunk))));
    for (const page of pages) for (const offer of page.found) found.set(offer.remoteKey, { ...offer, payloadId: page.payloadId });
  }
  return found;
}

function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
