import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import { iso } from '../kernel.js';
import type { Warehouses } from '../warehouses.js';
import type { Product } from './product.js';
import { afterOf, cursorAfter, filterShape, firstOf, namedProducts, selected } from './selection.js';
import { freeOf, type Shelf, type Stock } from './shelf.js';

export function readStockEndpoints({ shelf, warehouses }: { shelf: Shelf; warehouses: Warehouses }): Endpoint[] {
  return [
    endpoint({
      path: '/v4/product/info/stocks',
      body: z.looseObject({ filter: filterShape, cursor: z.string().default(''), limit: z.int().min(1).max(1_000) }),
      handle: ({ clientId, body }) => {
        const { page, hasMore } = firstOf(selected(shelf, clientId, body.filter, checked(afterOf(body.cursor))), body.limit);
        const items = page.map((one) => {
          const rows = shelf.stocks(clientId, one.offerId);
          const fbs = { type: 'fbs', present: rows.reduce((sum, { stock }) => sum + stock.present, 0), reserved: rows.reduce((sum, { stock }) => sum + stock.reserved, 0), sku: one.sku ?? 0, shipment_type: 'SHIPMENT_TYPE_GENERAL', warehouse_ids: rows.map(({ warehouseId }) => warehouseId) };
          return { product_id: one.productId, offer_id: one.offerId, stocks: rows.length === 0 ? [] : [fbs] };
        });
        return { items, cursor: hasMore ? cursorAfter(page.at(-1)) : '', total: shelf.count(clientId) };
      },
    }),
    endpoint({
      path: '/v2/product/info/stocks-by-warehouse/fbs',
      body: z.looseObject({ offer_id: z.array(z.string()).default([]), sku: z.array(int64).default([]), limit: z.int().min(1).max(1_000), cursor: z.string().default('') }),
      handle: ({ clientId, body }) => {
        if (body.offer_id.length + body.sku.length === 0) throw invalid('offer_id or sku is required');
        const names = new Map(warehouses.of(clientId).map(({ id, name }) => [id, name]));
        const rows = namedProducts(shelf, clientId, { offer_id: body.offer_id, product_id: [], skus: body.sku }).flatMap(({ productId, offerId, sku }) =>
          shelf.stocks(clientId, offerId).map(({ warehouseId, stock }) => ({ sku: sku ?? 0, offer_id: offerId, product_id: productId, warehouse_id: warehouseId, warehouse_name: names.get(warehouseId) ?? '', present: stock.present, reserved: stock.reserved, free_stock: freeOf(stock) })),
        );
        const from = checked(Number(body.cursor || 0));
        const until = from + body.limit;
        return { products: rows.slice(from, until), has_next: rows.length > until, cursor: rows.length > until ? String(until) : '' };
      },
    }),
    endpoint({
      path: '/v1/product/info/warehouse/stocks',
      body: z.looseObject({ warehouse_id: int64, limit: z.int().min(1).max(1_000), cursor: z.string().default('') }),
      handle: ({ clientId, body }) => {
        const { page, hasMore } = firstOf(stockedIn(shelf, { clientId, warehouseId: body.warehouse_id, after: checked(afterOf(body.cursor)) }), body.limit);
        return { stocks: page.map(({ product, stock }) => warehouseRow(product, body.warehouse_id, stock)), has_next: hasMore, cursor: hasMore ? cursorAfter(page.at(-1)?.product) : '' };
      },
    }),
  ];
}

/** What a warehouse has ever held, by product id. */
function* stockedIn(shelf: Shelf, { clientId, warehouseId, after }: { clientId: string; warehouseId: number; after: number }): Iterable<{ product: Product; stock: Stock }> {
  for (const product of shelf.all(clientId, after)) {
    const row = shelf.stocks(clientId, product.offerId).find((one) => one.warehouseId === warehouseId);
    if (row) yield { product, stock: row.stock };
  }
}

function warehouseRow({ sku, offerId, productId }: Product, warehouseId: number, stock: Stock): object {
  return { sku: sku ?? 0, offer_id: offerId, product_id: productId, warehouse_id: warehouseId, present: stock.present, reserved: stock.reserved, free_stock: freeOf(stock), updated_at: iso(stock.updatedAt) };
}

function checked(after: number): number {
  if (!Number.isSafeInteger(after)) throw invalid('invalid cursor');
  return after;
}
