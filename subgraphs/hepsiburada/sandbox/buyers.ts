import { drawsFrom } from '../../../platform/seeded-draws.js';
import { isSalable } from './domain/listing.js';
import type { Buyer, Order } from './domain/order.js';
import type { HepsiburadaSandbox } from './hepsiburada-sandbox.js';
import { findListing } from './listings-store.js';
import { rangeOfSeller, type Market } from './market.js';
import { placeOrder, type OrderRefusal } from './operations/place-order.js';

const firstNames = ['Ayşe', 'Mehmet', 'Zeynep', 'Mustafa', 'Elif', 'Emre', 'Fatma', 'Burak', 'Selin', 'Kerem', 'Derya', 'Onur'];
const lastNames = ['Yılmaz', 'Kaya', 'Demir', 'Çelik', 'Şahin', 'Yıldız', 'Öztürk', 'Aydın', 'Arslan', 'Doğan'];
const places = [
  ['İstanbul', 'Kadıköy', 'Moda', '34710'],
  ['Ankara', 'Çankaya', 'Kavaklıdere', '06680'],
  ['İzmir', 'Bornova', 'Erzene', '35040'],
  ['Bursa', 'Nilüfer', 'Görükle', '16285'],
  ['Antalya', 'Muratpaşa', 'Şirinyalı', '07160'],
] as const;

/** Takes an order in; one of a seller who lets Hepsiburada pack is packed a while later. */
export function acceptOrder({ kit, market }: HepsiburadaSandbox, o: Parameters<typeof placeOrder>[1]): Order | OrderRefusal {
  const placed = placeOrder(market, o);
  if (!('problem' in placed) && o.seller.packsAutomatically) kit.clock.after(kit.settings.get().autoPackDelayMs, 'autoPack', { merchantId: o.seller.merchantId, orderNumber: placed.orderNumber });
  return placed;
}

/** An invented person; the same number gives the same one. */
export function inventBuyer(market: Market, draw: () => number = drawsFrom(market.next('customer'))): Buyer {
  const number = market.next('customer');
  const [city, town, district, postalCode] = pick(places, draw);
  return {
    customerId: String(number),
    fullName: `${pick(firstNames, draw)} ${pick(lastNames, draw)}`,
    email: `alici${number}@example.invalid`,
    phone: `5${String(550_000_000 + (number % 1_000_000)).slice(-9)}`,
    address: `${district} Mah. ${1 + Math.floor(draw() * 90)}. Sok. No: ${1 + Math.floor(draw() * 40)}`,
    city,
    town,
    district,
    postalCode,
  };
}

/** A buyer comes to one of the shops and takes something of which there are two at least. */
export function visitShop(sandbox: HepsiburadaSandbox, draw: () => number): void {
  const { market } = sandbox;
  const sellers = [...market.sellers.range()].map(({ value }) => value);
  const seller = sellers[Math.floor(draw() * sellers.length)];
  const merchantSku = seller && somethingOnSale(market, seller.merchantId, draw);
  if (seller && merchantSku !== undefined) acceptOrder(sandbox, { seller, lines: [{ merchantSku, quantity: draw() < 0.8 ? 1 : 2 }], buyer: inventBuyer(market, draw), isPaid: true });
}

function somethingOnSale(market: Market, merchantId: string, draw: () => number): string | undefined {
  const count = market.hbSkus.count(rangeOfSeller(merchantId));
  for (let tries = 0; tries < 10 && count > 0; tries += 1) {
    const [found] = [...market.hbSkus.range({ ...rangeOfSeller(merchantId), offset: Math.floor(draw() * count), limit: 1 })];
    const listing = found && findListing(market, merchantId, found.value);
    if (listing && isSalable(listing) && listing.availableStock >= 2) return listing.merchantSku;
  }
  return undefined;
}

function pick<T>(from: readonly T[], draw: () => number): T {
  const chosen = from[Math.floor(draw() * from.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
