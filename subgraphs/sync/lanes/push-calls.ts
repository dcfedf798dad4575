import type { Listing } from '../../catalog/domain/listing.js';
import { atWorth, type QuotaClass } from '../connector/contract.js';
import { requireCapability } from '../connector/require-capability.js';
import type { AttemptItem, AttemptKind } from '../domain/attempt.js';
import { foreignPrice } from '../domain/foreign-price.js';
import { contentItemOf, offerChangeOf, offerItemOf } from '../domain/offer-items.js';
import type { CatalogForContent } from '../owners.js';
import type { LaneWork } from './lane-step.js';
import { loadDrafts } from './load-drafts.js';
import { sendAttempt, type SendDeps } from './send-attempt.js';

export interface PushCallDeps extends SendDeps {
  readonly content: CatalogForContent;
}

export interface PushCall {
  readonly items: readonly AttemptItem[];
  /** The items' listings as just read; others among them are not looked at. */
  readonly listings: readonly Listing[];
  readonly worth: QuotaClass;
  /** The call is made to close in on one of its items. */
  readonly isOfSuspects: boolean;
}

/** How a call of each kind is made. */
export const PUSHES: Readonly<Record<AttemptKind, (deps: PushCallDeps, work: LaneWork, call: PushCall) => Promise<void>>> = { OFFERS: pushOffers, PUBLISH: publish, WITHDRAW: withdraw };

/** What a call of this kind says of a listing now; null when nothing. */
export function itemOf(kind: AttemptKind, listing: Listing, now: Date): AttemptItem | null {
  if (kind === 'OFFERS') return offerItemOf(listing, now);
  const item = contentItemOf(listing, now);
  return item?.content?.value.presence === (kind === 'PUBLISH' ? 'LISTED' : 'WITHDRAWN') ? item : null;
}

async function pushOffers(deps: PushCallDeps, work: LaneWork, call: PushCall): Promise<void> {
  const { connector } = work;
  const listings = new Map(call.listings.map((listing) => [listing._id, listing]));
  const context = atWorth(work.context, call.worth);
  const toChange = (item: AttemptItem) => offerChangeOf(item, listingOf(listings, item));
  await sendAttempt(deps, work, {
    ...call,
    kind: 'OFFERS',
    check: (item) => foreignPrice(toChange(item).price, work.store, work.now()) ?? connector.checkOffer(toChange(item), work.now()),
    send: (sendable) => connector.offers.push(context, sendable.map(toChange)),
  });
}

async function publish(deps: PushCallDeps, work: LaneWork, call: PushCall): Promise<void> {
  const context = atWorth(work.context, call.worth);
  const port = requireCapability(work.connector, 'content');
  const drafts = await loadDrafts(deps.content, work, call.items);
  await sendAttempt(deps, work, {
    ...call,
    kind: 'PUBLISH',
    items: call.items.filter(({ listingId }) => drafts.has(listingId)),
    check: (item) => drafts.get(item.listingId)?.issue ?? port.check(draftOf(drafts, item), work.now()),
    send: (sendable) => port.publish(context, sendable.map((item) => draftOf(drafts, item))),
  });
}

async function withdraw(deps: PushCallDeps, work: LaneWork, call: PushCall): Promise<void> {
  const context = atWorth(work.context, call.worth);
  const port = requireCapability(work.connector, 'content');
  await sendAttempt(deps, work, {
    ...call,
    kind: 'WITHDRAW',
    check: () => null,
    send: (sendable) => port.withdraw(context, sendable.map(({ remoteKey }) => remoteKey)),
  });
}

function draftOf(drafts: Awaited<ReturnType<typeof loadDrafts>>, item: AttemptItem) {
  const found = drafts.get(item.listingId);
  if (!found?.draft) throw new Error(`no draft was loaded for listing ${item.listingId}`);
  return found.draft;
}

function listingOf(listings: ReadonlyMap<string, Listing>, item: AttemptItem): Listing {
  const listing = listings.get(item.listingId);
  if (!listing) throw new Error(`listing ${item.listingId} was not among those taken`);
  return listing;
}
