import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { Marketplace } from './marketplace.js';

/**
 * How much of a variant's available stock one store may show: `available × percentage / 100`, rounded down, less
 * `buffer`, at most `cap`, never below zero.
 */
export interface StockPolicy {
  readonly buffer: number;
  readonly cap: number | null;
  /** 0 to 100. */
  readonly percentage: number;
}

export interface StorePause {
  readonly kind: 'PAUSED';
  readonly code: ExplainedCode;
  readonly message: string;
  readonly at: Date;
}
/** Something that will become trouble on the marketplace unless the seller sees to it. */
export interface StoreWarning {
  readonly code: ExplainedCode;
  readonly message: string;
  /** When it becomes trouble; null when nobody can say. */
  readonly dueAt: Date | null;
  readonly since: Date;
}

export type StoreState = { readonly kind: 'ACTIVE' } | StorePause;

export type WebhookState =
  | { readonly kind: 'NONE' }
  | {
      /** AWAITED: the seller has still to hand it to the marketplace, or it has not called since. */
      readonly kind: 'ACTIVE' | 'PASSIVE' | 'FAILED' | 'AWAITED';
      readonly remoteId: string | null;
      readonly secretSealed: string;
      readonly checkedAt: Date;
      /** The marketplace takes address and secret from the seller only. */
      readonly isByHand?: true;
    };

/** One of a seller's accounts on a marketplace. */
export interface Store {
  readonly _id: StoreId;
  readonly sellerId: SellerId;
  readonly marketplace: Marketplace;
  readonly name: string;
  /** Root of the marketplace's API, without a trailing slash; a sandbox differs from production only here. */
  readonly baseUrl: string;
  readonly currency: Currency;
  /** The seller's number on the marketplace; with `marketplace` and `remoteSite` it is unique across the hub. */
  readonly remoteSellerId: string;
  /** Where a seller account sells on several sites of the marketplace: the one of this store. */
  readonly remoteSite?: string;
  readonly credentialsSealed: string;
  readonly stockPolicy: StockPolicy;
  /** Grows by one with every change of `stockPolicy`. */
  readonly policyVersion: number;
  /** True until every listing of the store shows what the present policy allows; what a sweep looks for. */
  readonly policyPending?: boolean;
  readonly state: StoreState;
  /** Absent: none has been found. */
  readonly warnings?: readonly StoreWarning[];
  readonly webhook: WebhookState;
  readonly createdAt: Date;
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}
