import { istanbulText } from '../domain/istanbul-time.js';
import { lineRow, type Buyer, type Order, type OrderLine } from '../domain/order.js';
import { isSalable } from '../domain/listing.js';
import type { Seller } from '../domain/seller.js';
import { findListing, saveListing } from '../listings-store.js';
import type { Market } from '../market.js';
import { saveOrder } from '../orders-store.js';

export interface OrderedLine {
  readonly merchantSku: string;
  readonly quantity: number;
  /** Per unit, kuruş. */
  readonly merchantDiscountMinor?: number | undefined;
  readonly hbDiscountMinor?: number | undefined;
}

export type OrderRefusal = { readonly problem: string };

const DAY_MS = 86_400_000;
const VAT_RATE = 10;

/** A buyer orders: the units leave the listings. Refused when a listing is not on sale or too small. */
export function placeOrder(market: Market, o: { seller: Seller; lines: readonly OrderedLine[]; buyer: Buyer; isPaid: boolean }): Order | OrderRefusal {
  const { seller, lines, buyer, isPaid } = o;
  const problem = lines.map((_, index) => lineProblem(market, seller, lines, index)).find((found) => found !== null);
  if (lines.length === 0 || problem !== undefined) return { problem: problem ?? 'an order needs a line' };
  const nowMs = market.nowMs();
  const orderNumber = market.next('order');
  const order: Order = { merchantId: seller.merchantId, orderNumber, orderId: market.guid('customer'), isPaid, orderedAtMs: nowMs, dueAtMs: nowMs + 3 * DAY_MS, buyer, lines: lines.map((line) => sell(market, seller, line, nowMs)) };
  saveOrder(market, order);
  market.note('order', String(orderNumber), null, isPaid ? 'Open' : 'PaymentAwaiting');
  if (isPaid) announceOrder(market, seller, order);
  return order;
}

/** The payment of an order came in. */
export function payOrder(market: Market, seller: Seller, order: Order): Order {
  const stamp = market.nowMs();
  const paid = { ...order, isPaid: true, lines: order.lines.map((line) => ({ ...line, changedAtMs: Math.max(stamp, line.changedAtMs + 1) })) };
  saveOrder(market, paid);
  announceOrder(market, seller, paid);
  return paid;
}

/** Where the address of an order changes before it is sent. */
export function changeAddress(market: Market, order: Order, address: string): Order {
  const changed = { ...order, buyer: { ...order.buyer, address }, lines: order.lines.map((line) => ({ ...line, changedAtMs: Math.max(market.nowMs(), line.changedAtMs + 1) })) };
  saveOrder(market, changed);
  market.announce({ merchantId: order.merchantId, method: 'PUT', path: `/orders/${order.orderNumber}/shippingaddress`, body: { address, city: order.buyer.city, town: order.buyer.town, changedDate: istanbulText(market.nowMs()) } });
  return changed;
}

function announceOrder(market: Market, { merchantId }: Seller, order: Order): void {
  market.announce({ merchantId, method: 'POST', path: '/orders', body: { items: order.lines.map((line) => lineRow(order, line)) } });
}

function lineProblem(market: Market, { merchantId }: Seller, lines: readonly OrderedLine[], index: number): string | null {
  const line = lines[index];
  const listing = line && findListing(market, merchantId, line.merchantSku);
  if (!line || !listing || !isSalable(listing)) return `${line?.merchantSku ?? ''} is not on sale`;
  const asked = lines.slice(0, index + 1).reduce((sum, other) => (other.merchantSku === line.merchantSku ? sum + other.quantity : sum), 0);
  if (listing.availableStock < asked) return `${line.merchantSku} has only ${listing.availableStock} left`;
  return asked > listing.maximumPurchasableQuantity ? `${line.merchantSku} sells at most ${listing.maximumPurchasableQuantity} at once` : null;
}

function sell(market: Market, { merchantId }: Seller, line: OrderedLine, nowMs: number): OrderLine {
  const listing = findListing(market, merchantId, line.merchantSku);
  if (!listing) throw new Error(`${line.merchantSku} vanished while it was being sold`);
  saveListing(market, { ...listing, availableStock: listing.availableStock - line.quantity });
  return {
    lineId: market.guid('line'),
    merchantSku: listing.merchantSku,
    hbSku: listing.hbSku,
    listingId: listing.listingId,
    name: listing.productName,
    barcode: listing.barcode,
    quantity: line.quantity,
    unitPriceMinor: listing.priceMinor,
    unitMerchantDiscountMinor: line.merchantDiscountMinor ?? 0,
    unitHbDiscountMinor: line.hbDiscountMinor ?? 0,
    vatRate: VAT_RATE,
    commissionRate: listing.commissionRate,
    status: 'Open',
    packageNumber: null,
    changedAtMs: nowMs,
  };
}
