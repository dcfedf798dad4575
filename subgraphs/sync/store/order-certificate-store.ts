import { type Collection, type Db, ObjectId } from 'mongodb';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import { findPage, type PageRequest } from '../../../platform/mongo/keyset-page.js';
import { type AskedOrder, countOf, MOST_DIFFERENCES_TOLD, NOTHING_FOUND, type OrderCertificate, type OrderDifference, type Sighting } from '../domain/order-certificate.js';

const KEPT_MS = 90 * 24 * 3_600_000;
/** What pages showed is needed until their certificate is finished. */
const SIGHTINGS_KEPT_MS = 2 * 24 * 3_600_000;
interface SeenPage {
  readonly _id: string;
  readonly certificateId: string;
  readonly sightings: readonly Sighting[];
  readonly expiresAt: Date;
}

export const orderCertificateIndexes: readonly CollectionIndexes[] = [
  {
    collection: 'orderCertificates',
    indexes: [
      { name: 'store_finished', key: { storeId: 1, finishedAt: -1, _id: -1 } },
      { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ],
  },
  {
    collection: 'orderSightings',
    indexes: [
      { name: 'certificate', key: { certificateId: 1 } },
      { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ],
  },
];

export type OrderCertificateStore = ReturnType<typeof createOrderCertificateStore>;

/** What comparing orders has shown, kept 90 days. Nothing else reads or writes it. */
export function createOrderCertificateStore(db: Db) {
  const certificates: Collection<OrderCertificate> = db.collection('orderCertificates');
  const pages: Collection<SeenPage> = db.collection('orderSightings');
  const finished = { $gt: new Date(0) };
  /** Counts a step once, however often it was made. */
  const current = ({ _id, steps }: OrderCertificate) => ({ _id, steps, finishedAt: null });

  return {
    async begin({ storeId, sellerId, since, startedAt }: Pick<OrderCertificate, 'storeId' | 'sellerId' | 'since' | 'startedAt'> & { readonly storeId: StoreId; readonly sellerId: SellerId }): Promise<OrderCertificate> {
      const certificate: OrderCertificate = {
        _id: `oct_${new ObjectId().toHexString()}`, sellerId, storeId, since, startedAt, finishedAt: null, pages: 0, steps: 0, found: NOTHING_FOUND, repaired: 0, differences: [],
        unconfirmed: 0, unreadable: 0, listed: 0, recorded: 0, recordedListed: 0, counts: [], sums: [], asked: [], answered: 0, askedAt: null, settled: [], expiresAt: new Date(startedAt.getTime() + KEPT_MS),
      };
      await certificates.insertOne(certificate);
      return certificate;
    },
    find: (id: string) => certificates.findOne({ _id: id }),
    async addPage(certificate: OrderCertificate, page: { readonly sightings: readonly Sighting[]; readonly doubts: readonly AskedOrder[]; readonly differences: readonly OrderDifference[]; readonly unreadable: number; readonly at: Date }): Promise<void> {
      await insertOnce(pages, seenPage(certificate, page));
      await certificates.updateOne(current(certificate), {
        $inc: { steps: 1, pages: 1, unreadable: page.unreadable, ...found(page.differences) },
        $addToSet: { asked: { $each: [...page.doubts] } },
        ...told(page.differences),
      });
    },
    /** All pages have been read: these are to be asked for too. */
    async beginAsking(certificate: OrderCertificate, o: { readonly more: readonly AskedOrder[]; readonly unconfirmed: number; readonly recorded: number; readonly recordedListed: number; readonly at: Date }): Promise<void> {
      const { more, unconfirmed, recorded, recordedListed, at } = o;
      await certificates.updateOne({ _id: certificate._id, askedAt: null, finishedAt: null }, { $inc: { steps: 1, unconfirmed }, $set: { askedAt: at, recorded, recordedListed }, $addToSet: { asked: { $each: [...more] } } });
    },
    async addAnswers(certificate: OrderCertificate, o: { readonly answered: number; readonly differences: readonly OrderDifference[]; readonly settled: readonly string[]; readonly sightings: readonly Sighting[]; readonly unconfirmed: number; readonly at: Date }): Promise<void> {
      const { answered, differences, settled, unconfirmed } = o;
      if (o.sightings.length > 0) await insertOnce(pages, seenPage(certificate, o));
      const news = { ...(differences.length > 0 ? told(differences).$push : {}), ...(settled.length > 0 ? { settled: { $each: [...settled] } } : {}) };
      await certificates.updateOne(current(certificate), { $inc: { steps: 1, answered, unconfirmed, ...found(differences) }, ...(Object.keys(news).length > 0 ? { $push: news } : {}) });
    },
    sightings: async (id: string): Promise<readonly Sighting[]> => (await pages.find({ certificateId: id }).sort({ _id: 1 }).toArray()).flatMap(({ sightings }) => sightings),
    async finish(certificate: OrderCertificate, end: Pick<OrderCertificate, 'counts' | 'sums' | 'listed'> & { readonly finishedAt: Date }): Promise<void> {
      const { _id } = certificate;
      await certificates.updateOne({ _id, finishedAt: null }, { $set: { ...end, expiresAt: new Date(end.finishedAt.getTime() + KEPT_MS) }, $unset: { asked: '', answered: '', askedAt: '', settled: '' } });
      await pages.deleteMany({ certificateId: _id });
    },
    latest: (storeId: StoreId): Promise<OrderCertificate | null> => certificates.find({ storeId, finishedAt: finished }).sort({ finishedAt: -1, _id: -1 }).limit(1).next(),
    page: (storeId: StoreId, page: PageRequest) => findPage(certificates, { filter: { storeId, finishedAt: finished }, order: [{ field: 'finishedAt', direction: -1 }], page }),
  };
}

/** In the order of the steps, so that what was seen last is read last. */
function seenPage({ _id, steps }: OrderCertificate, { sightings, at }: { readonly sightings: readonly Sighting[]; readonly at: Date }): SeenPage {
  return { _id: `${_id}:${String(steps).padStart(8, '0')}`, certificateId: _id, sightings, expiresAt: new Date(at.getTime() + SIGHTINGS_KEPT_MS) };
}

function found(differences: readonly OrderDifference[]): Record<string, number> {
  const counts = Object.entries(countOf(differences)).map(([kind, count]): [string, number] => [`found.${kind}`, count]);
  return { ...Object.fromEntries(counts), repaired: differences.filter(({ isRepaired }) => isRepaired).length };
}

function told(differences: readonly OrderDifference[]): { readonly $push?: { readonly differences: { readonly $each: OrderDifference[]; readonly $slice: number } } } {
  return differences.length > 0 ? { $push: { differences: { $each: [...differences], $slice: MOST_DIFFERENCES_TOLD } } } : {};
}

async function insertOnce(pages: Collection<SeenPage>, page: SeenPage): Promise<void> {
  try {
    await pages.insertOne(page);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await pages.replaceOne({ _id: page._id }, page);
  }
}
