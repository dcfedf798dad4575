import type { Db, Filter } from 'mongodb';
import type { SellerId } from '../../../../platform/ids.js';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../../platform/mongo/keyset-page.js';
import type { EndpointChange, EndpointId, WebhookEndpoint } from '../domain/webhook-endpoint.js';
import type { ChosenKind } from '../domain/webhook-kind.js';

const COLLECTION = 'webhook_endpoints';
const KEPT_CHANGES = 50;

export const endpointIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'seller', key: { sellerId: 1, _id: 1 } },
    { name: 'state', key: { 'state.kind': 1, 'state.reason': 1 } },
  ],
};

export type EndpointStore = ReturnType<typeof createEndpointStore>;

/** Sellers' endpoints. Nothing else reads or writes them. */
export function createEndpointStore(db: Db) {
  const endpoints = db.collection<WebhookEndpoint>(COLLECTION);

  return {
    byId: (id: EndpointId) => endpoints.findOne({ _id: id }),
    own: (sellerId: SellerId, id: EndpointId) => endpoints.findOne({ _id: id, sellerId }),
    ownMany: (sellerId: SellerId, ids: readonly EndpointId[]) => endpoints.find({ sellerId, _id: { $in: [...ids] } }).toArray(),
    ofSeller: (sellerId: SellerId) => endpoints.find({ sellerId }).sort({ _id: 1 }).toArray(),
    pageOf: (sellerId: SellerId, page: PageRequest) => findPage(endpoints, { filter: { sellerId }, order: [], page }),
    wanting: (sellerId: SellerId, kind: ChosenKind) => endpoints.find({ sellerId, 'state.kind': 'ACTIVE', kinds: kind }).toArray(),
    /** Switched off by the hub, whoever's they are. */
    switchedOff: () => endpoints.find({ 'state.kind': 'DISABLED', 'state.reason': { $in: ['FAILING', 'GONE'] } } as Filter<WebhookEndpoint>).toArray(),
    /** False when there is one of that id. */
    async insert(endpoint: WebhookEndpoint): Promise<boolean> {
      try {
        await endpoints.insertOne(endpoint);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** Changes it and writes down who did, in one write; null when it was changed meanwhile, or is gone. */
    change: ({ _id, sellerId, version }: WebhookEndpoint, set: Partial<WebhookEndpoint>, change: EndpointChange) =>
      endpoints.findOneAndUpdate(
        { _id, sellerId, version },
        { $set: set, $inc: { version: 1 }, $push: { changes: { $each: [change], $slice: -KEPT_CHANGES } } },
        { returnDocument: 'after' },
      ),
    async remove(sellerId: SellerId, id: EndpointId): Promise<boolean> {
      return (await endpoints.deleteOne({ _id: id, sellerId })).deletedCount === 1;
    },
    async succeeded(id: EndpointId, at: Date): Promise<void> {
      await endpoints.updateOne({ _id: id }, { $set: { health: { lastSuccessAt: at, failingSince: null, failures: 0, holdUntil: null } } });
    },
    /** False when it was changed meanwhile. */
    async failed(known: WebhookEndpoint, next: Pick<WebhookEndpoint, 'state' | 'health'>): Promise<boolean> {
      const { matchedCount } = await endpoints.updateOne({ _id: known._id, 'health.failures': known.health.failures, 'state.kind': known.state.kind }, { $set: next });
      return matchedCount === 1;
    },
  };
}
