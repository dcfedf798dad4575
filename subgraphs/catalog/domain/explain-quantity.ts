import { applyStockPolicy, type PolicySteps } from '../../stores/domain/stock-policy.js';
import type { StockPolicy, Store } from '../../stores/domain/store.js';
import { describeProgress } from './describe-progress.js';
import type { Listing } from './listing.js';
import { availableOf, type StockCause, type Variant } from './variant.js';

/** The way of a quantity from the shelf to the marketplace. */
export interface QuantityExplanation extends PolicySteps, StockPolicy {
  readonly variant: Variant;
  readonly storeId: Store['_id'];
  readonly listing: Listing | null;
  readonly onHand: number;
  readonly reserved: number;
  readonly cause: StockCause | null;
  /** Each step as a sentence. */
  readonly steps: readonly string[];
}

export function explainedQuantity(variant: Variant, store: Store, listing: Listing | null): QuantityExplanation {
  const { onHand, reserved, changedBy } = variant.stock;
  const policy = store.stockPolicy;
  const chain = applyStockPolicy(policy, availableOf(variant.stock));
  const quantity = listing?.content.desired.value.presence === 'WITHDRAWN' ? 0 : chain.quantity;
  const explained = { variant, storeId: store._id, listing, ...policy, ...chain, quantity, onHand, reserved, cause: changedBy };
  return { ...explained, steps: [...shelfSteps(explained), ...policySteps(explained), ...listingSteps(listing)] };
}

type Explained = Omit<QuantityExplanation, 'steps'>;

function shelfSteps({ onHand, reserved, available, cause }: Explained): string[] {
  return [`${onHand} on hand${causeText(cause)}`, `− ${reserved} reserved = ${available} available${available < 0 ? ': more was sold than there was' : ''}`];
}

function policySteps({ percentage, share, buffer, afterBuffer, cap, quantity }: Explained): string[] {
  return [`${percentage} % of that for this store = ${share}`, `− ${buffer} buffer = ${afterBuffer}`, cap === null ? `no cap: ${quantity}` : `at most ${cap}: ${quantity}`];
}

function listingSteps(listing: Listing | null): string[] {
  if (!listing) return ['not listed on this store'];
  const withdrawn = listing.content.desired.value.presence === 'WITHDRAWN' ? ['to be withdrawn from this store: 0'] : [];
  return [...withdrawn, ...describeProgress(listing.quantity, String, listing.content)];
}

function causeText(cause: StockCause | null): string {
  if (cause === null) return '';
  if (cause.kind === 'CATALOG') return ', last changed with the product’s data';
  if (cause.kind === 'CONFLICT') return `, last changed by the marketplace’s quantity winning conflict ${cause.conflictId}`;
  return cause.kind === 'OPERATION' ? `, last changed by operation ${cause.operationId}` : `, last changed by order ${cause.orderId}`;
}
