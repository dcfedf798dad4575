import type { CatalogForLanes } from '../owners.js';
import { isFulfilmentKnown } from '../../catalog/domain/fulfilment.js';
import type { Listing } from '../../catalog/domain/listing.js';
import { ConnectorError } from '../connector/connector-error.js';
import { offerItemOf } from '../domain/offer-items.js';
import { after, type LaneWork } from './lane-step.js';
import { readOffers } from './read-offers.js';

/** So many are looked at before a push; the others have their turn after it. */
const AT_ONCE = 1_000;
const AFTER_TROUBLE_MS = 5_000;

export interface Learnt {
  /** What of the due may be sent, as it is stored now. */
  readonly sendable: readonly Listing[];
  /** When to look at the others; null: there are none. */
  readonly othersAt: Date | null;
}

/**
 * Looks at listings of which a quantity is to be sent for the first time: of goods that the marketplace holds itself, none may be. Once,
 * as many per call as it allows; what it shows is remembered with the listing. One that it does not show, or does not say it of, is sent.
 */
export async function learnFulfilment({ catalog }: { readonly catalog: Pick<CatalogForLanes, 'markVerified'> }, work: LaneWork, due: readonly Listing[]): Promise<Learnt> {
  const isUnknown = (listing: Listing) => !isFulfilmentKnown(listing) && offerItemOf(listing, work.now())?.quantity !== undefined;
  const unknown = work.connector.offers.tellsFulfilment ? due.filter(isUnknown) : [];
  if (unknown.length === 0) return { sendable: due, othersAt: null };
  const looked = unknown.slice(0, AT_ONCE);
  const left = new Set(unknown.slice(AT_ONCE).map(({ _id }) => _id));
  try {
    const at = work.now();
    const remote = await readOffers(work, looked.map(({ remoteKey }) => remoteKey));
    const { recorded } = await catalog.markVerified({ storeId: work.store._id, remote: [...remote.values()], at, fence: work.fence });
    const now = new Map(recorded.map((listing) => [listing._id, listing]));
    return { sendable: due.filter(({ _id }) => !left.has(_id)).map((listing) => now.get(listing._id) ?? listing), othersAt: left.size > 0 ? work.now() : null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await work.note({ lastError: { errorClass: error.errorClass, message: error.message, at: work.now() } });
    const all = new Set(unknown);
    return { sendable: due.filter((listing) => !all.has(listing)), othersAt: after(work.now(), error.retryAfterMs ?? AFTER_TROUBLE_MS) };
  }
}
