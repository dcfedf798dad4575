import type { StoreId } from '../../../platform/ids.js';
import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Store } from '../../stores/domain/store.js';
import type { CallStore } from '../store/call-store.js';
import type { ListingStore } from '../store/listing-store.js';
import type { ProductStore } from '../store/product-store.js';
import type { VariantStore } from '../store/variant-store.js';

/** What the catalog asks of the stores subgraph. */
export interface StoreDirectory {
  /** Those of the stores that exist, of whichever seller. */
  findStores(ids: readonly StoreId[]): Promise<readonly Store[]>;
  storesWithPendingPolicy(): Promise<readonly Store[]>;
  clearPendingPolicy(policy: { readonly storeId: StoreId; readonly policyVersion: number }): Promise<unknown>;
}

/** What the catalog's operations stand on; each takes the part it uses. */
export interface CatalogDeps {
  readonly products: ProductStore;
  readonly variants: VariantStore;
  readonly listings: ListingStore;
  readonly calls: CallStore;
  readonly stores: StoreDirectory;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something was written that wants to be announced soon. */
  announce(): void;
  /** Listings of these stores became due without an operation of the sync engine. */
  wake(storeIds: readonly StoreId[]): void;
}
