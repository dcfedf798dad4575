import { ControlError } from '../../../../platform/sandbox/control.js';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson, textOf } from '../json.js';
import { availableOf, offerCap, priceOf, setItemQuantity, itemQuantity } from '../inventory/quantities.js';
import { findItem, liveListingOf, offersOf } from '../inventory/shelf.js';
import type { Listing, Offer, Seller } from '../market.js';
import { announce } from '../notify/announce.js';
import type { Order, OrderBuyer, OrderLine } from './order.js';

export interface Wish {
  readonly sku: string;
  readonly quantity: number;
  readonly discountMinor?: number | undefined;
}

export interface Checkout {
  readonly seller: Seller;
  readonly wishes: readonly Wish[];
  readonly buyer: OrderBuyer;
  readonly isPaid: boolean;
  /** The site whose listings are bought; without it, the first that shows the first SKU. */
  readonly marketplaceId?: string | undefined;
  /** The site that the buyer buys through, where it is another. */
  readonly purchaseMarketplaceId?: string | undefined;
}

/** A buyer checks out on one site: stock falls at once, on the item for all sites and on the offer, and the seller is told when it is paid. */
export function placeOrder(sandbox: EbaySandbox, o: Checkout): Order {
  const { market } = sandbox;
  const { username } = o.seller;
  const number = market.next('order');
  const marketplaceId = o.marketplaceId ?? siteShowing(sandbox, username, o.wishes);
  const bought = o.wishes.map((wish) => takeOffShelf(sandbox, { username, marketplaceId }, wish));
  const [first] = bought;
  if (!first) throw new ControlError(400, 'an order needs a line');
  const now = market.nowMs();
  const order: Order = {
    orderId: `${String(11 + (Math.floor(number / 1e10) % 80)).padStart(2, '0')}-${String(Math.floor(number / 1e5) % 1e5).padStart(5, '0')}-${String(number % 1e5).padStart(5, '0')}`,
    seller: username,
    marketplaceId,
    purchaseMarketplaceId: o.purchaseMarketplaceId ?? marketplaceId,
    currency: priceOf(first.offer)?.currency ?? 'EUR',
    createdAt: now,
    modifiedAt: now,
    paidAt: o.isPaid ? now : null,
    buyer: o.buyer,
    deliveryMinor: 490,
    lines: bought.map(({ line }) => line),
    cancelState: 'NONE_REQUESTED',
    cancels: [],
    refunds: [],
    fulfillments: [],
  };
  putOrder(sandbox, order);
  market.note('order', order.orderId, null, 'CREATED');
  if (o.isPaid) confirm(sandbox, order);
  return order;
}

export function payOrder(sandbox: EbaySandbox, order: Order): Order {
  const paid = touch(sandbox, { ...order, paidAt: sandbox.market.nowMs() });
  confirm(sandbox, paid);
  return paid;
}

/** Stores a changed order with a later time of change than it had. */
export function touch(sandbox: EbaySandbox, order: Order): Order {
  const touched = { ...order, modifiedAt: Math.max(sandbox.market.nowMs(), order.modifiedAt + 1) };
  putOrder(sandbox, touched);
  return touched;
}

function putOrder({ market }: EbaySandbox, order: Order): void {
  market.orders.put([order.seller, order.orderId], order);
}

/** One notification per line. */
function confirm(sandbox: EbaySandbox, order: Order): void {
  for (const { lineItemId, legacyItemId } of order.lines) announce(sandbox, { topicId: 'ORDER_CONFIRMATION', username: order.seller, data: { orderId: order.orderId, lineItemId, legacyItemId, sellerUsername: order.seller } });
}

function siteShowing(sandbox: EbaySandbox, username: string, [first]: readonly Wish[]): string {
  const [shown] = first ? onSale(sandbox, username, first.sku) : [];
  if (!shown) throw new ControlError(404, `${first?.sku ?? 'nothing'} is not on sale`);
  return shown.offer.marketplaceId;
}

function onSale({ market }: EbaySandbox, username: string, sku: string): { offer: Offer; listing: Listing }[] {
  return offersOf(market, username, sku).flatMap((offer) => {
    const listing = liveListingOf(market, username, offer);
    return listing ? [{ offer, listing }] : [];
  });
}

function takeOffShelf(sandbox: EbaySandbox, { username, marketplaceId }: { username: string; marketplaceId: string }, { sku, quantity, discountMinor = 0 }: Wish): { line: OrderLine; offer: Offer } {
  const { market } = sandbox;
  const item = findItem(market, username, sku);
  const found = onSale(sandbox, username, sku).find(({ offer }) => offer.marketplaceId === marketplaceId);
  if (!item || !found) throw new ControlError(404, `${sku} is not on sale on ${marketplaceId}`);
  const { offer, listing } = found;
  if (availableOf(item, offer) < quantity) throw new ControlError(409, `${sku} has only ${availableOf(item, offer)} left`);
  setItemQuantity(market, username, item, itemQuantity(item) - quantity);
  const cap = offerCap(offer);
  if (cap !== null) market.offers.put([username, offer.offerId], { ...offer, record: { ...offer.record, availableQuantity: cap - quantity } });
  market.listings.put([username, listing.listingId], { ...listing, sold: { ...listing.sold, [sku]: (listing.sold[sku] ?? 0) + quantity } });
  const costMinor = Math.round(Number(priceOf(offer)?.value ?? 0) * 100) * quantity;
  const line: OrderLine = {
    lineItemId: String(market.next('lineItem')),
    transactionId: String(market.next('transaction')),
    legacyItemId: listing.listingId,
    sku,
    title: textOf(asJson(item.record['product'])['title']) || sku,
    quantity,
    costMinor,
    discountMinor,
    shipped: 0,
  };
  return { line, offer };
}
