import type { Kernel } from '../kernel.js';
import { priceIn, textOf, type Listing } from '../listings/listing.js';
import { isBuyable } from '../listings/listing.js';
import type { ListingBook } from '../listings/listing-book.js';
import { buyerNumber } from './buyers.js';
import { fulfillmentStatusOf, type Order, type OrderItem } from './order.js';

export type ChangeType = 'OrderStatusChange' | 'BuyerRequestedChange';

export interface Purchase {
  readonly sellerId: string;
  readonly marketplaceId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly discountMinor?: number | undefined }[];
  readonly isPending?: boolean | undefined;
  readonly isCompany?: boolean | undefined;
  /** Amazon ships it from its own warehouse, of which the seller's own stock knows nothing; absent: as the listing of the first line is sold. */
  readonly isFba?: boolean | undefined;
}

export class PurchaseRefused extends Error {}

/** All orders, and whom to tell when one changes. */
export interface OrderDesk {
  place(purchase: Purchase): Order;
  get(orderId: string): Order | undefined;
  of(sellerId: string): Order[];
  /** Stores a change: stamps it, notes its effect, tells the listeners. */
  change(order: Order, o: { type: ChangeType; requestId: number | null }): Order;
  /** Gives units back to the shelf. */
  restock(order: Order, item: OrderItem): void;
  onChange(listener: (order: Order, type: ChangeType) => void): void;
}

const FIRST_ORDER = 1_000_001;
const FIRST_ITEM = 40_510_000_012_345;

export function createOrderDesk({ state, clock, log }: Kernel, book: ListingBook): OrderDesk {
  const orders = state.store<Order>('orders');
  const listeners: ((order: Order, type: ChangeType) => void)[] = [];
  const nextOrderId = (): string => {
    const number = state.next('order', FIRST_ORDER);
    return `405-${String(number).padStart(7, '0')}-${String((number * 7_919) % 10_000_000).padStart(7, '0')}`;
  };
  const listingOf = ({ sellerId, marketplaceId, lines }: Purchase): Listing | undefined => book.get(sellerId, marketplaceId, lines[0]?.sku ?? '');
  const isShippedByAmazon = (purchase: Purchase): boolean => purchase.isFba ?? listingOf(purchase)?.amazonChannel !== undefined;
  /** Of what is the seller's own on sale, Amazon's warehouse may have some too; nobody counts those. */
  const isCounted = (listing: Listing, isFba: boolean): boolean => !isFba || listing.amazonChannel !== undefined;
  const requireBuyable = (purchase: Purchase, { sku, quantity }: Purchase['lines'][number]): Listing => {
    const listing = book.get(purchase.sellerId, purchase.marketplaceId, sku);
    const isFba = isShippedByAmazon(purchase);
    if (!listing || (isCounted(listing, isFba) && !isBuyable(listing))) throw new PurchaseRefused(`${sku} is not on sale`);
    if (isCounted(listing, isFba) && (listing.quantity ?? 0) < quantity) throw new PurchaseRefused(`there are only ${listing.quantity ?? 0} of ${sku}`);
    return listing;
  };

  return {
    place(purchase) {
      const isFba = isShippedByAmazon(purchase);
      const items = purchase.lines.map((line): OrderItem => {
        const listing = requireBuyable(purchase, line);
        if (isCounted(listing, isFba)) book.moveStock(listing, -line.quantity);
        return {
          orderItemId: String(state.next('order-item', FIRST_ITEM)),
          sku: line.sku,
          asin: listing.asin,
          title: textOf(listing.attributes, 'item_name') ?? line.sku,
          quantity: line.quantity,
          unitPriceMinor: listing.priceMinor ?? priceIn(listing.attributes) ?? 0,
          discountMinor: line.discountMinor ?? 0,
          shipped: 0,
          cancelledBy: null,
          cancelReason: null,
          cancelWish: null,
          returned: 0,
          refundedMinor: 0,
        };
      });
      const now = clock.now();
      const number = state.next('buyer');
      const order: Order = {
        orderId: nextOrderId(),
        sellerId: purchase.sellerId,
        marketplaceId: purchase.marketplaceId,
        currency: listingOf(purchase)?.currency ?? 'TRY',
        createdAt: now,
        updatedAt: now,
        isPending: purchase.isPending ?? false,
        isPrime: isFba || number % 3 === 0,
        ...(isFba ? { isFba: true } : {}),
        buyer: buyerNumber(number, purchase.isCompany ?? false),
        items,
        packages: [],
      };
      orders.put(order.orderId, order);
      log.recordEffect({ at: now, what: 'order', key: order.orderId, old: null, new: fulfillmentStatusOf(order), requestId: null });
      for (const listener of listeners) listener(order, 'OrderStatusChange');
      return order;
    },
    get: (orderId) => orders.get(orderId),
    of: (sellerId) => [...orders.range()].map(({ value }) => value).filter((order) => order.sellerId === sellerId),
    change(order, { type, requestId }) {
      const before = orders.get(order.orderId);
      const stamped: Order = { ...order, updatedAt: Math.max(clock.now(), (before?.updatedAt ?? 0) + 1) };
      orders.put(order.orderId, stamped);
      log.recordEffect({ at: clock.now(), what: 'order', key: order.orderId, old: before ? fulfillmentStatusOf(before) : null, new: fulfillmentStatusOf(stamped), requestId });
      for (const listener of listeners) listener(stamped, type);
      return stamped;
    },
    restock({ sellerId, marketplaceId, isFba }, { sku, quantity }) {
      if (isFba) return;
      const listing = book.get(sellerId, marketplaceId, sku);
      if (listing) book.moveStock(listing, quantity);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
