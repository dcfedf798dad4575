import type { OutboxEntry } from '../../../platform/events/outbox-entry.js';
import type { OperationId, OrderId, ProductId, SellerId, Sku, VariantId } from '../../../platform/ids.js';
import type { Currency } from '../../../platform/money.js';

/** Units promised to an order and still on the shelf; gone once the order ships (taken from `onHand`) or is cancelled. */
export interface Reservation {
  readonly orderId: OrderId;
  readonly lineKey: string;
  readonly quantity: number;
  readonly at: Date;
}

/** `available` is `onHand − reserved`; it may be negative when marketplaces sold more than there was. */
export interface Stock {
  readonly onHand: number;
  /** Sum of `reservations[].quantity`, kept beside them so that it can be read and indexed. */
  readonly reserved: number;
  readonly reservations: readonly Reservation[];
  /** The last adjustments applied, newest last, at most 50: what makes a repeated `stockAdjust` count once. */
  readonly recentAdjustments: readonly OperationId[];
}

/** Prices include VAT, in minor units of `currency`; `list` is the crossed-out price and never below `sale`. */
export interface VariantPrice {
  readonly saleMinor: number;
  readonly listMinor: number;
  readonly currency: Currency;
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
  readonly stock: Stock;
  /** Grows by one with every change of price or stock. */
  readonly version: number;
  /** The version that all listings of this variant have been told; below `version` while `propagationPending`. */
  readonly propagatedVersion: number;
  readonly propagationPending?: boolean;
  readonly updatedAt: Date;
  readonly outbox?: readonly OutboxEntry[];
  readonly outboxPending?: boolean;
}
