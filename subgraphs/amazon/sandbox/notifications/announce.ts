import { randomUUID } from 'node:crypto';
import type { Feed } from '../feeds/feed.js';
import { isoOf, type Kernel } from '../kernel.js';
import { v0StatusOf, type Order } from '../purchases/order.js';
import type { ChangeType } from '../purchases/order-desk.js';
import type { Queues } from '../queue/queues.js';
import type { Subscription, Subscriptions } from './subscriptions.js';

/** Puts notifications into the queues that sellers subscribed, at least once and in no promised order. */
export interface Announcer {
  orderChanged(order: Order, type: ChangeType): void;
  feedFinished(feed: Feed): void;
}

interface Outgoing {
  readonly path: string;
  readonly body: string;
}

export function createAnnouncer({ state, clock, settings }: Kernel, subscriptions: Subscriptions, queues: Queues): Announcer {
  clock.on('notification', ({ path, body }: Outgoing) => {
    queues.send(path, body);
    const nth = settings().notificationDuplicateEveryNth;
    if (nth > 0 && state.next('notification') % nth === 0) queues.send(path, body);
  });
  const tell = (sellerId: string, type: string, write: (subscription: Subscription) => unknown): void => {
    const target = subscriptions.targetOf(sellerId, type);
    const queue = target && queues.byArn(target.arn);
    if (!queue) return;
    clock.after(settings().notificationDelayMs, 'notification', { path: queue.path, body: JSON.stringify(write(target.subscription)) });
  };
  return {
    orderChanged: (order, type) => tell(order.sellerId, 'ORDER_CHANGE', (subscription) => orderChange(order, type, { now: clock.now(), subscription })),
    feedFinished: (feed) => tell(feed.sellerId, 'FEED_PROCESSING_FINISHED', (subscription) => feedFinished(feed, { now: clock.now(), subscription })),
  };
}

function orderChange(order: Order, type: ChangeType, { now, subscription }: { now: number; subscription: Subscription }): unknown {
  const status = v0StatusOf(order);
  return {
    NotificationVersion: '1.0',
    NotificationType: 'ORDER_CHANGE',
    PayloadVersion: '1.0',
    EventTime: isoOf(now),
    Payload: {
      OrderChangeNotification: {
        NotificationLevel: 'OrderLevel',
        SellerId: order.sellerId,
        AmazonOrderId: order.orderId,
        OrderChangeType: type,
        OrderChangeTrigger: { TimeOfOrderChange: isoOf(order.updatedAt), ChangeReason: null },
        Summary: {
          MarketplaceId: order.marketplaceId,
          OrderStatus: status,
          PurchaseDate: isoOf(order.createdAt),
          DestinationPostalCode: order.isPending ? null : order.buyer.postalCode,
          FulfillmentType: order.isFba ? 'AFN' : 'MFN',
          OrderType: 'StandardOrder',
          NumberOfItemsShipped: order.items.reduce((sum, { shipped }) => sum + shipped, 0),
          NumberOfItemsUnshipped: order.items.reduce((sum, { quantity, shipped }) => sum + quantity - shipped, 0),
          OrderItems: order.items.map((item) => ({ OrderItemId: item.orderItemId, SellerSKU: item.sku, OrderItemStatus: status, Quantity: item.quantity, QuantityShipped: item.shipped, IsBuyerRequestedCancel: item.cancelWish !== null })),
        },
      },
    },
    NotificationMetadata: { ApplicationId: subscription.clientId, SubscriptionId: subscription.subscriptionId, PublishTime: isoOf(now), NotificationId: randomUUID() },
  };
}

function feedFinished({ sellerId, feedId, feedType, processingStatus, resultFeedDocumentId }: Feed, { now, subscription }: { now: number; subscription: Subscription }): unknown {
  return {
    notificationVersion: '2020-09-04',
    notificationType: 'FEED_PROCESSING_FINISHED',
    payloadVersion: '2020-09-04',
    eventTime: isoOf(now),
    payload: { feedProcessingFinishedNotification: { sellerId, accountId: null, feedId, feedType, processingStatus, resultFeedDocumentId } },
    notificationMetadata: { applicationId: subscription.clientId, subscriptionId: subscription.subscriptionId, publishTime: isoOf(now), notificationId: randomUUID() },
  };
}
