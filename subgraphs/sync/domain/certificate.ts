import { createHash } from 'node:crypto';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { ComparedListings, FieldTally } from '../../catalog/operations/compare-listings.js';

/** What one reading of all of a store's offers has shown; it stands as long as it is kept, whatever changes afterwards. */
export interface Certificate {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly startedAt: Date;
  /** Null while it is under way, and for ever when it was begun anew instead. */
  readonly finishedAt: Date | null;
  /** Pages counted so far: what makes each count once. */
  readonly pages: number;
  /** By the full hour since the start in which they were read: how old each part of it is. */
  readonly hours: Readonly<Record<string, HourTally>>;
  readonly repaired: number;
  readonly left: number;
  readonly bodies: number;
  /** Offers shown that the hub has listings for, and those it has none for. */
  readonly known: number;
  readonly unknownHere: number;
  readonly unknownHereKeys: readonly string[];
  /** Offers shown in a shape that could not be read, and those of them that name a listing; absent on certificates from before: none were noted. */
  readonly unreadable?: number;
  readonly unreadableKeys?: readonly string[];
  /** Listings that should be on sale when it ended; of them those the marketplace does not know, and those nobody could ask it about. */
  readonly onSale: number | null;
  readonly unknownThere: number;
  readonly unknownThereKeys: readonly string[];
  readonly unconfirmed: number;
  /** Keys shown, by bucket; only while it is under way. */
  readonly buckets?: Readonly<Record<string, KeyBucket>>;
  /** Keys that no page showed, and how many of them have been asked for by name; only from the last page on until all have been. */
  readonly missing?: readonly string[];
  readonly answered?: number;
  readonly expiresAt: Date;
}

export interface HourTally {
  readonly price: FieldTally;
  readonly quantity: FieldTally;
}

/** A page as it was compared, with what of it could not be read. */
export interface SweptPage extends ComparedListings {
  readonly unreadable: number;
  readonly unreadableKeys: readonly string[];
}

/** How many keys, and the sum of their digests: two sets of keys that are alike in both are the same. */
export interface KeyBucket {
  readonly keys: number;
  readonly sum: number;
}

/** Most keys told of each kind; the counts are whole. */
export const MOST_KEYS_TOLD = 100;

const BUCKETS = 1_024;
const HOUR_MS = 3_600_000;

export function bucketOf(key: string): { readonly bucket: string; readonly digest: number } {
  const hash = createHash('sha1').update(key).digest();
  return { bucket: String(hash.readUInt32BE(0) % BUCKETS), digest: hash.readUInt32BE(4) };
}

/** Sums of 32-bit digests stay exact for two million keys in a bucket. */
export function bucketsOf(keys: Iterable<string>): Map<string, KeyBucket> {
  const buckets = new Map<string, KeyBucket>();
  for (const key of keys) {
    const { bucket, digest } = bucketOf(key);
    const { keys: count, sum } = buckets.get(bucket) ?? { keys: 0, sum: 0 };
    buckets.set(bucket, { keys: count + 1, sum: sum + digest });
  }
  return buckets;
}

/** What a page adds to the certificate's numbers, by their paths. */
export function pageIncrements({ startedAt }: Certificate, page: SweptPage, at: Date): Record<string, number> {
  const hour = `hours.${Math.max(0, Math.floor((at.getTime() - startedAt.getTime()) / HOUR_MS))}`;
  const tallies = (['price', 'quantity'] as const).flatMap((field) => (['equal', 'different', 'unknown'] as const).map((verdict): [string, number] => [`${hour}.${field}.${verdict}`, page[field][verdict]]));
  const counts: [string, number][] = [['pages', 1], ['repaired', page.repaired], ['left', page.left], ['bodies', page.bodies], ['known', page.knownKeys.length], ['unknownHere', page.unknownKeys.length], ['unreadable', page.unreadable]];
  return Object.fromEntries([...counts, ...tallies]);
}

/** The keys shown so far with those of a page, by bucket. */
export function withKeys({ buckets = {} }: Certificate, keys: readonly string[]): Readonly<Record<string, KeyBucket>> {
  const added = [...bucketsOf(keys)].map(([bucket, { keys: count, sum }]): [string, KeyBucket] => [bucket, { keys: (buckets[bucket]?.keys ?? 0) + count, sum: (buckets[bucket]?.sum ?? 0) + sum }]);
  return { ...buckets, ...Object.fromEntries(added) };
}

export function totalOf({ hours }: Pick<Certificate, 'hours'>, field: keyof HourTally): FieldTally {
  return Object.values(hours).reduce<FieldTally>((sum, { [field]: { equal, different, unknown } }) => ({ equal: sum.equal + equal, different: sum.different + different, unknown: sum.unknown + unknown }), { equal: 0, different: 0, unknown: 0 });
}

/** Share of the listings on sale that the marketplace's pages showed, 0 to 1; null while it is under way. */
export function coverageOf({ known, onSale }: Pick<Certificate, 'known' | 'onSale'>): number | null {
  if (onSale === null) return null;
  return onSale === 0 ? 1 : Math.min(1, known / onSale);
}
