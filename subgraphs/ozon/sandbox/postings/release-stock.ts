import type { Kernel } from '../kernel.js';
import { freeOf, type Shelf } from '../products/shelf.js';
import type { Posting, PostingProduct } from './posting.js';

/** Units that leave with the carrier, or are given up by a cancellation: no longer reserved, and back for sale only when told so. */
export function releaseStock({ log, clock }: Kernel, shelf: Shelf, { clientId, scheme, warehouseId }: Posting, products: readonly Pick<PostingProduct, 'offerId' | 'quantity'>[], isBackForSale: boolean): void {
  if (scheme === 'FBO') return;
  for (const { offerId, quantity } of products) {
    const stock = shelf.stock(clientId, offerId, warehouseId);
    const next = { ...stock, reserved: Math.max(0, stock.reserved - quantity), present: isBackForSale ? stock.present : Math.max(0, stock.present - quantity), updatedAt: clock.now() };
    shelf.putStock(clientId, offerId, warehouseId, next);
    if (isBackForSale) log.recordEffect({ at: clock.now(), what: 'stock', key: `${clientId}/${offerId}`, old: freeOf(stock), new: freeOf(next), requestId: null });
  }
}
