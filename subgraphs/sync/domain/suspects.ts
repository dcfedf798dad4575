import type { ListingId } from '../../../platform/ids.js';
import { offerPriority, PRIORITIES } from '../../catalog/domain/due.js';
import type { Listing, ListingField } from '../../catalog/domain/listing.js';
import type { QuotaClass } from '../connector/contract.js';
import type { AttemptKind } from './attempt.js';
import { worthOfOffers } from './worth-of-offers.js';

/**
 * Listings of which one is at fault: a call that had them in it was refused as a whole, and nobody said for which. They are sent
 * by themselves, so that no other listing meets the one at fault again, and with whatever is wanted of them by then: whether
 * a value or the listing is at fault nobody knows, so a new value clears no suspicion.
 */
export interface SuspectGroup {
  /** The kind of call that was refused; in calls of another kind the listings go with all others. */
  readonly kind: AttemptKind;
  readonly listingIds: readonly ListingId[];
  readonly since: Date;
  /** There is nothing to send of it before; null: there may be now. */
  readonly lookAt: Date | null;
}

export interface Judged {
  readonly kind: AttemptKind;
  readonly listingIds: readonly ListingId[];
}

/** Into how many groups those of a refused call go. */
export const PARTS = 4;
/** How soon a group is looked at again of which something is on its way. */
const IN_FLIGHT_MS = 1_000;

/** Of a marketplace that wants its calls one by one, suspects get a turn after this long though others are due. */
const LONGEST_WAIT_MS = 5_000;

const FIELDS_OF: Readonly<Record<AttemptKind, readonly ListingField[]>> = { OFFERS: ['price', 'quantity'], PUBLISH: ['content'], WITHDRAW: ['content'] };

/** A call came to its end: whatever was in it is under suspicion no more. The same array when nothing was. */
export function cleared(groups: readonly SuspectGroup[], { kind, listingIds }: Judged): readonly SuspectGroup[] {
  if (!groups.some((group) => group.kind === kind)) return groups;
  const judged = new Set(listingIds);
  const left = groups.flatMap((group) => (group.kind === kind ? (withoutAny(group, judged) ?? []) : [group]));
  return left.every((group, place) => group === groups[place]) && left.length === groups.length ? groups : left;
}

/**
 * A call was refused as a whole: its listings become groups of a quarter of the size, behind those that wait; one that was alone
 * in it is judged. Quarters take no more calls than halves and half as many rounds: one at fault among a thousand is alone after
 * 20 further calls in five rounds, and three of four of the others have gone after the first.
 */
export function setAside(groups: readonly SuspectGroup[], { kind, listingIds }: Judged, at: Date): readonly SuspectGroup[] {
  const others = cleared(groups, { kind, listingIds });
  if (listingIds.length < 2) return others;
  const parts = Math.min(PARTS, listingIds.length);
  const from = (part: number) => Math.floor((part * listingIds.length) / parts);
  return [...others, ...Array.from({ length: parts }, (_, part): SuspectGroup => ({ kind, listingIds: listingIds.slice(from(part), from(part + 1)), since: at, lookAt: null }))];
}

/** When there may be something to send of a group of which there is nothing now; null when nobody waits in it any more. */
export function lookAgainAt(kind: AttemptKind, listings: readonly Listing[], now: Date): Date | null {
  const fields = FIELDS_OF[kind];
  const times = listings.flatMap((listing) => {
    if (fields.some((name) => listing[name].sent !== null)) return [now.getTime() + IN_FLIGHT_MS];
    const { dueAt } = listing;
    return dueAt && dueAt > now && fields.some((name) => listing[name].state === 'QUEUED') ? [dueAt.getTime()] : [];
  });
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The group waits until then; null: there is nothing left to judge, and it is gone. */
export function putOff(groups: readonly SuspectGroup[], group: SuspectGroup, lookAt: Date | null): readonly SuspectGroup[] {
  return groups.flatMap((one) => {
    if (one !== group) return [one];
    return lookAt === null ? [] : [{ ...one, lookAt }];
  });
}

/** Whether some have waited so long that calls with others, which otherwise go first, wait for them. */
export function haveWaited(groups: readonly SuspectGroup[], now: Date): boolean {
  return groups.some(({ since, lookAt }) => now.getTime() - (lookAt ?? since).getTime() >= LONGEST_WAIT_MS);
}

/** Whether a listing is under suspicion in calls of a kind. */
export function suspicionIn(groups: readonly SuspectGroup[]): (kind: AttemptKind, listingId: ListingId) => boolean {
  const suspects = new Set(groups.flatMap(({ kind, listingIds }) => listingIds.map((id) => `${kind} ${id}`)));
  return (kind, listingId) => suspects.has(`${kind} ${listingId}`);
}

export function countSuspects(groups: readonly SuspectGroup[]): number {
  return groups.reduce((sum, { listingIds }) => sum + listingIds.length, 0);
}

/** Closing in takes calls that bring nobody anything, so it gets what other work leaves; only stock that goes to zero or comes back cannot wait for that. */
export function worthOfSuspects(kind: AttemptKind, listings: readonly Listing[], now: Date): QuotaClass {
  if (kind !== 'OFFERS') return 'BULK';
  const urgent = listings.filter((listing) => (offerPriority(listing, now) ?? Infinity) <= PRIORITIES.BACK_IN_STOCK);
  return urgent.length === 0 ? 'BULK' : worthOfOffers(urgent, now);
}

function withoutAny(group: SuspectGroup, judged: ReadonlySet<ListingId>): SuspectGroup | null {
  const listingIds = group.listingIds.filter((id) => !judged.has(id));
  if (listingIds.length === group.listingIds.length) return group;
  return listingIds.length === 0 ? null : { ...group, listingIds };
}
