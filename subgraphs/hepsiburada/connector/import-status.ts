import { z } from 'zod';
import { type ItemResult, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { callCatalogue, query, type HepsiburadaContext } from './client.js';
import { CatalogueRefusal } from './errors.js';
import { issue } from './issues.js';
import { readManyListings } from './listings.js';
import { productStateOf, stateIssue } from './product-states.js';

const PAGE_SIZE = 1_000;
const MAX_PAGES = 20;
/** The catalogue's quota is small and its people slow. */
export const CATALOGUE_POLL_MS = 5_000;

const messages = z.array(z.looseObject({ message: optionalText, severity: optionalText, attributeName: optionalText })).nullish().catch(null);
/** Reasons are for people: one that cannot be read is left out, and holds up nothing. Neither does a state: its product waits, and no other. */
export const statusRowSchema = z.looseObject({
  merchantSku: optionalText.catch(null),
  hbSku: optionalText.catch(null),
  productStatus: optionalText.catch(null),
  importStatus: optionalText.catch(null),
  importMessages: messages,
  validationResults: messages,
  rejectReasonsMessages: z.array(z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)])).nullish().catch(null),
  taskDetails: z.array(z.looseObject({ reason: optionalText, commentList: z.array(z.looseObject({ message: optionalText })).nullish() })).nullish().catch(null),
  matchedHbProductInfo: z.array(z.looseObject({ hbSku: optionalText, productName: optionalText })).nullish().catch(null),
});
export type StatusRow = z.output<typeof statusRowSchema>;
/** Rows of which some may say nothing: these are there, and name no product. */
export const statusRowsSchema = z.array(statusRowSchema.catch(statusRowSchema.parse({})));

/** How far an import has come, product by product. A product on sale must have its listing before it counts as done. */
export async function readImport(context: HepsiburadaContext, trackingId: string): Promise<ReceiptOutcome> {
  const rows = await readRows(context, trackingId);
  if (rows === null) return { kind: 'EXPIRED' };
  const matched = rows.filter((row) => row.merchantSku !== null && mayBeListed(row));
  const listed = new Map((await readManyListings(context, matched.flatMap(({ merchantSku }) => merchantSku ?? []))).map((row) => [row.merchantSku, row]));
  const results = rows.map((row) => resultOf(row, listed.get(row.merchantSku ?? '')?.hepsiburadaSku ?? null, context.now()));
  const settled = results.filter((result) => result !== null);
  return rows.length > 0 && settled.length === rows.length ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled };
}

/** What a row means for its listing; null while Hepsiburada is at work. A word that is none of the nine states waits too: it is shown, and never taken for success. */
export function resultOf(row: StatusRow, listedHbSku: string | null, at: Date): ItemResult | null {
  const remoteKey = row.merchantSku;
  if (remoteKey === null) return null;
  if (row.importStatus?.toUpperCase() === 'FAILED') return { remoteKey, ok: false, issue: issue('CONTENT_REFUSED', importReasons(row).join(' ') || 'Hepsiburada refused the product without a reason.', at, 'FAILED') };
  const state = productStateOf(row.productStatus);
  if (state?.kind === 'SELLER') return { remoteKey, ok: false, issue: stateIssue(state, { word: row.productStatus ?? '', reasons: reasonsOf(row) }, at) };
  if (!mayBeListed(row) || listedHbSku === null) return null;
  return { remoteKey, ok: true, remoteIds: { hbSku: listedHbSku, productStatus: row.productStatus ?? '' } };
}

/** A new product may have its listing before its state says so. */
function mayBeListed({ productStatus }: StatusRow): boolean {
  return productStateOf(productStatus)?.kind === 'DONE' || productStatus?.toUpperCase() === 'CREATED';
}

/** What Hepsiburada says is wrong with a product, in its own words. */
export function reasonsOf(row: StatusRow): string[] {
  const tasks = (row.taskDetails ?? []).flatMap(({ reason, commentList }) => [reason, ...(commentList ?? []).map(({ message }) => message)]);
  const match = (row.matchedHbProductInfo ?? []).map(({ hbSku, productName }) => (hbSku === null ? null : `Proposed: ${hbSku} ${productName ?? ''}`.trim()));
  return [...(row.rejectReasonsMessages ?? []), ...tasks, ...match, ...importReasons(row)].filter((part) => part !== null);
}

function importReasons({ validationResults, importMessages }: StatusRow): string[] {
  const faults = (validationResults ?? []).map(({ attributeName, message }) => [attributeName, message].filter((part) => part !== null).join(': '));
  return faults.length > 0 ? faults : (importMessages ?? []).filter(({ severity }) => severity !== 'INFORMATION').flatMap(({ message }) => message ?? []);
}

async function readRows(context: HepsiburadaContext, trackingId: string): Promise<StatusRow[] | null> {
  const rows = new Map<string, StatusRow>();
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const path = `/product/api/products/status/${encodeURIComponent(trackingId)}${query({ version: 1, page, size: PAGE_SIZE })}`;
    const read = await orNull(callCatalogue(context, { operation: 'content.status', method: 'GET', path }, statusRowsSchema));
    if (read === null) return null;
    const before = rows.size;
    for (const [place, row] of read.data.entries()) rows.set(row.merchantSku ?? `#${page}-${place}`, row);
    // A page of nothing new is the last, whatever the envelope says of more.
    if (read.isLast || rows.size === before) break;
  }
  return [...rows.values()];
}

/** A tracking id the catalogue has forgotten is told with `success: false`. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CatalogueRefusal) return null;
    throw error;
  }
}
