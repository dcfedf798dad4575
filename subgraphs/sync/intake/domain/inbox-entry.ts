import type { PayloadId, SellerId, StoreId } from '../../../../platform/ids.js';
import type { Marketplace } from '../../../stores/domain/marketplace.js';

/** Where a webhook call stands. Only what was MAPPED ever expires; its bytes stay in the payload archive as long as that keeps them. */
export type InboxState =
  | { readonly kind: 'RECEIVED'; readonly attempts: number }
  | { readonly kind: 'MAPPED'; readonly at: Date }
  | { readonly kind: 'QUARANTINED'; readonly at: Date; readonly code: string; readonly message: string };

/** A webhook call as it arrived, stored before it was answered; or a row of a poll that could not be read. Its id is made of store and body, so a repeated call is the same entry. */
export interface InboxEntry {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly marketplace: Marketplace;
  readonly sha256: string;
  readonly bytes: number;
  /** Gone once the entry is MAPPED. */
  readonly body?: Buffer;
  /** Null for a row of a poll, whose answer was archived as a whole. */
  readonly payloadId: PayloadId | null;
  /** Of a row that a poll could not read: from when that poll asked. */
  readonly polledSince?: Date;
  readonly receivedAt: Date;
  readonly state: InboxState;
  /** Present while RECEIVED: keeps the index of what waits as small as the work. */
  readonly waiting?: true;
  /** Present while QUARANTINED. */
  readonly quarantined?: true;
  /** Present once MAPPED. */
  readonly expiresAt?: Date;
}

/** How often taking in an entry may fail for reasons of the hub's own before it is set aside, so that it holds up no others. */
export const MOST_ATTEMPTS = 5;
