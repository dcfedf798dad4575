import type { OrderId, SellerId, Sku, StoreId, VariantId } from '../../platform/ids.js';

/** A claim on units as the catalogue knows it: (orderId, lineKey) names it, and its quantity never changes. */
export interface StockLine {
  readonly lineKey: string;
  readonly sku: Sku;
  readonly quantity: number;
}

/** Goods as a marketplace names them on an order line. */
export interface RemoteGoods {
  readonly remoteKey: string;
  readonly sellerSku: string | null;
}

/** One order's part of a batch. */
export interface OrderStockLines {
  readonly orderId: OrderId;
  readonly lines: readonly StockLine[];
}

/**
 * What orders need of the catalogue. Every call may be repeated, alone or in company: a claim that has been reserved,
 * consumed or released stays so, and a reserve that arrives after its release or consumption does nothing. A batch holds
 * up to 200 orders of one store and costs a few round trips whatever its size.
 */
export interface OrdersCatalog {
  /** The seller's goods behind a store's remote keys, by remote key: those of a listing, else those with that SKU. Unknown keys are left out. */
  goodsByRemoteKey(o: { sellerId: SellerId; storeId: StoreId; goods: readonly RemoteGoods[] }): Promise<ReadonlyMap<string, { sku: Sku; variantId: VariantId }>>;
  /**
   * Claims units for orders placed on `storeId`; it never refuses, `short` says that there was less than claimed.
   * `heardAt` is when the order reached the hub, from which its oversell window is measured. `soldAnew: false` marks a claim that re-divides units reserved before, so the store's own listing has not sold again.
   * `insteadOf`: lines of the same goods that are released next; what was there for them is there for this claim.
   */
  reserveForOrders(o: { sellerId: SellerId; storeId: StoreId; orders: readonly { orderId: OrderId; heardAt: Date; orderedAt: Date; lines: readonly (StockLine & { soldAnew: boolean; insteadOf: readonly string[] })[] }[] }): Promise<{
    readonly short: readonly { readonly orderId: OrderId; readonly lineKey: string }[];
    /** Stores whose listings became due. */
    readonly storeIds: readonly StoreId[];
  }>;
  /** The units have left the shelf: they are taken from `onHand`. */
  consumeForOrders(o: { sellerId: SellerId; orders: readonly OrderStockLines[] }): Promise<{ readonly storeIds: readonly StoreId[] }>;
  /** The units are free again. */
  releaseForOrders(o: { sellerId: SellerId; orders: readonly OrderStockLines[] }): Promise<{ readonly storeIds: readonly StoreId[] }>;
}
