import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { Store } from '../../stores/domain/store.js';
import type { Connector, ConnectorContext } from './contract.js';

export type { Store } from '../../stores/domain/store.js';

/**
 * The connectors this hub was started with, by marketplace.
 * `any`: credentials differ per connector and are checked by each one's own schema when a store is opened.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ConnectorRegistry = Readonly<Partial<Record<Marketplace, Connector<any>>>>;

/** A store ready to be spoken to: what it is, who speaks for it, and what a call of the connector stands on. */
export interface OpenStore {
  readonly store: Store;
  readonly connector: Connector;
  readonly context: ConnectorContext<unknown>;
}

/** Opens a store's credentials and its way to the marketplace; throws only StoreAccessError. */
export interface StoreAccess {
  /** For work that has no caller, such as the worker's. */
  /** `quotaShare`: calls find a quota spent when this part of it is used; 1 by default. For work that gives way to other work. */
  open(storeId: StoreId, o?: { readonly quotaShare?: number }): Promise<OpenStore>;
  /** For a caller's request: another seller's store is answered as one that doesn't exist. */
  openOwned(sellerId: SellerId, storeId: StoreId): Promise<OpenStore>;
}

/**
 * STORE_NOT_FOUND: no such store, or not this seller's. NO_CONNECTOR: the hub was started without its marketplace.
 * CREDENTIALS_UNREADABLE: sealed with a key that is gone, or not of the connector's shape; connect the store again.
 */
export type StoreAccessErrorCode = 'STORE_NOT_FOUND' | 'NO_CONNECTOR' | 'CREDENTIALS_UNREADABLE';

export class StoreAccessError extends Error {
  override readonly name = 'StoreAccessError';
  readonly code: StoreAccessErrorCode;

  constructor(code: StoreAccessErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
