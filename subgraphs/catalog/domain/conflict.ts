import type { ConflictId, ListingId, OperationId, PayloadId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { VariantPrice } from './variant.js';

/** The fields that a person can change in a marketplace's own panel and the hub keeps too. */
export const CONFLICT_FIELDS = ['price', 'quantity'] as const;
export type ConflictField = (typeof CONFLICT_FIELDS)[number];

/** Who is right when the marketplace shows what the hub never sent. NEWEST_WINS: whoever changed it last; ASK: a person says. */
export const CONFLICT_RULES = ['HUB_WINS', 'MARKETPLACE_WINS', 'NEWEST_WINS', 'ASK'] as const;
export type ConflictRule = (typeof CONFLICT_RULES)[number];

/** A store's rule for each field. */
export type ConflictRules = Readonly<Record<ConflictField, ConflictRule>>;

export const USUAL_RULES: ConflictRules = { price: 'HUB_WINS', quantity: 'HUB_WINS' };

export type ConflictDecision = 'HUB' | 'MARKETPLACE';

/** OPEN: waits for a person. RESOLVED: decided. VANISHED: both sides have the same value again without anybody having decided. */
export const CONFLICT_STATES = ['OPEN', 'RESOLVED', 'VANISHED'] as const;
export type ConflictState = (typeof CONFLICT_STATES)[number];

export type ConflictDecider = { readonly kind: 'RULE' } | { readonly kind: 'KEY'; readonly keyId: string; readonly operationId: OperationId };

/** Another value on the marketplace than the hub put there, changed by somebody else; kept with both values and how it ended. */
interface ConflictOver<F extends ConflictField, V> {
  readonly _id: ConflictId;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly listingId: ListingId;
  readonly variantId: VariantId;
  readonly sku: Sku;
  readonly field: F;
  /** What the hub wants there, since when. */
  readonly hub: { readonly value: V; readonly madeAt: Date };
  /** What was seen there in the place of `before`. It was changed between `beforeSeenAt`, when that was last known to be there, and `seenAt`. */
  readonly remote: { readonly value: V; readonly seenAt: Date; readonly before: V; readonly beforeSeenAt: Date };
  /** How it was seen; `payloadId` names the archived answer of the marketplace, as long as that is kept. */
  readonly evidence: { readonly by: 'READ_BACK' | 'SWEEP'; readonly payloadId: PayloadId | null };
  /** The store's rule when it was found. */
  readonly rule: ConflictRule;
  readonly state: ConflictState;
  readonly decision: ConflictDecision | null;
  readonly decidedBy: ConflictDecider | null;
  readonly foundAt: Date;
  readonly closedAt: Date | null;
  /** Units that what is on the shelf changes by, because the marketplace's quantity won. */
  readonly adjustment: number | null;
  /** Grows by one with every change of the conflict. */
  readonly version: number;
}

export type PriceConflict = ConflictOver<'price', VariantPrice>;
export type QuantityConflict = ConflictOver<'quantity', number>;
export type Conflict = PriceConflict | QuantityConflict;

/**
 * A quantity that nobody in the hub put there and that may be a sale or a cancelled order on its way to us. Only a second look, begun
 * after `lookAt` with all orders up to `since` recorded, can prove that it is neither.
 */
export interface QuantityDoubt {
  readonly value: number;
  readonly since: Date;
  readonly lookAt: Date;
}

/** The conflict as it was ended by a decision. */
export function resolved<C extends Conflict>(conflict: C, o: { readonly decision: ConflictDecision; readonly decidedBy: ConflictDecider; readonly at: Date; readonly adjustment?: number | null }): C {
  return { ...conflict, state: 'RESOLVED', decision: o.decision, decidedBy: o.decidedBy, closedAt: o.at, adjustment: o.adjustment ?? null, version: conflict.version + 1 };
}

/** Both sides agree again: nobody had to decide. */
export function vanished<C extends Conflict>(conflict: C, at: Date): C {
  return { ...conflict, state: 'VANISHED', closedAt: at, version: conflict.version + 1 };
}
