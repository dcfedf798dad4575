import type { EbaySandbox } from './ebay-sandbox.js';
import { availableOf } from './inventory/quantities.js';
import { findItem, liveListingOf } from './inventory/shelf.js';
import { rangeOfOwner, type Market } from './market.js';
import type { OrderBuyer } from './purchases/order.js';
import { placeOrder } from './purchases/place-order.js';

const firstNames = ['Anna', 'Lukas', 'Marie', 'Jonas', 'Sophie', 'Leon', 'Emilia', 'Paul', 'Mia', 'Felix', 'Ayşe', 'Emre'];
const lastNames = ['Müller', 'Schmidt', 'Fischer', 'Weber', 'Wagner', 'Becker', 'Hoffmann', 'Yılmaz', 'Koch', 'Richter'];
const places = [
  ['Berlin', '10115'],
  ['Hamburg', '20095'],
  ['München', '80331'],
  ['Köln', '50667'],
  ['Leipzig', '04109'],
  ['Wien', '1010'],
] as const;

/** An invented person, another for each number. */
export function buyerNumber(market: Market, draw: () => number): OrderBuyer {
  const number = market.next('buyer');
  const [city, postalCode] = pick(places, draw);
  return {
    username: `alici_${number}`,
    userId: `uid-alici_${number}`,
    eiasToken: `eias${number}==`,
    fullName: `${pick(firstNames, draw)} ${pick(lastNames, draw)}`,
    email: `buyer${number}@members.example.invalid`,
    phone: `+4930${String(1_000_000 + number)}`,
    addressLine1: `Musterweg ${1 + Math.floor(draw() * 90)}`,
    city,
    postalCode,
    countryCode: city === 'Wien' ? 'AT' : 'DE',
  };
}

/** A buyer comes to one of the shops and takes something of which there are two at least. */
export function visitShop(sandbox: EbaySandbox, draw: () => number): void {
  const { market } = sandbox;
  const sellers = [...market.sellers.range()].map(({ value }) => value);
  const seller = sellers[Math.floor(draw() * sellers.length)];
  if (!seller) return;
  const range = rangeOfOwner(seller.username);
  const count = market.offers.count(range);
  for (let tries = 0; tries < 10 && count > 0; tries += 1) {
    const [found] = [...market.offers.range({ ...range, offset: Math.floor(draw() * count), limit: 1 })];
    const item = found && findItem(market, seller.username, found.value.sku);
    if (!item || !liveListingOf(market, seller.username, found.value) || availableOf(item, found.value) < 2) continue;
    placeOrder(sandbox, { seller, wishes: [{ sku: item.sku, quantity: draw() < 0.8 ? 1 : 2 }], buyer: buyerNumber(market, draw), isPaid: true });
    return;
  }
}

function pick<T>(from: readonly T[], draw: () => number): T {
  const chosen = from[Math.floor(draw() * from.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
