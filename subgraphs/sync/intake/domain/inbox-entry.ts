import { createHash } from 'node:crypto';
import type { ExplainedCode } from '../../../../platform/explanations/explain.js';
import type { PayloadId, SellerId, StoreId } from '../../../../platform/ids.js';
import type { Marketplace } from '../../../stores/domain/marketplace.js';

/** Where news stand. Only what was MAPPED ever expires; its bytes stay in the payload archive as long as that keeps them. */
export type InboxState =
  | { readonly kind: 'RECEIVED'; readonly attempts: number }
  | { readonly kind: 'MAPPED'; readonly at: Date }
  | { readonly kind: 'QUARANTINED'; readonly at: Date; readonly code: ExplainedCode; readonly message: string };

/** How a webhook was called, below the store's own address; the store's secret is taken out of the path. */
export interface EntryCall {
  readonly method: string;
  readonly path: string;
}

/**
 * News as they arrived, stored before they were answered: a webhook call or a notification from a queue; or a row of a
 * poll that could not be read. Equal news of a store have the same id, so what is told again is the same entry.
 */
export interface InboxEntry {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly marketplace: Marketplace;
  /** Null for a notification from a queue and for a row of a poll. */
  readonly call: EntryCall | null;
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
  /** Present while RECEIVED and not looked into yet: keeps the index of what waits as small as the work. */
  readonly waiting?: true;
  /** Present while RECEIVED and orders that it only names have still to be read. */
  readonly reading?: true;
  /** With `reading`: the marketplace's ids of those orders, and when to read them. */
  readonly orderIds?: readonly string[];
  readonly readAt?: Date;
  /** With `reading`: the revision that those orders have since then, where the marketplace told. */
  readonly changedRevision?: number;
  /** Present while QUARANTINED. */
  readonly quarantined?: true;
  /** Present once MAPPED. */
  readonly expiresAt?: Date;
}

/** How often taking in an entry may fail for reasons of the hub's own before it is set aside, so that it holds up no others. */
export const MOST_ATTEMPTS = 5;

/** `body` of an entry and what is said of it. Calls with equal bodies but other addresses are other news. */
export function entryBody(storeId: StoreId, call: EntryCall | null, body: Buffer): Pick<InboxEntry, '_id' | 'call' | 'sha256' | 'bytes'> & { readonly body: Buffer } {
  const sha256 = digestOf(body);
  const identity = call === null ? sha256 : digestOf(Buffer.from(`${call.method} ${call.path} ${sha256}`));
  return { _id: `${storeId}:${identity}`, call, sha256, bytes: body.length, body };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
