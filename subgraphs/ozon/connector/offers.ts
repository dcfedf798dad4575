import { z } from 'zod';
import type { OfferPage, OfferPort, RemoteOffer } from '../../sync/connector/contract.js';
import { readRows, strangeOffer } from '../../sync/connector/read-rows.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { unreadableAnswer } from './errors.js';
import { toVariantPrice } from './prices.js';
import { cardState, IDENTIFIERS_PER_CALL, readCards, skuOf, type OzonProduct } from './product-info.js';
import { previewAllOffers, previewOffers, pushOffers } from './push-offers.js';
import { readStockRows } from './read-stocks.js';
import { keptWarehouse } from './warehouse.js';

const listedSchema = z.looseObject({ offer_id: text });
const listSchema = z.looseObject({ result: z.looseObject({ items: z.array(z.unknown()), total: number.nullish(), last_id: optionalText }) });

export const offers: OfferPort<OzonCredentials> = {
  push: pushOffers,
  // Ozon answers pushes at once: there are no receipts.
  poll: async () => ({ kind: 'EXPIRED' }),
  async read(context, remoteKeys) {
    const { items, nameless = 0 } = await readOffers(context, remoteKeys);
    if (nameless > 0) throw unreadableAnswer('products.info', false);
    return items;
  },
  list: listOffers,
  preview: previewOffers,
  previewAll: previewAllOffers,
};

async function readOffers(context: OzonContext, remoteKeys: readonly string[]): Promise<Pick<OfferPage, 'items' | 'nameless'>> {
  const { read: products, strange, nameless } = await readCards(context, remoteKeys);
  const unreadable = strange.map(strangeOffer);
  if (products.length === 0) return { items: unreadable, nameless };
  const free = await readFreeStock(context, products.map(({ offer_id }) => offer_id));
  return { items: [...products.map((product) => toRemoteOffer(product, free(product.offer_id))), ...unreadable], nameless };
}

/** Units that may be sold from the store's warehouse; null where Ozon did not come to say it, or which warehouse that is cannot be told. */
async function readFreeStock(context: OzonContext, offerIds: readonly string[]): Promise<(offerId: string) => number | null> {
  const { warehouseId } = await keptWarehouse(context);
  if (warehouseId === null) return () => null;
  const { rows, isComplete } = await readStockRows(context, offerIds);
  const known = new Map(rows.filter((row) => row.warehouseId === warehouseId).map(({ offerId, free }) => [offerId, free]));
  return (offerId) => known.get(offerId) ?? (isComplete ? 0 : null);
}

interface ListPosition {
  readonly lastId: string;
  readonly seen: number;
}

/** Ends when Ozon names no next place, repeats one, or has shown as many products as it says there are. */
async function listOffers(context: OzonContext, cursor: string | null): Promise<OfferPage> {
  const { lastId, seen }: ListPosition = cursor === null ? { lastId: '', seen: 0 } : (JSON.parse(cursor) as ListPosition);
  const { result } = await call(context, 'products.list', { filter: { visibility: 'ALL' }, last_id: lastId, limit: IDENTIFIERS_PER_CALL }, listSchema);
  const shown = seen + result.items.length;
  const isLast = result.items.length === 0 || result.last_id === null || result.last_id === lastId || shown >= (result.total ?? Infinity);
  const listed = readRows(result.items, listedSchema, 'offer_id');
  const { items, nameless = 0 } = await readOffers(context, [...new Set(listed.read.map(({ offer_id }) => offer_id))]);
  return { items, nameless: nameless + listed.nameless, next: isLast ? null : JSON.stringify({ lastId: result.last_id, seen: shown }) };
}

function toRemoteOffer(product: OzonProduct, quantity: number | null): RemoteOffer {
  const sku = skuOf(product);
  const isReady = cardState(product).kind === 'READY';
  return {
    remoteKey: product.offer_id,
    price: toVariantPrice(product.price, product.old_price, product.currency_code),
    quantity,
    onSale: product.is_archived !== true && isReady,
    // A card in the archive was on sale once.
    ...(isReady || product.is_archived === true ? {} : { isListed: false as const }),
    remoteIds: { productId: product.id, ...(sku === null ? {} : { sku }) },
  };
}
