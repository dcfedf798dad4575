import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import type { ItemError } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Warehouses } from '../warehouses.js';
import type { Product } from './product.js';
import { freeOf, type Shelf } from './shelf.js';

const MINUTE_MS = 60_000;
const STOCK_LIMIT = 1_000_000;

const stockShape = z.looseObject({ offer_id: z.string().default(''), product_id: int64.default(0), stock: z.int(), warehouse_id: int64 });
type StockItem = z.infer<typeof stockShape>;

/** Answered at once, item by item. `stock` is what may be sold: units reserved by orders come on top. */
export function stockEndpoint({ clock, log, settings }: Kernel, { shelf, warehouses }: { shelf: Shelf; warehouses: Warehouses }): Endpoint {
  const refusalOf = (clientId: string, item: StockItem, product: Product | undefined): ItemError | null => {
    if (!product) return { code: 'offer_id_not_found', message: `product ${item.offer_id} is not found` };
    if (!warehouses.of(clientId).some(({ id }) => id === item.warehouse_id)) return { code: 'WAREHOUSE_NOT_FOUND', message: `warehouse ${item.warehouse_id} is not found` };
    if (product.status !== 'price_sent' || product.isArchived) return { code: 'product_is_not_created', message: 'product is not ready to take stock' };
    if (item.stock < 0) return { code: 'invalid_stock', message: 'stock must not be negative' };
    if (item.stock >= STOCK_LIMIT) return { code: 'STOCK_TOO_BIG', message: `stock must be below ${STOCK_LIMIT}` };
    const { writtenAt } = shelf.stock(clientId, product.offerId, item.warehouse_id);
    const isTooSoon = writtenAt !== null && clock.now() - writtenAt < settings().stockPairWindowMs;
    return isTooSoon ? { code: 'TOO_MANY_REQUESTS', message: 'stock of this product was updated less than 30 seconds ago' } : null;
  };

  const write = ({ clientId, offerId }: Product, item: StockItem, requestId: number): void => {
    const before = shelf.stock(clientId, offerId, item.warehouse_id);
    const now = clock.now();
    shelf.putStock(clientId, offerId, item.warehouse_id, { present: item.stock + before.reserved, reserved: before.reserved, updatedAt: now, writtenAt: now });
    log.recordEffect({ at: now, what: 'stock', key: `${clientId}/${offerId}`, old: freeOf(before), new: item.stock, requestId });
  };

  return endpoint({
    path: '/v2/products/stocks',
    own: { limit: 80, windowMs: MINUTE_MS },
    body: z.looseObject({ stocks: z.array(stockShape).min(1).max(100) }),
    handle: ({ clientId, body, requestId }) => ({
      result: body.stocks.map((item) => {
        const product = item.offer_id !== '' ? shelf.product(clientId, item.offer_id) : shelf.byProductId(clientId, item.product_id);
        const refusal = refusalOf(clientId, item, product);
        if (refusal === null && product) write(product, item, requestId);
        return { warehouse_id: item.warehouse_id, product_id: product?.productId ?? item.product_id, offer_id: product?.offerId ?? item.offer_id, updated: refusal === null, errors: refusal === null ? [] : [refusal] };
      }),
    }),
  });
}
