import { newId, type ProductId, type SellerId, type Sku } from '../../../platform/ids.js';
import type { Variant, VariantPrice } from './variant.js';

export interface NewVariant {
  readonly sellerId: SellerId;
  readonly productId: ProductId;
  readonly sku: Sku;
  readonly barcode: string | null;
  readonly options: Variant['options'];
  readonly price: VariantPrice;
  readonly onHand: number;
  readonly at: Date;
}

/** A variant nobody has listed, ordered or changed yet. */
export function newVariant({ sellerId, productId, sku, barcode, options, price, onHand, at }: NewVariant): Variant {
  return {
    _id: newId('variant'),
    sellerId,
    productId,
    sku,
    barcode,
    options,
    price,
    priceRevision: 1,
    priceSetBy: null,
    stock: { onHand, reserved: 0, reservations: [], recentAdjustments: [], settledSteps: [], changedBy: null, changedAt: at },
    untoldSales: [],
    version: 1,
    propagatedVersion: 1,
    updatedAt: at,
  };
}
