import type { VariantPrice } from '../../catalog/domain/variant.js';
import type { ConnectorContext } from './contract.js';

/** Who is shown first of those who sell the same goods. */
export interface BuyboxPort<C> {
  /** A key the marketplace says nothing about is left out. */
  read(context: ConnectorContext<C>, remoteKeys: readonly string[]): Promise<readonly BuyboxRow[]>;
}

/** Prices in minor units of the store's currency. */
export interface BuyboxRow {
  readonly remoteKey: string;
  /** The own place, from 1; null where the marketplace tells none. */
  readonly rank: number | null;
  /** Of the offer shown first, which may be the own. */
  readonly priceMinor: number | null;
  /** Of the best offer of another seller; null where there is none, or its price is not told. */
  readonly rivalMinor: number | null;
  readonly hasRivals: boolean;
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
