import { z } from 'zod';
import type { ItemResult } from '../../sync/connector/contract.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, query, sellerPath, type TrendyolContext } from './client.js';
import { issueFromReasons } from './issues.js';

/** Most barcodes in one product query, and most rows in one page of the unapproved list. */
const BARCODES_PER_QUERY = 50;
const UNAPPROVED_PER_PAGE = 1_000;
/** The list ends at 10,000 rows; a shop with more waiting than that is read further at the next poll, when some have left it. */
const UNAPPROVED_PAGES = 10;
const REMEMBERED_MS = 86_400_000;

const approvedSchema = z.looseObject({
  content: z.array(z.looseObject({ contentId: text, variants: z.array(z.looseObject({ barcode: text })).nullish() })),
});
const unapprovedSchema = z.looseObject({
  totalPages: number.nullish(),
  content: z.array(
    z.looseObject({
      barcode: text,
      status: z.string().nullish(),
      rejectReasonDetails: z.array(z.looseObject({ rejectReason: z.string().nullish(), rejectReasonDetail: z.string().nullish() })).nullish(),
    }),
  ),
});
type UnapprovedRow = z.infer<typeof unapprovedSchema>['content'][number];
const contentIdsSchema = z.record(z.string(), z.string());

/**
 * What Trendyol's editors decided on the barcodes of one batch; those still waiting are left out. A batch is asked for many
 * times over days and its quota is 50 calls in 10 s, so one list says who still waits, and who was approved is remembered.
 */
export async function readApprovals(context: TrendyolContext, batchRequestId: string, barcodes: readonly string[]): Promise<ItemResult[]> {
  if (barcodes.length === 0) return [];
  const asked = new Set(barcodes);
  const unapproved = new Map((await readUnapproved(context, barcodes)).filter(({ barcode }) => asked.has(barcode)).map((row) => [row.barcode, row]));
  const rejected = [...unapproved.values()].filter(({ status }) => status === 'rejected').map((row) => toRejection(row, context.now()));
  const approved = await readApproved(context, batchRequestId, barcodes.filter((barcode) => !unapproved.has(barcode)));
  return [...rejected, ...approved];
}

async function readUnapproved(context: TrendyolContext, barcodes: readonly string[]): Promise<UnapprovedRow[]> {
  if (barcodes.length <= BARCODES_PER_QUERY) return (await unapprovedPage(context, { barcodes: barcodes.join(','), size: UNAPPROVED_PER_PAGE })).content;
  const rows: UnapprovedRow[] = [];
  for (let page = 0; page < UNAPPROVED_PAGES; page++) {
    const { content, totalPages } = await unapprovedPage(context, { page, size: UNAPPROVED_PER_PAGE });
    rows.push(...content);
    if (content.length === 0 || page + 1 >= (totalPages ?? 0)) break;
  }
  return rows;
}

async function unapprovedPage(context: TrendyolContext, parameters: Record<string, string | number>): Promise<z.infer<typeof unapprovedSchema>> {
  return call(context, { endpoint: 'unapproved-products', operation: 'content.readUnapproved', method: 'GET', path: productsPath(context, 'unapproved', parameters) }, unapprovedSchema);
}

/** Kept after each call, so that a quota spent half-way costs no call twice. */
async function readApproved(context: TrendyolContext, batchRequestId: string, barcodes: readonly string[]): Promise<ItemResult[]> {
  const key = `trendyol:approved:${context.store.remoteSellerId}:${batchRequestId}`;
  const contentIds = contentIdsSchema.parse(JSON.parse((await context.cache.get(key)) ?? '{}'));
  const unknown = barcodes.filter((barcode) => contentIds[barcode] === undefined);
  for (let start = 0; start < unknown.length; start += BARCODES_PER_QUERY) {
    Object.assign(contentIds, await contentIdsOf(context, unknown.slice(start, start + BARCODES_PER_QUERY)));
    await context.cache.set(key, JSON.stringify(contentIds), REMEMBERED_MS);
  }
  return barcodes.flatMap((barcode) => {
    const contentId = contentIds[barcode];
    return contentId === undefined ? [] : [{ remoteKey: barcode, ok: true, remoteIds: { contentId } }];
  });
}

async function contentIdsOf(context: TrendyolContext, barcodes: readonly string[]): Promise<Record<string, string>> {
  const page = await call(context, { endpoint: 'approved-products', operation: 'content.readApproved', method: 'GET', path: productsPath(context, 'approved', { barcodes: barcodes.join(','), size: 100 }) }, approvedSchema);
  return Object.fromEntries(page.content.flatMap(({ contentId, variants }) => (variants ?? []).filter(({ barcode }) => barcodes.includes(barcode)).map(({ barcode }) => [barcode, contentId])));
}

function toRejection({ barcode, rejectReasonDetails }: UnapprovedRow, at: Date): ItemResult {
  return { remoteKey: barcode, ok: false, issue: issueFromReasons((rejectReasonDetails ?? []).map((detail) => detail.rejectReasonDetail ?? detail.rejectReason), at) };
}

function productsPath(context: TrendyolContext, list: 'approved' | 'unapproved', parameters: Record<string, string | number>): string {
  return sellerPath(context, 'product', `products/${list}${query(parameters)}`);
}
