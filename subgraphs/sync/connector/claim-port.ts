import type { Money } from '../../../platform/money.js';
import type { ConnectorContext, Page } from './contract.js';

/** The hub's one set of return states; the marketplace's own word stays beside it. */
export const RETURN_STATES = ['REQUESTED', 'AWAITING_SELLER', 'APPROVED', 'IN_TRANSIT', 'RECEIVED', 'DISPUTED', 'REFUNDED', 'REJECTED', 'CANCELLED', 'UNKNOWN'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/** What a buyer wants, in one set of words for all; the marketplace's own word for it stays beside it. OTHER: something else, such as an invoice that is missing. */
export const CLAIM_KINDS = ['RETURN', 'CANCEL', 'EXCHANGE', 'MISSING_PART', 'OTHER'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** What only some marketplaces tell of a claim; null where one does not. */
export interface ClaimParticulars {
  /** The marketplace's own word for the kind of claim. */
  readonly remoteKind: string | null;
  /** Until when the seller has to answer; null too while it is not the seller's move. */
  readonly respondBy: Date | null;
  /** What the buyer gets back for it, or has got, as the marketplace says. */
  readonly refund: Money | null;
  /** What the buyer wrote. Personal: never logged, queued, put in an error or kept unsealed. */
  readonly note: string | null;
}

/** Of a claim whose marketplace tells none of it. */
export const UNTOLD: ClaimParticulars = { remoteKind: null, respondBy: null, refund: null, note: null };

/** A buyer's wish to give something back, to have it exchanged or completed, or to cancel. */
export interface RemoteClaim extends ClaimParticulars {
  readonly remoteClaimId: string;
  readonly remoteOrderId: string;
  readonly kind: ClaimKind;
  readonly state: ReturnState;
  /** The marketplace's own word. */
  readonly status: string;
  readonly lines: readonly { readonly remoteLineId: string | null; readonly remoteKey: string | null; readonly quantity: number; readonly reason: string; readonly status: string }[];
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** Which field of it could not be read, never what stood in it; then nothing but its names is told, and when it was read. Absent when all could. */
  readonly unreadable?: string;
}

export interface ClaimPort<C> {
  /** Those that changed since a moment, and maybe others. */
  list(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<Page<RemoteClaim>>;
  /** All that wait for the seller's answer, and maybe others, in the fewest calls; absent where the marketplace cannot be asked for them. */
  listWaiting?(context: ConnectorContext<C>, cursor: string | null): Promise<Page<RemoteClaim>>;
}
