import type { SandboxState, StateKey, StateStore } from '../../../platform/sandbox/state.js';
import type { CancelClaim, ReturnClaim } from './domain/claim.js';
import type { Product } from './domain/product.js';
import type { Question } from './domain/question.js';
import type { Seller } from './domain/seller.js';
import type { ShipmentPackage } from './domain/shipment-package.js';
import type { ProductTask } from './domain/task.js';

/** Everything the imitation marketplace knows, in durable collections. */
export interface Market {
  readonly sellers: StateStore<Seller>;
  /** By [seller, stock code]. */
  readonly products: StateStore<Product>;
  /** [seller, N11 product id] → stock code: the order product-query lists in. */
  readonly productNumbers: StateStore<string>;
  /** `group|seller|productMainId` → group, `barcode|barcode` → category first listed under. */
  readonly catalogueFacts: StateStore<number>;
  readonly tasks: StateStore<ProductTask>;
  /** By [seller, package number]. */
  readonly packages: StateStore<ShipmentPackage>;
  /** [seller, order line id] → package that holds the line now. */
  readonly lineOwners: StateStore<number>;
  /** [seller, last movement, package number]: the order shipmentPackages lists in. */
  readonly movements: StateStore<number>;
  readonly returns: StateStore<ReturnClaim>;
  readonly cancels: StateStore<CancelClaim>;
  readonly questions: StateStore<Question>;
  /** What sellers filed and the marketplace only keeps: collection requests, invoice links. */
  readonly filings: StateStore<unknown>;
  /** The sandbox's movable clock, epoch ms. */
  nowMs(): number;
  next(sequence: Sequence): number;
  /** Notes a change for the effect log. */
  note(what: string, key: string, old: unknown, now: unknown): void;
}

const firstNumbers = {
  n11Product: 600_000_001,
  productGroup: 9_000_001,
  task: 700_001,
  package: 300_000_000_000_001,
  order: 200_000_000_001,
  orderLine: 500_000_001,
  customer: 4_000_001,
  returnClaim: 25_000_001,
  cancelClaim: 35_000_001,
  question: 114_000_001,
  filing: 1,
};
export type Sequence = keyof typeof firstNumbers;

export function openMarket({ state, nowMs, note }: { state: SandboxState } & Pick<Market, 'nowMs' | 'note'>): Market {
  return {
    sellers: state.store('sellers'),
    products: state.store('products'),
    productNumbers: state.store('productNumbers'),
    catalogueFacts: state.store('catalogueFacts'),
    tasks: state.store('tasks'),
    packages: state.store('packages'),
    lineOwners: state.store('lineOwners'),
    movements: state.store('movements'),
    returns: state.store('returns'),
    cancels: state.store('cancels'),
    questions: state.store('questions'),
    filings: state.store('filings'),
    nowMs,
    next: (sequence) => state.next(sequence, firstNumbers[sequence]),
    note,
  };
}

/** The values of one seller, in key order; collected, so that the caller may write while walking them. */
export function ofSeller<V>(store: StateStore<V>, sellerId: number): V[] {
  return [...store.range(rangeOfSeller(sellerId))].map(({ value }) => value);
}

export function rangeOfSeller(sellerId: number): { start: StateKey; end: StateKey } {
  return { start: [sellerId], end: [sellerId + 1] };
}
