import { z } from 'zod';
import { ConnectorError, type MarketplaceNews, type NotificationPort } from '../../sync/connector/contract.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { openSqsQueue, queuePlaceOf, type NotificationQueue, type QueuePlace } from './queue.js';
import { subscribe } from './subscriptions.js';

const NOTHING: MarketplaceNews = { orders: [], changedOrderIds: [], pollNow: false };

const envelopeSchema = z.looseObject({ NotificationType: z.string() });
const triggerSchema = z.looseObject({ TimeOfOrderChange: z.iso.datetime({ offset: true }) });
const orderChangeSchema = z.looseObject({ Payload: z.looseObject({ OrderChangeNotification: z.looseObject({ AmazonOrderId: z.string().min(1), OrderChangeTrigger: triggerSchema.nullish().catch(null) }) }) });
const lowerCaseSchema = z.looseObject({ notificationType: z.string() });

/** Order changes that Amazon puts into the seller's queue. They only name the order: it is read anew. */
export function notificationPort(openQueue: (place: QueuePlace) => NotificationQueue = openSqsQueue): NotificationPort<AmazonCredentials> {
  const queueOf = ({ store }: AmazonContext): NotificationQueue | null => {
    const place = queuePlaceOf(store.credentials);
    return place && openQueue(place);
  };
  return {
    isSetUp: ({ credentials }) => queuePlaceOf(credentials) !== null,
    async ensure(context) {
      const place = queuePlaceOf(context.store.credentials);
      if (place === null) return;
      await openQueue(place).check();
      await subscribe(context, place, 'ORDER_CHANGE');
    },
    receive: async (context, signal) => (await queueOf(context)?.receive(signal)) ?? [],
    async acknowledge(context, receipts) {
      await queueOf(context)?.remove(receipts);
    },
    parse: parseNotification,
  };
}

/** Types that nobody subscribed to, or that Amazon sends to try a queue, say nothing. */
function parseNotification(body: Buffer): MarketplaceNews {
  const json = jsonOf(body);
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) {
    if (lowerCaseSchema.safeParse(json).success) return NOTHING;
    throw unreadable(envelope.error);
  }
  if (envelope.data.NotificationType !== 'ORDER_CHANGE') return NOTHING;
  const change = orderChangeSchema.safeParse(json);
  if (!change.success) throw unreadable(change.error);
  const { AmazonOrderId, OrderChangeTrigger } = change.data.Payload.OrderChangeNotification;
  return { ...NOTHING, changedOrderIds: [AmazonOrderId], ...(OrderChangeTrigger && { changedRevision: Date.parse(OrderChangeTrigger.TimeOfOrderChange) }) };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(cause: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: "the message is not one of Amazon's notifications", cause });
}
