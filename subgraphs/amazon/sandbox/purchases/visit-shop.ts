import type { Sellers } from '../access/sellers.js';
import type { ListingBook } from '../listings/listing-book.js';
import { PurchaseRefused, type OrderDesk } from './order-desk.js';

const LOOKS_PER_VISIT = 10;

/** A buyer comes to one of the shops and takes the first thing seen that can be bought. */
export function visitShop({ book, desk, sellers }: { readonly book: ListingBook; readonly desk: OrderDesk; readonly sellers: Sellers }, draw: () => number): void {
  const all = sellers.all();
  const seller = all[Math.floor(draw() * all.length)];
  if (!seller) return;
  const marketplaceId = seller.marketplaceIds[0] ?? '';
  const count = book.count(seller.sellerId, marketplaceId);
  for (let look = 0; look < LOOKS_PER_VISIT && count > 0; look += 1) {
    const listing = book.at(seller.sellerId, marketplaceId, Math.floor(draw() * count));
    try {
      if (listing) desk.place({ sellerId: seller.sellerId, marketplaceId, lines: [{ sku: listing.sku, quantity: draw() < 0.8 ? 1 : 2 }] });
      return;
    } catch (error) {
      // Sold out or not on sale: the buyer looks at something else.
      if (!(error instanceof PurchaseRefused)) throw error;
    }
  }
}
