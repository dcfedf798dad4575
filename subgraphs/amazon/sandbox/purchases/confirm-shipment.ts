import { z } from 'zod';
import { Answer, type SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound, SpError } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import { orderIdOf } from './endpoints.js';
import { fulfillmentStatusOf, type Order, type OrderPackage } from './order.js';
import type { OrderDesk } from './order-desk.js';

const bodySchema = z.looseObject({
  marketplaceId: z.string(),
  packageDetail: z.looseObject({
    packageReferenceId: z.string().regex(/^[1-9]\d*$/),
    carrierCode: z.string().min(1),
    carrierName: z.string().optional(),
    shippingMethod: z.string().optional(),
    trackingNumber: z.string().min(1),
    shipDate: z.string(),
    orderItems: z.array(z.looseObject({ orderItemId: z.string(), quantity: z.int().min(1) })).min(1),
  }),
});
type Detail = z.output<typeof bodySchema>['packageDetail'];

/** Orders v0 confirmShipment: one package a call; the same reference again changes the package. */
export function confirmShipment({ params, body, seller, requestId }: SellerCall, { clock }: Kernel, desk: OrderDesk): Answer {
  const order = desk.get(orderIdOf(params));
  if (order?.sellerId !== seller.sellerId) throw notFound('The requested order was not found.');
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw invalidInput(`Invalid value for ${parsed.error.issues[0]?.path.join('.') ?? 'body'}`);
  const { packageDetail: detail, marketplaceId } = parsed.data;
  if (marketplaceId !== order.marketplaceId) throw invalidInput('The order was placed on another marketplace.');
  if (order.isFba) throw invalidInput('The order is fulfilled by Amazon.');
  if (detail.carrierCode === 'Other' && !detail.carrierName) throw invalidInput('carrierName is required when carrierCode is Other.');
  const shippedAt = shipDateOf(detail.shipDate, order, clock.now());
  const status = fulfillmentStatusOf(order);
  if (status === 'PENDING' || status === 'CANCELLED') throw invalidInput(`The order is ${status} and cannot be shipped.`);
  const others = order.packages.filter(({ reference }) => reference !== detail.packageReferenceId);
  const next: Order = { ...order, packages: [...others, toPackage(detail, shippedAt)] };
  desk.change({ ...next, items: next.items.map((item) => shippedItem(item, next)) }, { type: 'OrderStatusChange', requestId });
  return new Answer(204);
}

function shipDateOf(text: string, { createdAt }: Order, now: number): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}T/.test(text) || at > now + 60_000 || at < createdAt - 60_000) throw new SpError(400, 'Invalid Input', 'The ship date is invalid.');
  return at;
}

function toPackage({ packageReferenceId, carrierCode, carrierName, shippingMethod, trackingNumber, orderItems }: Detail, shippedAt: number): OrderPackage {
  return {
    reference: packageReferenceId,
    carrierCode,
    carrierName: carrierName ?? null,
    shippingMethod: shippingMethod ?? null,
    trackingNumber,
    shippedAt,
    status: 'SHIPPED',
    detailedStatus: 'PICKED_UP',
    items: orderItems.map(({ orderItemId, quantity }) => ({ orderItemId, quantity })),
  };
}

function shippedItem<T extends Order['items'][number]>(item: T, { packages, items }: Order): T {
  const unknown = packages.flatMap((one) => one.items).find(({ orderItemId }) => !items.some((known) => known.orderItemId === orderItemId));
  if (unknown) throw invalidInput(`The order has no item ${unknown.orderItemId}.`);
  const shipped = packages.flatMap((one) => one.items).filter(({ orderItemId }) => orderItemId === item.orderItemId).reduce((sum, { quantity }) => sum + quantity, 0);
  if (shipped > 0 && item.cancelledBy !== null) throw invalidInput(`The item ${item.orderItemId} is cancelled.`);
  if (shipped > item.quantity) throw invalidInput(`More than the ordered quantity of item ${item.orderItemId} was shipped.`);
  return { ...item, shipped };
}
