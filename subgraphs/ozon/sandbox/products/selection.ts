import { z } from 'zod';
import { int64 } from '../access/endpoint.js';
import type { Product } from './product.js';
import { freeOf, type Shelf } from './shelf.js';

/** Cards of a shop in the order of their ids: those named, or all that are visible so; empty lists name none. */
export const filterShape = z.looseObject({ offer_id: z.array(z.string()).default([]), product_id: z.array(int64).default([]), skus: z.array(int64).default([]), visibility: z.string().default('ALL') }).prefault({});
export type Filter = z.infer<typeof filterShape>;

export function* selected(shelf: Shelf, clientId: string, { offer_id, product_id, skus, visibility }: Filter, afterProductId: number): Iterable<Product> {
  const isNamed = offer_id.length + product_id.length + skus.length > 0;
  const candidates = isNamed ? namedProducts(shelf, clientId, { offer_id, product_id, skus }) : shelf.all(clientId, afterProductId);
  for (const product of candidates) if (product.productId > afterProductId && isVisible(shelf, product, visibility)) yield product;
}

/** The cards with these keys, each once, by id; those unknown are left out. */
export function namedProducts(shelf: Shelf, clientId: string, { offer_id, product_id, skus }: Pick<Filter, 'offer_id' | 'product_id' | 'skus'>): Product[] {
  const found = [...offer_id.map((id) => shelf.product(clientId, id)), ...product_id.map((id) => shelf.byProductId(clientId, id)), ...skus.map((sku) => shelf.bySku(clientId, sku))];
  const byId = new Map(found.flatMap((product) => (product ? [[product.productId, product] as const] : [])));
  return [...byId.values()].sort((a, b) => a.productId - b.productId);
}

function isVisible(shelf: Shelf, product: Product, visibility: string): boolean {
  const hasStock = shelf.stocks(product.clientId, product.offerId).some(({ stock }) => freeOf(stock) > 0);
  switch (visibility) {
    case 'ARCHIVED':
      return product.isArchived;
    case 'VISIBLE':
    case 'IN_SALE':
      return product.status === 'price_sent' && !product.isArchived && hasStock;
    case 'INVISIBLE':
      return product.status !== 'price_sent' || !hasStock;
    case 'EMPTY_STOCK':
      return product.status === 'price_sent' && !hasStock;
    case 'NOT_MODERATED':
    case 'VALIDATION_STATE_PENDING':
      return product.status === 'moderating';
    case 'STATE_FAILED':
    case 'VALIDATION_STATE_FAIL':
      return product.status === 'declined';
    default:
      return !product.isArchived;
  }
}

/** The first `limit` and whether there are more. */
export function firstOf<T>(items: Iterable<T>, limit: number): { page: T[]; hasMore: boolean } {
  const page: T[] = [];
  for (const item of items) {
    if (page.length === limit) return { page, hasMore: true };
    page.push(item);
  }
  return { page, hasMore: false };
}

/** Cursors say after which product a page ended; an unreadable one is refused by its caller. */
export function afterOf(cursor: string): number {
  return cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString('utf8').replace(/^after:/, ''));
}

export function cursorAfter(product: Product | undefined): string {
  return product ? Buffer.from(`after:${product.productId}`).toString('base64') : '';
}
