import { saleStatusOf } from './domain/product.js';
import type { Seller } from './domain/seller.js';
import type { Buyer } from './domain/shipment-package.js';
import { rangeOfSeller, type Market } from './market.js';
import { placeOrder } from './operations/place-order.js';
import { findProduct } from './products-store.js';

const firstNames = ['Ayşe', 'Mehmet', 'Zeynep', 'Mustafa', 'Elif', 'Emre', 'Fatma', 'Burak', 'Selin', 'Kerem', 'Derya', 'Onur', 'İrem', 'Çağla', 'Ömer', 'Şule'];
const lastNames = ['Yılmaz', 'Kaya', 'Demir', 'Çelik', 'Şahin', 'Yıldız', 'Öztürk', 'Aydın', 'Arslan', 'Doğan', 'Kılıç', 'Güneş'];
const places = [
  ['İstanbul', 'Kadıköy', 'Moda', '34710'],
  ['İstanbul', 'Beşiktaş', 'Levent', '34330'],
  ['Ankara', 'Çankaya', 'Kavaklıdere', '06680'],
  ['İzmir', 'Karşıyaka', 'Bostanlı', '35590'],
  ['Bursa', 'Nilüfer', 'Görükle', '16285'],
  ['Antalya', 'Muratpaşa', 'Şirinyalı', '07160'],
  ['Eskişehir', 'Tepebaşı', 'Hoşnudiye', '26130'],
] as const;

/** An invented person; the same number gives the same one. */
export function buyerNumber(market: Market, draw: () => number): Buyer {
  const customerId = market.next('customer');
  const [city, district, neighborhood, postalCode] = pick(places, draw);
  const fullName = `${pick(firstNames, draw)} ${pick(lastNames, draw)}`;
  return {
    customerId,
    fullName,
    email: `alici${customerId}@example.invalid`,
    gsm: `5${String(550_000_000 + (customerId % 1_000_000)).slice(-9)}`,
    address: `${neighborhood} Mah. ${1 + Math.floor(draw() * 90)}. Sok. No: ${1 + Math.floor(draw() * 40)}`,
    city,
    district,
    neighborhood,
    postalCode,
  };
}

/** A buyer comes to one of the shops and takes something of which there are two at least. */
export function visitShop(market: Market, draw: () => number): void {
  const sellers = [...market.sellers.range()].map(({ value }) => value);
  const seller = sellers[Math.floor(draw() * sellers.length)];
  const stockCode = seller && somethingOnSale(market, seller, draw);
  if (seller && stockCode !== undefined) placeOrder(market, { seller, lines: [{ stockCode, quantity: draw() < 0.8 ? 1 : 2 }], buyer: buyerNumber(market, draw) });
}

function somethingOnSale(market: Market, { sellerId }: Seller, draw: () => number): string | undefined {
  const count = market.productNumbers.count(rangeOfSeller(sellerId));
  for (let tries = 0; tries < 10 && count > 0; tries += 1) {
    const [found] = [...market.productNumbers.range({ ...rangeOfSeller(sellerId), offset: Math.floor(draw() * count), limit: 1 })];
    const product = found && findProduct(market, sellerId, found.value);
    if (product && saleStatusOf(product) === 'On_Sale' && product.quantity >= 2) return product.stockCode;
  }
  return undefined;
}

function pick<T>(from: readonly [T, ...T[]] | readonly T[], draw: () => number): T {
  const chosen = from[Math.floor(draw() * from.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
