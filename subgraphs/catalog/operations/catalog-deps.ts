import type { CallStore } from '../../../platform/idempotency/call-store.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';
import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { Store } from '../../stores/domain/store.js';
import type { KnownRate } from '../domain/convert-price.js';
import type { ConflictStore } from '../store/conflict-store.js';
import type { MappingStore } from '../store/mapping-store.js';
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

/** Where the rates come from that prices are converted with. */
export interface RateSource {
  /** What a seller's prices are converted with now, and how they are rounded; null when nobody knows a rate: then nothing is guessed and nothing sent. */
  currentRate(pair: { readonly sellerId: SellerId; readonly from: Currency; readonly to: Currency }): Promise<KnownRate | null>;
}

/** What the catalog's operations stand on; each takes the part it uses. */
export interface CatalogDeps {
  readonly products: ProductStore;
  readonly variants: VariantStore;
  readonly listings: ListingStore;
  readonly calls: CallStore;
  readonly mappings: MappingStore;
  readonly conflicts: ConflictStore;
  readonly stores: StoreDirectory;
  readonly rates: RateSource;
  /** A price is converted anew when its rate has moved by more than so many hundredths of a percent. */
  readonly rateStepBasisPoints: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something was written that wants to be announced soon. */
  announce(): void;
  /** Listings of these stores have just become due: look now. Whoever asked for it may wake them once more. */
  wake(storeIds: readonly StoreId[]): void;
}
