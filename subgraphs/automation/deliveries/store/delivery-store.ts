import type { Db, Filter } from 'mongodb';
import type { SellerId } from '../../../../platform/ids.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../../platform/mongo/keyset-page.js';
import type { DeliveryAttempt, DeliveryId, DeliveryState, WebhookDelivery } from '../domain/webhook-delivery.js';
import type { EndpointId } from '../domain/webhook-endpoint.js';
import type { WebhookKind } from '../domain/webhook-kind.js';

const COLLECTION = 'webhook_deliveries';
const KEPT_ATTEMPTS = 20;
const KEPT_KEYS = 20;
const NEWEST_FIRST = [{ field: 'createdAt', direction: -1 }] as const;
const HIDDEN = { leaseId: 0, leaseUntil: 0, redeliveryKeys: 0 } as const;

export const deliveryIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'due', key: { nextAttemptAt: 1 }, partialFilterExpression: { state: 'PENDING' } },
    { name: 'seller_created', key: { sellerId: 1, createdAt: -1, _id: -1 } },
    { name: 'seller_state_created', key: { sellerId: 1, state: 1, createdAt: -1, _id: -1 } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

/** Several conditions must all hold; an absent one holds always. */
export interface DeliveryFilter {
  readonly endpointIds?: readonly EndpointId[] | null;
  readonly kinds?: readonly WebhookKind[] | null;
  readonly states?: readonly DeliveryState[] | null;
}

/** The turn to send one. */
export interface Claim {
  readonly leaseId: string;
  readonly now: Date;
  readonly until: Date;
  /** Left out: enough is on its way to them from here. */
  readonly busy: readonly EndpointId[];
}

/** How an attempt ends a turn. */
export interface Conclusion extends Pick<WebhookDelivery, 'state' | 'nextAttemptAt' | 'deliveredAt' | 'expiresAt'> {
  readonly attempt: DeliveryAttempt;
}

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

/** Messages on their way. Nothing else reads or writes them. */
export function createDeliveryStore(db: Db) {
  const deliveries = db.collection<WebhookDelivery>(COLLECTION);

  return {
    own: (sellerId: SellerId, id: DeliveryId) => deliveries.findOne({ _id: id, sellerId }),
    page: (sellerId: SellerId, filter: DeliveryFilter, page: PageRequest) => findPage(deliveries, { filter: { sellerId, ...queryOf(filter) }, order: NEWEST_FIRST, page, projection: HIDDEN }),
    /** Writes those that are not there. */
    async open(fresh: readonly WebhookDelivery[]): Promise<void> {
      if (fresh.length === 0) return;
      await deliveries.bulkWrite(fresh.map(({ _id, ...rest }) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true } })), { ordered: false });
    },
    /** One that is due and that nobody sends, the longest overdue first; counts as a try. */
    claim: ({ leaseId, now, until, busy }: Claim) =>
      deliveries.findOneAndUpdate(
        { state: 'PENDING', nextAttemptAt: { $lte: now }, leaseUntil: { $lte: now }, ...(busy.length > 0 && { endpointId: { $nin: [...busy] } }) },
        { $set: { leaseId, leaseUntil: until }, $inc: { tries: 1 } },
        { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
      ),
    /** Writes only for who has the turn. */
    async conclude(id: DeliveryId, leaseId: string, { attempt, ...set }: Conclusion): Promise<boolean> {
      const { matchedCount } = await deliveries.updateOne({ _id: id, leaseId }, { $set: { ...set, leaseId: null, leaseUntil: new Date(0) }, $push: { attempts: { $each: [attempt], $slice: -KEPT_ATTEMPTS } } });
      return matchedCount === 1;
    },
    /** Gives the turn back untried. */
    async postpone(id: DeliveryId, leaseId: string, nextAttemptAt: Date): Promise<void> {
      await deliveries.updateOne({ _id: id, leaseId }, { $set: { nextAttemptAt, leaseId: null, leaseUntil: new Date(0) }, $inc: { tries: -1 } });
    },
    /** Begins anew; null when it was under this key already, is being sent right now, or is gone. */
    restart: (known: Pick<WebhookDelivery, '_id' | 'sellerId'>, { now, giveUpAt, idempotencyKey }: { readonly now: Date; readonly giveUpAt: Date; readonly idempotencyKey: string | null }) =>
      deliveries.findOneAndUpdate(
        { _id: known._id, sellerId: known.sellerId, leaseUntil: { $lte: now }, ...(idempotencyKey !== null && { redeliveryKeys: { $ne: idempotencyKey } }) },
        { $set: { state: 'PENDING', nextAttemptAt: now, giveUpAt, tries: 0, expiresAt: null }, ...(idempotencyKey !== null && { $push: { redeliveryKeys: { $each: [idempotencyKey], $slice: -KEPT_KEYS } } }) },
        { returnDocument: 'after' },
      ),
  };
}

function queryOf({ endpointIds, kinds, states }: DeliveryFilter): Filter<WebhookDelivery> {
  return { ...(endpointIds && { endpointId: { $in: [...endpointIds] } }), ...(kinds && { kind: { $in: [...kinds] } }), ...(states && { state: { $in: [...states] } }) };
}
