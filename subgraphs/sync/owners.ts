import type { AttemptId, ListingId, OperationId, StoreId } from '../../platform/ids.js';
import type { Evidence, Listing, ListingField, ListingIssue } from '../catalog/domain/listing.js';
import type { Store } from '../stores/domain/store.js';
import type { RemoteOffer } from './connector/contract.js';
import type { ItemField } from './domain/attempt.js';
import type { OperationCounts } from './domain/operation.js';

/** What the lanes ask of the owner of stores. */
export interface StoresForLanes {
  findStoreInternal(storeId: StoreId): Promise<Store | null>;
  pauseStoreInternal(o: { storeId: StoreId; code: string; message: string }): Promise<unknown>;
}

export type SettledField = { readonly listingId: ListingId; readonly field: ListingField; readonly revision: number } & (
  | { readonly ok: true; readonly remoteIds?: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly issue: ListingIssue }
);

/**
 * What the lanes ask of the owner of listings. Each transition holds only while the listing's field is in the hands of
 * the attempt named, so a worker that was overtaken changes nothing, and a repeated one changes nothing more.
 */
export interface CatalogForLanes {
  /** Listings that are due, most valuable first. */
  takeDueListings(o: { storeId: StoreId; limit: number; now: Date }): Promise<readonly Listing[]>;
  /** The fields now in the attempt's hands; only these may be sent. A field another attempt holds is never among them. */
  markSent(o: { storeId: StoreId; attemptId: AttemptId; fence: number; at: Date; items: readonly ItemField[] }): Promise<readonly ItemField[]>;
  markAccepted(o: { attemptId: AttemptId; receipt: string; at: Date }): Promise<unknown>;
  markUnknown(o: { attemptId: AttemptId; errorClass: string; message: string; at: Date }): Promise<unknown>;
  markSettled(o: { attemptId: AttemptId; at: Date; evidence: Evidence; results: readonly SettledField[] }): Promise<unknown>;
  /** Everything the attempt still holds goes back to QUEUED, to be sent from `notBefore`. */
  requeue(o: { attemptId: AttemptId; notBefore: Date; errorClass: string | null; message: string | null }): Promise<unknown>;
  /** What was read back: values equal to the published ones become VERIFIED, others are recorded as drift and become due. Answers how many drifted. */
  recordRemote(o: { storeId: StoreId; remote: readonly RemoteOffer[]; at: Date; evidence: 'READ_BACK' | 'SWEEP' }): Promise<{ readonly drifted: number }>;
  nextDueAt(storeId: StoreId): Promise<Date | null>;
  countByOperation(operationId: OperationId): Promise<OperationCounts>;
}

export interface CatalogForSweeps {
  /** Stores with a listing that has been due since before this moment. */
  storesDue(before: Date): Promise<readonly StoreId[]>;
  /** Finishes telling listings of variant changes that a dead process left half-told. */
  propagatePending(): Promise<{ readonly storeIds: readonly StoreId[] }>;
}

