import { setTimeout as pause } from 'node:timers/promises';
import type { Listing } from '../../../catalog/domain/listing.js';
import { atWorth } from '../../connector/contract.js';
import { requireCapability } from '../../connector/require-capability.js';
import type { AttemptItem } from '../../domain/attempt.js';
import { foreignPrice } from '../../domain/foreign-price.js';
import { holdOf } from '../../domain/lane-waits.js';
import { passesHold, worthOfOffers } from '../../domain/worth-of-offers.js';
import { contentItemOf, offerChangeOf, offerItemOf } from '../../domain/offer-items.js';
import { after, idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { sendAttempt, type SendDeps } from '../send-attempt.js';
import { loadDrafts } from '../load-drafts.js';
import type { CatalogForContent } from '../../owners.js';

export interface PushDeps extends SendDeps {
  readonly content: CatalogForContent;
  /** Whether a request that may concern this store is being written down at this moment, so that more is about to become due. */
  readonly isRecording: (work: LaneWork) => Promise<boolean>;
}

/** A batch with room left waits this long for company, once; and while a request is being written down, for as long as that takes, up to the second. */
const GATHER_MS = 20;
const LONGEST_GATHERING_MS = 5_000;
/** Going to zero waits for nothing. */
const URGENT = 0;
/** What is due but cannot be sent (in flight, held back) is looked at again then. */
const BLOCKED_MS = 1_000;

/**
 * Sends what is due, most valuable first, in as few calls as the marketplace allows: one call of prices and quantities,
 * then one of publishing and one of withdrawing, per run.
 */
export function createPushDue(deps: PushDeps): LaneStep {
  return {
    name: 'push-due',
    async run(work) {
      const spacedUntil = earliestPush(work);
      if (spacedUntil > work.now()) return idleUntil(spacedUntil);
      const hold = holdOf(work.lane, work.now());
      if (hold && !hold.cause?.worth) return idleUntil(hold.until);
      const due = await gather(deps, work, (listing) => !hold || passesHold(listing, hold.cause, work.now()));
      if (due.length === 0) return hold ? idleUntil(hold.until) : nothingDue(deps, work);
      // After what is due was read: what was wanted after a pause is never sent before the store is resumed.
      if (await work.isPaused()) return idleUntil(null);
      const sent = (await pushOffers(deps, work, due)) + (hold ? 0 : await pushContent(deps, work, due));
      return sent > 0 ? PROGRESSED : idleUntil(after(work.now(), BLOCKED_MS));
    },
  };
}

function earliestPush({ lane, connector }: LaneWork): Date {
  return new Date((lane.lastPushAt?.getTime() ?? 0) + connector.limits.pushSpacingMs);
}

async function nothingDue(deps: PushDeps, work: LaneWork): ReturnType<LaneStep['run']> {
  await work.finishRuns('OFFERS');
  return idleUntil(await deps.catalog.nextDueAt(work.store._id));
}

/** Listings for one call, or for several at once where the marketplace's calls are small; while a bad item is being closed in on, for one. */
async function gather(deps: PushDeps, work: LaneWork, mayGo: (listing: Listing) => boolean): Promise<readonly Listing[]> {
  const limit = itemsPerCall(work);
  const calls = work.lane.pushLimit === null ? work.callsAtOnce(work.connector.limits.pushesAtOnce ?? 1) : 1;
  const take = async () => (await deps.catalog.takeDueListings({ storeId: work.store._id, limit: limit * calls, now: work.now() })).filter(mayGo);
  const isEnough = (due: readonly Listing[]) => due.length === 0 || due.length >= limit || due.some(({ priority }) => priority === URGENT);
  const giveUpAt = after(work.now(), LONGEST_GATHERING_MS);
  let due = await take();
  for (let isFirst = true; !isEnough(due) && (isFirst || (work.now() < giveUpAt && (await deps.isRecording(work)))); isFirst = false) {
    await pause(isFirst ? GATHER_MS : 5 * GATHER_MS);
    due = await take();
  }
  return due;
}

function itemsPerCall({ connector, lane }: LaneWork): number {
  return Math.min(connector.limits.offersPerPush, lane.pushLimit ?? Infinity);
}

async function pushOffers(deps: PushDeps, work: LaneWork, due: readonly Listing[]): Promise<number> {
  const items = due.flatMap((listing) => offerItemOf(listing, work.now()) ?? []);
  const limit = itemsPerCall(work);
  const calls = Array.from({ length: Math.ceil(items.length / limit) }, (_, i) => items.slice(i * limit, (i + 1) * limit));
  await Promise.all(calls.map((some) => pushOnce(deps, work, some, due)));
  return items.length;
}

async function pushOnce(deps: PushDeps, work: LaneWork, items: readonly AttemptItem[], due: readonly Listing[]): Promise<void> {
  const listings = new Map(due.map((listing) => [listing._id, listing]));
  const { connector } = work;
  const worth = worthOfOffers(items.map((item) => listingOf(listings, item)), work.now());
  const context = atWorth(work.context, worth);
  const toChange = (item: AttemptItem) => offerChangeOf(item, listingOf(listings, item));
  await sendAttempt(deps, work, {
    kind: 'OFFERS',
    items,
    listings: due,
    marketplaceLimit: connector.limits.offersPerPush,
    worth,
    check: (item) => foreignPrice(toChange(item).price, work.store, work.now()) ?? connector.checkOffer(toChange(item), work.now()),
    send: (sendable) => connector.offers.push(context, sendable.map(toChange)),
  });
}

async function pushContent(deps: PushDeps, work: LaneWork, due: readonly Listing[]): Promise<number> {
  const items = due.flatMap((listing) => contentItemOf(listing, work.now()) ?? []).slice(0, work.connector.limits.contentPerPush);
  const publishing = items.filter(({ content }) => content?.value.presence === 'LISTED');
  const withdrawing = items.filter(({ content }) => content?.value.presence === 'WITHDRAWN');
  if (publishing.length > 0) await publish(deps, work, publishing, due);
  if (withdrawing.length > 0) await withdraw(deps, work, withdrawing, due);
  return items.length;
}

async function publish(deps: PushDeps, work: LaneWork, items: readonly AttemptItem[], listings: readonly Listing[]): Promise<void> {
  const { connector } = work;
  const context = atWorth(work.context, 'CONTENT');
  const port = requireCapability(connector, 'content');
  const drafts = await loadDrafts(deps.content, work, items);
  await sendAttempt(deps, work, {
    kind: 'PUBLISH',
    items: items.filter(({ listingId }) => drafts.has(listingId)),
    listings,
    marketplaceLimit: connector.limits.contentPerPush,
    worth: 'CONTENT',
    check: (item) => drafts.get(item.listingId)?.issue ?? port.check(draftOf(drafts, item), work.now()),
    send: (sendable) => port.publish(context, sendable.map((item) => draftOf(drafts, item))),
  });
}

async function withdraw(deps: PushDeps, work: LaneWork, items: readonly AttemptItem[], listings: readonly Listing[]): Promise<void> {
  const { connector } = work;
  const context = atWorth(work.context, 'CONTENT');
  const port = requireCapability(connector, 'content');
  await sendAttempt(deps, work, {
    kind: 'WITHDRAW',
    items,
    listings,
    marketplaceLimit: connector.limits.contentPerPush,
    worth: 'CONTENT',
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
