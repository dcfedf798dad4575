import { z } from 'zod';
import { ConnectorError, type MarketplaceNews, type NotificationPort } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import type { AmazonContext, AmazonCredentials } from './credentials.js';
import { openSqsQueue, queuePlaceOf, type NotificationQueue, type QueuePlace } from './queue.js';
import { subscribe } from './subscriptions.js';

const NOTHING: MarketplaceNews = { orders: [], changedOrderIds: [], pollNow: false };

const envelopeSchema = z.looseObject({ NotificationType: z.string() });
const triggerSchema = z.looseObject({ TimeOfOrderChange: z.iso.datetime({ offset: true }) });
const orderChangeSchema = z.looseObject({ Payload: z.looseObject({ OrderChangeNotification: z.looseObject({ AmazonOrderId: z.string().min(1), OrderChangeTrigger: triggerSchema.nullish().catch(null) }) }) });
const addressSchema = z.looseObject({ Payload: z.looseObject({ OrderChangeNotification: z.looseObject({ SellerId: optionalText, Summary: z.looseObject({ MarketplaceId: optionalText }).nullish() }) }) });
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
    isFor: ({ remoteSellerId, credentials }, body) => {
      const { seller = remoteSellerId, marketplaceId = credentials.marketplaceId } = addressOf(body);
      return seller === remoteSellerId && marketplaceId === credentials.marketplaceId;
    },
    parse: parseNotification,
  };
}

/** Amazon has one subscription for a seller account, which tells of all its marketplaces. Empty where a message does not say whose it is. */
function addressOf(body: Buffer): { readonly seller?: string; readonly marketplaceId?: string } {
  const address = addressSchema.safeParse(parsedOrNull(body));
  if (!address.success) return {};
  const { SellerId, Summary } = address.data.Payload.OrderChangeNotification;
  return { ...(SellerId && { seller: SellerId }), ...(Summary?.MarketplaceId && { marketplaceId: Summary.MarketplaceId }) };
}

function parsedOrNull(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** Types that nobody subscribed to, or that Amazon sends to try a queue, say nothing. */
function parseNotification(body: Buffer): MarketplaceNews {
  const json = parsedOrNull(body);
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

function unreadable(cause: unknown): ConnectorError {
  return new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: "the message is not one of Amazon's notifications", cause });
}
