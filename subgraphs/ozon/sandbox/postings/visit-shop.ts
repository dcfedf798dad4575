import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../products/shelf.js';
import type { Warehouses } from '../warehouses.js';
import type { Random } from './buyers.js';
import type { Desk } from './desk.js';
import { placeOrder, PurchaseRefused } from './place-order.js';

interface Shops {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly warehouses: Warehouses;
}

const LOOKS_PER_VISIT = 5;

/** A buyer comes to one of the shops and takes the first thing seen that can be bought. */
export function visitShop(shops: Shops, draw: Random): void {
  const all = shops.sellers.all();
  const clientId = all[Math.floor(draw() * all.length)]?.clientId;
  if (clientId === undefined) return;
  for (let look = 0; look < LOOKS_PER_VISIT; look += 1) {
    const offerId = anyOffer(shops, clientId, draw);
    if (offerId === undefined) return;
    try {
      placeOrder(shops, { clientId, scheme: 'FBS', lines: [{ offerId, quantity: draw() < 0.8 ? 1 : 2 }] });
      return;
    } catch (error) {
      // Sold out or not on sale: the buyer looks at something else.
      if (!(error instanceof PurchaseRefused)) throw error;
    }
  }
}

function anyOffer({ kernel, shelf }: Shops, clientId: string, draw: Random): string | undefined {
  const count = shelf.count(clientId);
  if (count === 0) return undefined;
  const offers = kernel.state.store<string>('offer-by-product-id');
  const [found] = [...offers.range({ start: [clientId, 0], end: [clientId, Number.MAX_SAFE_INTEGER], offset: Math.floor(draw() * count), limit: 1 })];
  return found?.value;
}
