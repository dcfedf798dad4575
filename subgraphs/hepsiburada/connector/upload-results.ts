import { z } from 'zod';
import { ConnectorError, type ItemResult, type ListingIssue, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { call, type HepsiburadaContext } from './client.js';
import { issue, issueFromWords } from './issues.js';
import { bandRefusal, lockRefusal, priceValidationSchema, type BandRefusal } from './price-band.js';
import { readReceiptText, recallItems, type UploadItems, type UploadKind } from './receipts.js';

const POLL_MS = 500;
/** Words for "worked off" and for "not yet", as far as clients have met them; case does not count. */
const DONE = ['done', 'completed', 'success', 'failed', 'error'];
const UNDER_WAY = ['processing', 'waiting', 'pending', 'queued', 'inprogress', 'created', 'new'];
/** How long a word that is none of them is taken for "not yet". */
const UNKNOWN_WORD_MS = 120_000;

const errorSchema = z.looseObject({ elementNo: number.nullish(), merchantSku: optionalText, errors: z.array(z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)])).nullish().catch(null) });
const resultSchema = z.looseObject({ status: z.string().nullish().catch(null), errors: rowsOf(errorSchema), priceValidations: rowsOf(priceValidationSchema) });
type UploadResult = z.output<typeof resultSchema>;
/** Why an upload changed nothing of an item, with what the listing keeps of it. */
type ItemRefusal = Pick<BandRefusal, 'issue'> & Partial<BandRefusal>;

/**
 * What came of a push: each of its uploads is asked for, and what they say of one SKU is put together. A result that
 * cannot be told from a success (a word nobody knows, a refusal of an item nobody sent) is none: the listings are read.
 */
export async function readReceipt(context: HepsiburadaContext, receipt: string): Promise<ReceiptOutcome> {
  const ids = readReceiptText(receipt);
  const items = ids === null ? null : await recallItems(context, receipt);
  if (ids === null || items === null) return { kind: 'EXPIRED' };
  const issues: Partial<Record<UploadKind, ReadonlyMap<string, ItemRefusal>>> = {};
  for (const kind of ['stock', 'price'] as const) {
    const id = ids[kind];
    if (id === undefined) continue;
    const result = await readUpload(context, kind, id);
    if (result === null || isUnheardOf(result, context.now().getTime() - items.sentAtMs)) return { kind: 'EXPIRED' };
    if (!isWorkedOff(result)) return { kind: 'PENDING', pollAfterMs: POLL_MS, settled: [] };
    const found = issuesOf(result, items[kind], context.now());
    if (found === null) return { kind: 'EXPIRED' };
    issues[kind] = found;
  }
  return { kind: 'SETTLED', results: mergedResults(items, issues, context.now()) };
}

/** What became of each SKU; a refusal says whether it is of the price or of the stock, since the other one was applied. */
function mergedResults(items: UploadItems, issues: Partial<Record<UploadKind, ReadonlyMap<string, ItemRefusal>>>, at: Date): ItemResult[] {
  const skipped = new Map(items.skipped.map((sku) => [sku, issue('FULFILLED_BY_MARKETPLACE', "The stock lies in Hepsiburada's own warehouse, which counts it; the hub does not overwrite that count.", at)]));
  const keys = [...new Set([...items.stock, ...items.price, ...items.skipped])];
  return keys.flatMap((remoteKey): ItemResult[] => {
    const stock = issues.stock?.get(remoteKey)?.issue ?? skipped.get(remoteKey);
    const price = issues.price?.get(remoteKey);
    const refusals: ItemResult[] = [
      ...(stock ? [{ remoteKey, ok: false, issue: stock, fields: ['quantity'] } as const] : []),
      ...(price ? [{ remoteKey, ok: false, fields: ['price'], ...price } as const] : []),
    ];
    return refusals.length > 0 ? refusals : [{ remoteKey, ok: true }];
  });
}

/** The result of an upload as Hepsiburada gives it; null when it knows none such. */
export async function readUpload(context: HepsiburadaContext, kind: string, id: string): Promise<UploadResult | null> {
  const path = `/listings/merchantid/${context.store.remoteSellerId.toLowerCase()}/${kind}-uploads/id/${encodeURIComponent(id)}`;
  try {
    return await call(context, { group: 'listings', operation: `offers.${kind}.result`, method: 'GET', path }, resultSchema);
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
    throw error;
  }
}

export function isWorkedOff({ status }: UploadResult): boolean {
  return DONE.includes((status ?? '').trim().toLowerCase());
}

/** Refused whole, which is more than every item of it being refused. */
export function isFailed({ status }: UploadResult): boolean {
  return ['failed', 'error'].includes((status ?? '').trim().toLowerCase());
}

/** A word that is neither "done" nor "not yet", and has been for a while. */
function isUnheardOf({ status }: UploadResult, ageMs: number): boolean {
  return ageMs > UNKNOWN_WORD_MS && ![...DONE, ...UNDER_WAY].includes((status ?? '').trim().toLowerCase());
}

/**
 * Items are named by SKU, or only by their place in the upload, counted from 0. A failed upload refuses every item it does
 * not name. Null when something is refused that cannot be told.
 */
function issuesOf(result: UploadResult, keys: readonly string[], at: Date): Map<string, ItemRefusal> | null {
  const found = new Map<string, ItemRefusal>(isFailed(result) ? keys.map((key) => [key, { issue: issue('MARKETPLACE_REFUSED', 'Hepsiburada refused the whole upload without a reason for this item.', at) }]) : []);
  const known = new Set(keys);
  const keyOf = (row: { merchantSku: string | null; elementNo?: number | null | undefined }): string | undefined => (row.merchantSku !== null && known.has(row.merchantSku) ? row.merchantSku : typeof row.elementNo === 'number' ? keys[row.elementNo] : undefined);
  if (result.errors === 'UNREADABLE' || result.priceValidations === 'UNREADABLE') return null;
  const refusals = [
    ...(result.errors ?? []).map((row) => [keyOf(row), itemRefusal(issueFromWords(row.errors ?? [], at))] as const),
    ...(result.priceValidations ?? []).map((band) => [keyOf(band), bandRefusal(band, at)] as const),
  ];
  for (const [key, refusal] of refusals) {
    if (key === undefined) return null;
    found.set(key, refusal);
  }
  return found;
}

/** Rows of which one cannot be read say nothing for certain of any item. */
function rowsOf<T>(row: z.ZodType<T>): z.ZodType<readonly T[] | 'UNREADABLE' | null | undefined> {
  return z.union([z.array(row).nullish(), z.unknown().transform((): 'UNREADABLE' => 'UNREADABLE')]);
}

function itemRefusal(refused: ListingIssue): ItemRefusal {
  return refused.code === 'PRICE_OUTSIDE_BAND' ? lockRefusal(refused) : { issue: refused };
}
