import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { ConflictId, OperationId, OrderId, ProductId, SellerId, Sku, StoreId, VariantId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';

/** Units promised to an order and still on the shelf; gone once the order ships (taken from `onHand`) or is cancelled. */
export interface Reservation {
  readonly orderId: OrderId;
  readonly lineKey: string;
  readonly quantity: number;
  /** Units of it that were not available when it was made: sold, but not there. */
  readonly shortBy: number;
  readonly at: Date;
}

/** What moved the stock last; CATALOG: it came with the product's data, by an upsert or import; CONFLICT: somebody changed it in a marketplace's panel, and that won. */
export type StockCause =
  | { readonly kind: 'CATALOG' }
  | { readonly kind: 'OPERATION'; readonly operationId: OperationId }
  | { readonly kind: 'ORDER'; readonly orderId: OrderId }
  | { readonly kind: 'CONFLICT'; readonly conflictId: ConflictId };

/** `available` is `onHand − reserved`; it may be negative when marketplaces sold more than there was. */
export interface Stock {
  readonly onHand: number;
  /** Sum of `reservations[].quantity`, kept beside them so that it can be read and indexed. */
  readonly reserved: number;
  readonly reservations: readonly Reservation[];
  /** The last stock operations applied, newest last, at most 50: what makes a repeated `stockAdjust` count once. */
  readonly recentAdjustments: readonly OperationId[];
  /** The last releases and consumptions, newest last, at most 100: a repeated one, or a reservation arriving after it, changes nothing. */
  readonly settledSteps: readonly string[];
  readonly changedBy: StockCause | null;
  readonly changedAt: Date;
}

/** Prices include VAT, in minor units of `currency`; `list` is the crossed-out price and never below `sale`. */
export interface VariantPrice {
  readonly saleMinor: number;
  readonly listMinor: number;
  readonly currency: Currency;
}

/** A price as a marketplace shows it; `listMinor` is null where the marketplace has no second, crossed-out price. */
export interface RemotePrice {
  readonly saleMinor: number;
  readonly listMinor: number | null;
  readonly currency: Currency;
}

/** Units a marketplace sold by itself, which its own listing has not been told of yet; `version` is the variant's after the sale. */
export interface UntoldSale {
  readonly storeId: StoreId;
  readonly quantity: number;
  readonly version: number;
  /** When the earliest of the orders reached the hub. */
  readonly heardAt?: Date;
  /** When the earliest of them was placed, by the marketplace's clock. */
  readonly soldAt?: Date;
}

/** One thing with a SKU that can be sold; the single place where its stock and base price live. */
export interface Variant {
  readonly _id: VariantId;
  readonly sellerId: SellerId;
  readonly productId: ProductId;
  readonly sku: Sku;
  readonly barcode: string | null;
  /** For example `[{ name: 'Renk', value: 'Kırmızı' }, { name: 'Beden', value: 'M' }]`. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly price: VariantPrice;
  /** Grows by one each time the base price is set; ends the stores' own prices. */
  readonly priceRevision: number;
  readonly priceSetBy: OperationId | null;
  readonly stock: Stock;
  readonly untoldSales: readonly UntoldSale[];
  /** Grows by one with every change of the variant. */
  readonly version: number;
  /** Mark of the write that made `version`. */
  readonly writeId?: string;
  /** The version that all listings of this variant have been told; below `version` while `propagationPending`. */
  readonly propagatedVersion: number;
  readonly propagationPending?: boolean;
  readonly updatedAt: Date;
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}

/** Units that can still be promised; negative when more was sold than there was. */
export function availableOf(stock: Stock): number {
  return stock.onHand - stock.reserved;
}
