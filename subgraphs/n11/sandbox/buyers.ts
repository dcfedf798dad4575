import { drawsFrom } from '../../../platform/seeded-draws.js';
import { saleStatusOf } from './domain/product.js';
import type { Seller } from './domain/seller.js';
import type { Buyer } from './domain/shipment-package.js';
import { rangeOfSeller, type Market } from './market.js';
import type { N11Sandbox } from './n11-sandbox.js';
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

/** Buyers who come by themselves. Each visit schedules the next, on the sandbox clock; a change of settings outdates those under way. */
export interface Trickle {
  start(o: { perMinute: number; seed?: number | undefined }): { perMinute: number; seed: number };
}

interface Visit {
  readonly round: number;
  readonly number: number;
}

export function installTrickle(sandbox: N11Sandbox): Trickle {
  const { kit, market } = sandbox;
  const rounds = kit.state.store<number>('buyerRounds');
  const schedule = (visit: Visit): void => {
    const { buyersPerMinute, buyersSeed } = kit.settings.get();
    if (buyersPerMinute > 0) kit.clock.after((-Math.log(1 - drawsFrom(buyersSeed ^ (visit.number * 7_919))()) * 60_000) / buyersPerMinute, 'buyer', visit);
  };

  kit.clock.on('buyer', (visit: Visit) => {
    if (visit.round !== (rounds.get('round') ?? 0)) return;
    sandbox.during(null, () => visitOnce(market, drawsFrom(kit.settings.get().buyersSeed + visit.number)));
    schedule({ ...visit, number: visit.number + 1 });
  });

  return {
    start: ({ perMinute, seed }) => {
      const { buyersSeed } = kit.settings.put({ buyersPerMinute: perMinute, ...(seed === undefined ? {} : { buyersSeed: seed }) });
      const round = (rounds.get('round') ?? 0) + 1;
      rounds.put('round', round);
      schedule({ round, number: 1 });
      return { perMinute, seed: buyersSeed };
    },
  };
}

function visitOnce(market: Market, draw: () => number): void {
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
