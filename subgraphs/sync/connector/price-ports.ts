import type { VariantPrice } from '../../catalog/domain/variant.js';
import type { ConnectorContext } from './contract.js';

export interface BuyboxPort<C> {
  read(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<readonly { readonly remoteKey: string; readonly rank: number | null; readonly priceMinor: number | null; readonly hasRivals: boolean }[]>;
}

export interface FeePort<C> {
  /** What the marketplace keeps of a sale at these prices; a key it cannot say it for is left out. */
  estimate(context: ConnectorContext<C>, offers: readonly { readonly remoteKey: string; readonly price: VariantPrice }[]): Promise<readonly FeeEstimate[]>;
}

export interface FeeEstimate {
  readonly remoteKey: string;
  /** Of the store's currency, minor units; null where only a share is known. */
  readonly totalMinor: number | null;
  readonly commissionPercent: number | null;
}
