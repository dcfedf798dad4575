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
}

export interface ClaimPort<C> {
  list(context: ConnectorContext<C>, since: Date, cursor: string | null): Promise<Page<RemoteClaim>>;
}
