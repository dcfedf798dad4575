import { z } from 'zod';
import type { Endpoint } from '../access/endpoint.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import { isOnSale } from '../listings/product-views.js';
import type { Shelf } from '../listings/shelf.js';
import { readBody } from '../packages/seller-actions.js';

export interface Buybox {
  /** Prices of sellers outside the sandbox for a barcode. */
  setCompetitors(barcode: string, prices: readonly number[]): void;
  readonly endpoint: Endpoint;
}

const body = z.looseObject({ barcodes: z.array(z.string()).min(1).max(10) });

/** Who shows first on a product page: the lowest price among all sellers of the barcode. */
export function createBuybox({ state }: Kernel, shelf: Shelf, sellers: Sellers): Buybox {
  const competitors = state.store<number[]>('competitors');

  const priceOf = (sellerId: number, barcode: string): number | undefined => {
    const listing = shelf.listing(sellerId, barcode);
    const offer = shelf.offer(sellerId, barcode);
    return listing?.status === 'approved' && offer && isOnSale(listing, offer.quantity) ? offer.salePrice : undefined;
  };

  const infoOf = (sellerId: number, barcode: string) => {
    const own = priceOf(sellerId, barcode);
    if (own === undefined) return undefined;
    const others = sellers.all().flatMap((other) => (other.sellerId === sellerId ? [] : (priceOf(other.sellerId, barcode) ?? [])));
    const prices = [own, ...others, ...(competitors.get(barcode) ?? [])].sort((one, other) => one - other);
    return {
      barcode,
      buyboxOrder: prices.indexOf(own) + 1,
      buyboxPrice: prices[0],
      hasMultipleSeller: prices.length > 1,
      secondBuyboxPrice: prices[1] ?? null,
      thirdBuyboxPrice: prices[2] ?? null,
    };
  };

  return {
    setCompetitors: (barcode, prices) => competitors.put(barcode, [...prices]),
    endpoint: {
      method: 'POST',
      path: '/product/sellers/:sellerId/products/buybox-information',
      quota: 'product-write',
      style: 'product',
      handle: (call) => ({ buyboxInfo: readBody(body, call.body).barcodes.map((barcode) => infoOf(call.sellerId, barcode)).filter((info) => info !== undefined) }),
    },
  };
}
