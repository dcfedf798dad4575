import type { HepsiburadaContext } from './client.js';

export type UploadKind = 'price' | 'stock';

/** Ids of the uploads a push was made of. */
export type UploadIds = Readonly<Partial<Record<UploadKind, string>>>;

/** What each upload carried. Results name only what failed, so the rest must be known here. */
export interface UploadItems {
  readonly stock: readonly string[];
  readonly price: readonly string[];
  /** Stock that was not sent, since it lies in Hepsiburada's own warehouse. */
  readonly skipped: readonly string[];
  readonly sentAtMs: number;
}

/** Hepsiburada keeps upload results for at least that long. */
const KEPT_MS = 86_400_000;

/** `stock:ID,price:ID`; a push of nothing but skipped stock is told by when it was made. */
export function receiptText(ids: UploadIds, at: Date): string {
  const parts = Object.entries(ids).map(([kind, id]) => `${kind}:${id}`);
  return parts.length > 0 ? parts.join(',') : `none:${at.getTime()}`;
}

/** Null for a text that is no receipt of this connector. */
export function readReceiptText(receipt: string): UploadIds | null {
  const parts = receipt.split(',').map((part) => /^(price|stock|none):(.+)$/.exec(part));
  if (parts.some((part) => part === null)) return null;
  return Object.fromEntries(parts.flatMap((part): [string, string][] => (part?.[1] !== undefined && part[2] !== undefined && part[1] !== 'none' ? [[part[1], part[2]]] : [])));
}

export async function rememberItems({ cache, store }: HepsiburadaContext, receipt: string, items: UploadItems): Promise<void> {
  await cache.set(`hepsiburada:upload:${store.storeId}:${receipt}`, JSON.stringify(items), KEPT_MS);
}

/** Null once the cache was lost: then the receipt says nothing, and the listings are read instead. */
export async function recallItems({ cache, store }: HepsiburadaContext, receipt: string): Promise<UploadItems | null> {
  const kept = await cache.get(`hepsiburada:upload:${store.storeId}:${receipt}`);
  return kept === null ? null : (JSON.parse(kept) as UploadItems);
}
