import { z } from 'zod';
import type { Endpoint, SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound } from '../access/errors.js';
import { checkedMarketplace } from '../access/query.js';
import { marketplaceOf } from '../access/marketplaces.js';
import { isoOf, type Kernel } from '../kernel.js';
import type { OrderDesk } from './order-desk.js';
import { fulfillmentStatusOf, totalMinorOf, v0StatusOf, type Order, type OrderItem } from './order.js';

const ROOT = '/orders/v0/orders';
const DAY_MS = 86_400_000;
const LEAST_AGE_MS = 120_000;
const MOST_IDS = 50;

/** Orders v0, the legacy reading of the same orders: without restricted data tokens, so without name, address and tax number. */
export function v0OrderReads(kernel: Kernel, desk: OrderDesk): Endpoint[] {
  return [
    { method: 'GET', path: ROOT, operation: 'getOrdersV0', handle: (call) => ({ payload: listOrders(call, kernel, desk) }) },
    { method: 'GET', path: `${ROOT}/:orderId`, operation: 'getOrderV0', handle: (call) => ({ payload: viewOf(ownOrder(call, desk)) }) },
    {
      method: 'GET',
      path: `${ROOT}/:orderId/orderItems`,
      operation: 'getOrderItemsV0',
      handle(call) {
        const order = ownOrder(call, desk);
        return { payload: { AmazonOrderId: order.orderId, OrderItems: order.items.map((item) => itemView(order, item)) } };
      },
    },
  ];
}

/** Where a walk goes on; what it asks for stays as it was. */
const positionSchema = z.object({ offset: z.int().min(0), until: z.number(), parameters: z.record(z.string(), z.array(z.string())) });
type Position = z.output<typeof positionSchema>;

const PARAMETERS = ['MarketplaceIds', 'CreatedAfter', 'CreatedBefore', 'LastUpdatedAfter', 'LastUpdatedBefore', 'OrderStatuses', 'FulfillmentChannels', 'AmazonOrderIds', 'MaxResultsPerPage'] as const;

function listOrders({ query, seller }: SellerCall, { clock, settings }: Kernel, desk: OrderDesk): object {
  const token = query.text('NextToken');
  const given = (name: (typeof PARAMETERS)[number]): readonly string[] => position?.parameters[name] ?? query.list(name);
  const position = token === undefined ? null : readPosition(token);
  const marketplaceIds = given('MarketplaceIds');
  if (marketplaceIds.length === 0) throw invalidInput('Missing required parameter: MarketplaceIds');
  for (const id of marketplaceIds) checkedMarketplace(id, seller);
  const ids = given('AmazonOrderIds');
  if (ids.length > MOST_IDS) throw invalidInput(`At most ${MOST_IDS} AmazonOrderIds are allowed.`);
  const [created, updated] = [timeOf(given('CreatedAfter')[0]), timeOf(given('LastUpdatedAfter')[0])];
  if (ids.length === 0 && (created === null) === (updated === null)) throw invalidInput('Either the CreatedAfter or the LastUpdatedAfter parameter must be given.');
  const before = timeOf(given(updated === null ? 'CreatedBefore' : 'LastUpdatedBefore')[0]);
  if (position === null && before !== null && before > clock.now() - LEAST_AGE_MS) throw invalidInput('A time that ends the range must be at least two minutes in the past.');
  const until = position?.until ?? before ?? clock.now() - settings().orderListLagMs;
  const [statuses, channels] = [given('OrderStatuses'), given('FulfillmentChannels')];
  const momentOf = (order: Order): number => (updated === null ? order.createdAt : order.updatedAt);
  const found = desk
    .of(seller.sellerId)
    .filter((order) => (ids.length > 0 ? ids.includes(order.orderId) : momentOf(order) >= (updated ?? created ?? 0) && momentOf(order) <= until))
    .filter((order) => marketplaceIds.includes(order.marketplaceId) && (statuses.length === 0 || statuses.includes(v0StatusOf(order))) && (channels.length === 0 || channels.includes(channelOf(order))))
    .toSorted((a, b) => momentOf(a) - momentOf(b));
  const size = sizeOf(given('MaxResultsPerPage')[0]);
  const offset = position?.offset ?? 0;
  const next: Position = { offset: offset + size, until, parameters: Object.fromEntries(PARAMETERS.map((name) => [name, [...given(name)]])) };
  return {
    Orders: found.slice(offset, offset + size).map(viewOf),
    ...(found.length > offset + size ? { NextToken: Buffer.from(JSON.stringify(next)).toString('base64') } : {}),
    ...(updated === null ? { CreatedBefore: isoOf(until) } : { LastUpdatedBefore: isoOf(until) }),
  };
}

function readPosition(token: string): Position {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(token, 'base64').toString('utf8')));
  } catch {
    throw invalidInput('Invalid value for parameter NextToken');
  }
}

function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalidInput('A time must be an ISO 8601 date and time.');
  return at;
}

function sizeOf(text: string | undefined): number {
  const size = Number(text ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100) throw invalidInput('Invalid value for parameter MaxResultsPerPage');
  return size;
}

function ownOrder({ params, seller }: SellerCall, desk: OrderDesk): Order {
  const order = desk.get(params['orderId'] ?? '');
  if (order?.sellerId !== seller.sellerId) throw notFound('The requested order was not found.');
  return order;
}

function channelOf({ isFba }: Order): string {
  return isFba ? 'AFN' : 'MFN';
}

function viewOf(order: Order): object {
  const standing = order.items.filter(({ cancelledBy }) => cancelledBy === null);
  const shipped = order.items.reduce((sum, item) => sum + item.shipped, 0);
  return {
    AmazonOrderId: order.orderId,
    PurchaseDate: isoOf(order.createdAt),
    LastUpdateDate: isoOf(order.updatedAt),
    OrderStatus: v0StatusOf(order),
    FulfillmentChannel: channelOf(order),
    SalesChannel: marketplaceOf(order.marketplaceId)?.name,
    ShipServiceLevel: order.isPrime ? 'Expedited' : 'Standard',
    ...(order.isPending || fulfillmentStatusOf(order) === 'CANCELLED' ? {} : { OrderTotal: moneyOf(order, totalMinorOf(order)) }),
    NumberOfItemsShipped: shipped,
    NumberOfItemsUnshipped: standing.reduce((sum, { quantity }) => sum + quantity, 0) - shipped,
    PaymentMethod: 'Other',
    PaymentMethodDetails: ['Standard'],
    MarketplaceId: order.marketplaceId,
    ShipmentServiceLevelCategory: order.isPrime ? 'Expedited' : 'Standard',
    OrderType: 'StandardOrder',
    EarliestShipDate: isoOf(order.createdAt),
    LatestShipDate: isoOf(order.createdAt + 2 * DAY_MS),
    IsBusinessOrder: order.buyer.company !== null,
    IsPrime: order.isPrime,
    IsPremiumOrder: false,
    IsReplacementOrder: 'false',
  };
}

function itemView(order: Order, item: OrderItem): object {
  return {
    ASIN: item.asin,
    SellerSKU: item.sku,
    OrderItemId: item.orderItemId,
    Title: item.title,
    QuantityOrdered: item.cancelledBy === null ? item.quantity : 0,
    QuantityShipped: item.shipped,
    ...(order.isPending ? {} : { ItemPrice: moneyOf(order, item.quantity * item.unitPriceMinor), PromotionDiscount: moneyOf(order, item.discountMinor) }),
    IsGift: 'false',
    ConditionId: 'New',
    BuyerRequestedCancel: { IsBuyerRequestedCancel: String(item.cancelWish !== null), BuyerCancelReason: item.cancelWish ?? '' },
  };
}

function moneyOf({ currency }: Order, minor: number): { CurrencyCode: string; Amount: string } {
  return { CurrencyCode: currency, Amount: (minor / 100).toFixed(2) };
}
