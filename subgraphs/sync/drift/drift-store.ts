import type { Collection, Db } from 'mongodb';
import { newId, type DriftId, type PayloadId, type SellerId, type StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type Page, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import type { PayloadDirection } from '../../../platform/payloads/payload.js';
import type { Drift, KnownShape } from './domain/known-shape.js';

/** Whose bodies are compared with one another: one call of one marketplace, of one seller, since samples are the seller's own. */
export interface Endpoint {
  readonly sellerId: SellerId;
  readonly marketplace: string;
  readonly operation: string;
  readonly direction: PayloadDirection;
}

/** Something about an endpoint's bodies that is not as it was. */
export interface PayloadDrift extends Endpoint, Drift {
  readonly _id: DriftId;
  readonly storeId: StoreId;
  /** The exchange it was first seen in. */
  readonly payloadId: PayloadId;
  readonly seenAt: Date;
}

interface ShapeDocument {
  readonly _id: string;
  readonly version: number;
  readonly known: KnownShape;
}

export interface DriftStore {
  shapeOf(endpoint: Endpoint): Promise<{ readonly version: number; readonly known: KnownShape }>;
  /** False when another process has learnt something meanwhile: this sample is left out. */
  learn(endpoint: Endpoint, read: { readonly version: number }, known: KnownShape): Promise<boolean>;
  /** Once each: what another process has found too is not added again. */
  add(drifts: readonly Omit<PayloadDrift, '_id'>[]): Promise<void>;
  /** Newest first. Throws PageError. */
  page(query: { readonly sellerId: SellerId; readonly marketplace?: string; readonly page: PageRequest }): Promise<Page<PayloadDrift>>;
}

const SHAPES = 'payload_shapes';
const DRIFTS = 'payload_drifts';
const KEPT_SECONDS = 90 * 86_400;
export const driftIndexes: readonly CollectionIndexes[] = [
  {
    collection: DRIFTS,
    indexes: [
      { name: 'once', key: { sellerId: 1, marketplace: 1, direction: 1, operation: 1, path: 1, kind: 1, now: 1 }, unique: true },
      { name: 'seller_time', key: { sellerId: 1, seenAt: -1, _id: -1 } },
      { name: 'expiry', key: { seenAt: 1 }, expireAfterSeconds: KEPT_SECONDS },
    ],
  },
];

export function createDriftStore(db: Db): DriftStore {
  const shapes: Collection<ShapeDocument> = db.collection(SHAPES);
  const drifts: Collection<Omit<PayloadDrift, 'now'> & { now: string }> = db.collection(DRIFTS);
  return {
    async shapeOf(endpoint) {
      return (await shapes.findOne({ _id: endpointKey(endpoint) })) ?? { version: 0, known: [] };
    },
    async learn(endpoint, { version }, known) {
      try {
        const { matchedCount, upsertedCount } = await shapes.updateOne({ _id: endpointKey(endpoint), version }, { $set: { known, version: version + 1 } }, { upsert: version === 0 });
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async add(found) {
      // Kinds as text: a unique index looks into a list item by item.
      for (const drift of found) await drifts.insertOne({ ...drift, _id: newId('drift'), now: drift.now.join(' ') }).catch(ignoreDuplicate);
    },
    async page({ sellerId, marketplace, page }) {
      const found = await findPage(drifts, { filter: { sellerId, ...(marketplace === undefined ? {} : { marketplace }) }, order: [{ field: 'seenAt', direction: -1 }], page });
      return { ...found, items: found.items.map(({ node, cursor }) => ({ cursor, node: { ...node, now: node.now.split(' ').filter(Boolean) as Drift['now'] } })) };
    },
  };
}

/** Names an endpoint. */
export function endpointKey({ sellerId, marketplace, operation, direction }: Endpoint): string {
  return [sellerId, marketplace, direction, operation].join(':');
}

function ignoreDuplicate(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}
