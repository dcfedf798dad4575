import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import type { Offer } from '../listings/listing.js';
import type { Shelf } from '../listings/shelf.js';
import type { Random } from './buyers.js';
import type { Desk } from './desk.js';
import { placeOrder, PurchaseRefused } from './place-order.js';

interface Shops {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly shelf: Shelf;
  readonly desk: Desk;
}

const LOOKS_PER_VISIT = 5;

/** A buyer comes to one of the shops and takes the first thing seen that can be bought. */
export function visitShop({ kernel, sellers, shelf, desk }: Shops, draw: Random): void {
  const all = sellers.all();
  const sellerId = all[Math.floor(draw() * all.length)]?.sellerId;
  if (sellerId === undefined) return;
  for (let look = 0; look < LOOKS_PER_VISIT; look += 1) {
    const barcode = anyBarcode(kernel, sellerId, draw);
    if (barcode === undefined) return;
    try {
      placeOrder(kernel, shelf, desk, { sellerId, lines: [{ barcode, quantity: draw() < 0.8 ? 1 : 2 }] });
      return;
    } catch (error) {
      // Sold out or not on sale: the buyer looks at something else.
      if (!(error instanceof PurchaseRefused)) throw error;
    }
  }
}

function anyBarcode({ state }: Kernel, sellerId: number, draw: Random): string | undefined {
  const offers = state.store<Offer>('offers');
  const bounds = { start: [sellerId], end: [sellerId + 1] };
  const offset = Math.floor(draw() * offers.count(bounds));
  for (const { key } of offers.range({ ...bounds, offset, limit: 1 })) return String((key as readonly (string | number)[])[1]);
  return undefined;
}
