import { asJson } from '../json.js';
import type { Item, Json, Market, Offer } from '../market.js';

export function itemQuantity(item: Item): number {
  const quantity = asJson(asJson(item.record['availability'])['shipToLocationAvailability'])['quantity'];
  return typeof quantity === 'number' ? quantity : 0;
}

export function withQuantity(record: Json, quantity: number): Json {
  const availability = asJson(record['availability']);
  return { ...record, availability: { ...availability, shipToLocationAvailability: { ...asJson(availability['shipToLocationAvailability']), quantity } } };
}

export function setItemQuantity(market: Market, username: string, item: Item, quantity: number): void {
  const old = itemQuantity(item);
  market.items.put([username, item.sku], { ...item, record: withQuantity(item.record, quantity) });
  if (old !== quantity) market.note('stock', item.sku, old, quantity);
}

export function offerCap(offer: Offer): number | null {
  const cap = offer.record['availableQuantity'];
  return typeof cap === 'number' ? cap : null;
}

/** What can be bought: the item's quantity, or the offer's own where that is less. */
export function availableOf(item: Item, offer: Offer): number {
  return Math.min(itemQuantity(item), offerCap(offer) ?? Infinity);
}

export function priceOf(offer: Offer): { readonly value: string; readonly currency: string } | null {
  const { value, currency } = asJson(asJson(offer.record['pricingSummary'])['price']);
  return (typeof value === 'string' || typeof value === 'number') && typeof currency === 'string' ? { value: String(value), currency } : null;
}

export function setPrice(market: Market, username: string, offer: Offer, price: { value: string; currency: string }): void {
  const old = priceOf(offer)?.value ?? null;
  market.offers.put([username, offer.offerId], { ...offer, record: { ...offer.record, pricingSummary: { ...asJson(offer.record['pricingSummary']), price } } });
  if (old !== price.value) market.note('price', offer.sku, old, price.value);
}
