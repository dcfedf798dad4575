import type { Collection, Db } from 'mongodb';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { NO_FIGURES, sumOfFigures, type QuotaFigures, type StoreFigures } from './domain/store-figures.js';

const COLLECTION = 'store_figures';
const KEPT_MS = 40 * 24 * 3_600_000;

export const figureIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'store_at', key: { storeId: 1, at: 1 } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

type StoredQuota = Partial<Omit<QuotaFigures, 'busiest'>>;

/** What a store did in one quarter of an hour; absent is nothing. */
interface StoredFigures extends Partial<Omit<StoreFigures, 'sent' | 'applied' | 'quotas'>> {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly at: Date;
  readonly sent?: Partial<StoreFigures['sent']>;
  readonly applied?: Partial<StoreFigures['applied']>;
  readonly quotas?: Readonly<Record<string, StoredQuota>>;
  readonly expiresAt: Date;
}

/** What is to be added to a store's quarter of an hour, by path. */
export interface FigureChange {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly at: Date;
  readonly add: Readonly<Record<string, number>>;
  readonly set: Readonly<Record<string, number>>;
}

export type FigureStore = ReturnType<typeof createFigureStore>;

/** One document per store and quarter of an hour, kept 40 days. Nothing else reads or writes it. */
export function createFigureStore(db: Db) {
  const figures: Collection<StoredFigures> = db.collection(COLLECTION);

  async function write({ sellerId, storeId, at, add, set }: FigureChange): Promise<void> {
    const fresh = { sellerId, storeId, at, expiresAt: new Date(at.getTime() + KEPT_MS) };
    const setting = Object.keys(set).length > 0 ? { $set: set } : {};
    await figures.updateOne({ _id: `${storeId}:${at.toISOString()}` }, { $inc: add, ...setting, $setOnInsert: fresh }, { upsert: true });
  }

  return {
    /** Two processes may open a quarter at the same moment: the second finds it there. */
    async add(change: FigureChange): Promise<void> {
      try {
        await write(change);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await write(change);
      }
    },
    async sum({ storeId, from, to }: { readonly storeId: StoreId; readonly from: Date; readonly to: Date }): Promise<StoreFigures> {
      let sum = NO_FIGURES;
      for await (const stored of figures.find({ storeId, at: { $gte: from, $lt: to } })) sum = sumOfFigures(sum, toFigures(stored));
      return sum;
    },
  };
}

function toFigures({ sent, applied, saleAnswered, refusals, troubles, quotas = {} }: StoredFigures): StoreFigures {
  const { sent: nothing } = NO_FIGURES;
  return {
    sent: { ...nothing, ...sent },
    applied: { ...nothing, ...applied },
    saleAnswered: saleAnswered ?? {},
    refusals: refusals ?? {},
    troubles: troubles ?? {},
    quotas: Object.fromEntries(Object.entries(quotas).map(([key, quota]) => [decodeURIComponent(key), toQuota(quota)])),
  };
}

function toQuota({ TAKEN = 0, HELD_BACK = 0, REFUSED = 0, limit = 0, windowMs = 0 }: StoredQuota): QuotaFigures {
  return { TAKEN, HELD_BACK, REFUSED, limit, windowMs, busiest: TAKEN };
}

/** A name as part of a path: no dot, no dollar. */
export function pathPart(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E');
}
