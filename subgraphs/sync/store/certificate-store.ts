import { type Collection, type Db, ObjectId } from 'mongodb';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { type Certificate, MOST_KEYS_TOLD, pageIncrements, type SweptPage, withKeys } from '../domain/certificate.js';

const COLLECTION = 'certificates';
const KEPT_MS = 90 * 24 * 3_600_000;

export const certificateIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    { name: 'store_finished', key: { storeId: 1, finishedAt: -1, _id: -1 } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

export type CertificateStore = ReturnType<typeof createCertificateStore>;

/** What sweeps have shown, kept 90 days. Nothing else reads or writes it. */
export function createCertificateStore(db: Db) {
  const certificates: Collection<Certificate> = db.collection(COLLECTION);
  const finished = { $gt: new Date(0) };

  return {
    async begin({ storeId, sellerId, startedAt }: { readonly storeId: StoreId; readonly sellerId: SellerId; readonly startedAt: Date }): Promise<Certificate> {
      const certificate: Certificate = {
        _id: `crt_${new ObjectId().toHexString()}`, sellerId, storeId, startedAt, finishedAt: null, pages: 0, hours: {}, repaired: 0, left: 0, bodies: 0, known: 0,
        unknownHere: 0, unknownHereKeys: [], onSale: null, unknownThere: 0, unknownThereKeys: [], unconfirmed: 0, buckets: {}, expiresAt: new Date(startedAt.getTime() + KEPT_MS),
      };
      await certificates.insertOne(certificate);
      return certificate;
    },
    find: (id: string) => certificates.findOne({ _id: id }),
    /** Counts a page once, however often it was read: only over the number of pages that was known. */
    async addPage(certificate: Certificate, page: SweptPage, at: Date): Promise<void> {
      const told = Object.entries({ unknownHereKeys: page.unknownKeys, unreadableKeys: page.unreadableKeys }).filter(([, keys]) => keys.length > 0);
      const pushes = Object.fromEntries(told.map(([name, keys]) => [name, { $each: [...keys], $slice: MOST_KEYS_TOLD }]));
      await certificates.updateOne({ _id: certificate._id, pages: certificate.pages, finishedAt: null }, { $inc: pageIncrements(certificate, page, at), $set: { buckets: withKeys(certificate, page.knownKeys) }, ...(told.length > 0 ? { $push: pushes } : {}) });
    },
    /** The last page has been read: these keys are to be asked for by name, and those that are too many for that are told. */
    async beginAsking(id: string, o: { readonly onSale: number; readonly missing: readonly string[]; readonly unconfirmed: number }): Promise<void> {
      await certificates.updateOne({ _id: id, finishedAt: null }, { $set: { ...o, answered: 0 }, $unset: { buckets: '' } });
    },
    /** Counts answers once, however often they came. */
    async addAnswers({ _id, answered = 0 }: Certificate, o: { readonly answered: number; readonly absent: readonly string[]; readonly unconfirmed: number }): Promise<void> {
      const told = { $push: { unknownThereKeys: { $each: [...o.absent], $slice: MOST_KEYS_TOLD } } };
      await certificates.updateOne({ _id, answered, finishedAt: null }, { $inc: { answered: o.answered, unknownThere: o.absent.length, unconfirmed: o.unconfirmed }, ...(o.absent.length > 0 ? told : {}) });
    },
    async finish(id: string, finishedAt: Date): Promise<void> {
      await certificates.updateOne({ _id: id, finishedAt: null }, { $set: { finishedAt, expiresAt: new Date(finishedAt.getTime() + KEPT_MS) }, $unset: { missing: '', answered: '' } });
    },
    latest: (storeId: StoreId): Promise<Certificate | null> => certificates.find({ storeId, finishedAt: finished }).sort({ finishedAt: -1, _id: -1 }).limit(1).next(),
    /** Those that finished from `from` up to before `to`, oldest first, without the keys they tell of. */
    finishedWithin: ({ storeId, from, to }: { readonly storeId: StoreId; readonly from: Date; readonly to: Date }) =>
      certificates.find({ storeId, finishedAt: { $gte: from, $lt: to } }, { projection: { unknownHereKeys: 0, unknownThereKeys: 0, unreadableKeys: 0, buckets: 0 } }).sort({ finishedAt: 1 }),
    latestBefore: (storeId: StoreId, before: Date): Promise<Certificate | null> => certificates.find({ storeId, finishedAt: { ...finished, $lt: before } }).sort({ finishedAt: -1, _id: -1 }).limit(1).next(),
    page: (storeId: StoreId, page: PageRequest) => findPage(certificates, { filter: { storeId, finishedAt: finished }, order: [{ field: 'finishedAt', direction: -1 }], page }),
  };
}
