import type { ShopCurrency } from '../access/sellers.js';

export interface ProductAttribute {
  readonly id: number;
  readonly values: readonly { readonly dictionaryValueId: number; readonly value: string }[];
}

export interface ProductProblem {
  readonly code: string;
  readonly field: string;
  readonly attributeId: number;
  readonly level: 'ERROR' | 'WARNING';
  readonly message: string;
}

/** What of Russian law the units of a product have to carry when packed. */
export interface Duties {
  readonly mark: boolean;
  readonly gtd: boolean;
  readonly rnpt: boolean;
  readonly country: boolean;
}
export const NO_DUTIES: Duties = { mark: false, gtd: false, rnpt: false, country: false };

/** `moderating` products have no SKU and take no stock; `price_sent` ones are for sale. */
export type ProductStatus = 'moderating' | 'price_sent' | 'declined';

/** A card of a shop. Amounts are minor units of the shop's currency. */
export interface Product {
  readonly clientId: string;
  readonly productId: number;
  readonly offerId: string;
  readonly sku: number | null;
  readonly name: string;
  readonly categoryId: number;
  readonly typeId: number;
  readonly priceMinor: number;
  readonly oldPriceMinor: number;
  readonly minPriceMinor: number;
  readonly currency: ShopCurrency;
  readonly vat: string;
  readonly barcode: string;
  readonly depthMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly weightG: number;
  readonly images: readonly string[];
  readonly primaryImage: string;
  readonly attributes: readonly ProductAttribute[];
  readonly status: ProductStatus;
  readonly problems: readonly ProductProblem[];
  readonly isArchived: boolean;
  readonly duties: Duties;
  /** The least price of the same goods elsewhere on Ozon; null while nobody else sells them. */
  readonly rivalPriceMinor: number | null;
  /** When its price was written lately, epoch ms. */
  readonly priceWrittenAt: readonly number[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function isForSale({ status, isArchived }: Product): boolean {
  return status === 'price_sent' && !isArchived;
}
