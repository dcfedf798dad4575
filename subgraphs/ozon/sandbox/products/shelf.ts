import type { Kernel } from '../kernel.js';
import type { Product } from './product.js';
import { cardKey } from './variant-twin.js';

/** Units of one product in one warehouse of the seller's. */
export interface Stock {
  readonly present: number;
  readonly reserved: number;
  readonly updatedAt: number;
  /** When the seller last wrote it; null when only buyers have. */
  readonly writtenAt: number | null;
}

/** All cards of all shops, with their stock. */
export interface Shelf {
  product(clientId: string, offerId: string): Product | undefined;
  byProductId(clientId: string, productId: number): Product | undefined;
  bySku(clientId: string, sku: number): Product | undefined;
  put(product: Product): void;
  remove(product: Product): void;
  /** By product id, so that a cursor holds still. */
  all(clientId: string, afterProductId?: number): Iterable<Product>;
  count(clientId: string): number;
  /** The products shown together under this card key. */
  card(clientId: string, key: string): Product[];
  stock(clientId: string, offerId: string, warehouseId: number): Stock;
  putStock(clientId: string, offerId: string, warehouseId: number, stock: Stock): void;
  stocks(clientId: string, offerId: string): { warehouseId: number; stock: Stock }[];
}

const LAST_TEXT = '\u{10ffff}';
const NO_STOCK: Stock = { present: 0, reserved: 0, updatedAt: 0, writtenAt: null };

export function createShelf({ state }: Pick<Kernel, 'state'>): Shelf {
  const products = state.store<Product>('products');
  const offerByProductId = state.store<string>('offer-by-product-id');
  const offerBySku = state.store<string>('offer-by-sku');
  const cards = state.store<string>('cards');
  const stocks = state.store<Stock>('stocks');
  const product = (clientId: string, offerId: string) => products.get([clientId, offerId]);
  const named = (clientId: string, offerId: string | undefined) => (offerId === undefined ? undefined : product(clientId, offerId));

  return {
    product,
    byProductId: (clientId, productId) => named(clientId, offerByProductId.get([clientId, productId])),
    bySku: (clientId, sku) => named(clientId, offerBySku.get([clientId, sku])),
    put: (one) => {
      const before = product(one.clientId, one.offerId);
      if (before) cards.remove([before.clientId, cardKey(before), before.offerId]);
      cards.put([one.clientId, cardKey(one), one.offerId], one.offerId);
      products.put([one.clientId, one.offerId], one);
      offerByProductId.put([one.clientId, one.productId], one.offerId);
      if (one.sku !== null) offerBySku.put([one.clientId, one.sku], one.offerId);
    },
    remove: (one) => {
      cards.remove([one.clientId, cardKey(one), one.offerId]);
      products.remove([one.clientId, one.offerId]);
      offerByProductId.remove([one.clientId, one.productId]);
      if (one.sku !== null) offerBySku.remove([one.clientId, one.sku]);
    },
    all: function* (clientId, afterProductId = 0) {
      for (const { value } of offerByProductId.range({ start: [clientId, afterProductId + 1], end: [clientId, Number.MAX_SAFE_INTEGER] })) {
        const found = product(clientId, value);
        if (found) yield found;
      }
    },
    count: (clientId) => offerByProductId.count({ start: [clientId, 0], end: [clientId, Number.MAX_SAFE_INTEGER] }),
    card: (clientId, key) => [...cards.range({ start: [clientId, key, ''], end: [clientId, key, LAST_TEXT] })].flatMap(({ value }) => product(clientId, value) ?? []),
    stock: (clientId, offerId, warehouseId) => stocks.get([clientId, offerId, warehouseId]) ?? NO_STOCK,
    putStock: (clientId, offerId, warehouseId, stock) => stocks.put([clientId, offerId, warehouseId], stock),
    stocks: (clientId, offerId) =>
      [...stocks.range({ start: [clientId, offerId, 0], end: [clientId, offerId, Number.MAX_SAFE_INTEGER] })].map(({ key, value }) => ({ warehouseId: Number((key as readonly (string | number)[])[2]), stock: value })),
  };
}

export function freeOf({ present, reserved }: Stock): number {
  return present - reserved;
}
