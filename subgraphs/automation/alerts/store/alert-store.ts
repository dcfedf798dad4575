import { ObjectId, type Db, type Filter } from 'mongodb';
import { outboxIndex, type Outboxed } from '../../../../platform/events/outbox.js';
import type { SellerId, Sku, StoreId } from '../../../../platform/ids.js';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../../platform/mongo/keyset-page.js';
import type { AlertKind, Severity } from '../domain/alert-rule.js';
import { topicKey, type Alert, type AlertId, type AlertState, type Resolution } from '../domain/alert.js';
import { ALERT_CHANGED } from '../events.js';

const COLLECTION = 'alerts';
const KEPT_MS = 90 * 24 * 3_600_000;
const NEWEST_FIRST = [{ field: 'raisedAt', direction: -1 }] as const;
const HIDDEN = { outbox: 0, outboxPending: 0, untold: 0, isUntold: 0, expiresAt: 0 } as const;

/** What sellers' own programs have not been told of yet. */
export type Untold = 'raised' | 'resolved';
export type StoredAlert = Alert & Outboxed & { readonly topic: string; readonly untold: readonly Untold[]; readonly isUntold: boolean; readonly expiresAt: Date | null };

export const alertIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    // Of one topic one alert is open: whoever looks second finds it there.
    { name: 'open_topic', key: { sellerId: 1, topic: 1 }, unique: true, partialFilterExpression: { state: 'OPEN' } },
    { name: 'open_kind', key: { kind: 1, sellerId: 1, _id: 1 }, partialFilterExpression: { state: 'OPEN' } },
    { name: 'seller_raised', key: { sellerId: 1, raisedAt: -1, _id: -1 } },
    { name: 'seller_state_raised', key: { sellerId: 1, state: 1, raisedAt: -1, _id: -1 } },
    { name: 'untold', key: { isUntold: 1 }, partialFilterExpression: { isUntold: true } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    outboxIndex,
  ],
};

/** Several conditions must all hold; an absent one holds always. */
export interface AlertFilter {
  readonly states?: readonly AlertState[] | null;
  readonly kinds?: readonly AlertKind[] | null;
  readonly severities?: readonly Severity[] | null;
  readonly storeIds?: readonly StoreId[] | null;
  readonly skus?: readonly Sku[] | null;
}

export type AlertStore = ReturnType<typeof createAlertStore>;

/** Alerts, open and past. Nothing else reads or writes them. */
export function createAlertStore(db: Db) {
  const alerts = db.collection<StoredAlert>(COLLECTION);

  return {
    collection: alerts,
    page: (sellerId: SellerId, filter: AlertFilter, page: PageRequest) => findPage(alerts, { filter: { sellerId, ...queryOf(filter) }, order: NEWEST_FIRST, page, projection: HIDDEN }),
    own: (sellerId: SellerId, ids: readonly AlertId[]) => alerts.find({ sellerId, _id: { $in: [...ids] } }).toArray(),
    open: (kinds: readonly AlertKind[], sellerId: SellerId | null = null) => alerts.find({ state: 'OPEN', kind: { $in: [...kinds] }, ...(sellerId && { sellerId }) }).toArray(),
    openOfSkus: (sellerId: SellerId, skus: readonly string[]) => alerts.find({ state: 'OPEN', sellerId, topic: { $in: skus.map((subject) => topicKey({ kind: 'STOCK_LOW', storeId: null, subject })) } }).toArray(),
    /** False when one of the same topic is open. Announced. */
    async raise(alert: Omit<Alert, '_id' | 'state' | 'resolvedAt' | 'resolution'>): Promise<boolean> {
      const _id: AlertId = `alr_${new ObjectId().toHexString()}`;
      try {
        await alerts.insertOne({ ...alert, _id, state: 'OPEN', resolvedAt: null, resolution: null, topic: topicKey(alert), untold: ['raised'] as Untold[], isUntold: true, expiresAt: null, outbox: [announcement(_id, alert, 'raised', alert.raisedAt)], outboxPending: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** False when it has been resolved already. Announced. */
    async resolve(alert: Alert, { at, resolution }: { readonly at: Date; readonly resolution: Resolution }): Promise<boolean> {
      const { matchedCount } = await alerts.updateOne(
        { _id: alert._id, state: 'OPEN' },
        { $set: { state: 'RESOLVED', resolvedAt: at, resolution, isUntold: true, outboxPending: true, expiresAt: new Date(at.getTime() + KEPT_MS) }, $push: { untold: 'resolved', outbox: announcement(alert._id, alert, 'resolved', at) } },
      );
      return matchedCount === 1;
    },
    untold: (limit: number) => alerts.find({ isUntold: true }).limit(limit).toArray(),
    /** What came to be told meanwhile stays. */
    async told(id: AlertId, told: readonly Untold[]): Promise<void> {
      await alerts.updateOne({ _id: id }, { $pullAll: { untold: [...told] } });
      await alerts.updateOne({ _id: id, untold: { $size: 0 } }, { $set: { isUntold: false } });
    },
  };
}

function announcement(alertId: AlertId, { storeId, kind }: Pick<Alert, 'storeId' | 'kind'>, what: Untold, at: Date) {
  return { id: what, type: ALERT_CHANGED, at, data: { alertId, storeId, kind } };
}

function queryOf({ states, kinds, severities, storeIds, skus }: AlertFilter): Filter<StoredAlert> {
  return {
    ...(states && { state: { $in: [...states] } }),
    ...(kinds && { kind: { $in: [...kinds] } }),
    ...(severities && { severity: { $in: [...severities] } }),
    ...(storeIds && { storeId: { $in: [...storeIds] } }),
    ...(skus && { sku: { $in: [...skus] } }),
  };
}
