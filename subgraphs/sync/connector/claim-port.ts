import type { ConnectorContext, Page } from './contract.js';

/** The hub's one set of return states; the marketplace's own word stays beside it. */
export const RETURN_STATES = ['REQUESTED', 'AWAITING_SELLER', 'APPROVED', 'IN_TRANSIT', 'RECEIVED', 'DISPUTED', 'REFUNDED', 'REJECTED', 'CANCELLED', 'UNKNOWN'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/** A buyer's wish to give something back, or to cancel. */
export interface RemoteClaim {
  readonly remoteClaimId: string;
  readonly remoteOrderId: string;
  readonly kind: 'RETURN' | 'CANCEL';
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
  list(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<Page<RemoteClaim>>;
}
