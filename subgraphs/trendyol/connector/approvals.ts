import { z } from 'zod';
import type { ItemResult } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query, sellerPath, type TrendyolContext } from './client.js';
import { issueFromReasons } from './issues.js';

/** Most barcodes in one product query. */
const BARCODES_PER_QUERY = 50;

const approvedSchema = z.looseObject({
  content: z.array(z.looseObject({ contentId: text, variants: z.array(z.looseObject({ barcode: text })).nullish() })),
});
const unapprovedSchema = z.looseObject({
  content: z.array(
    z.looseObject({
      barcode: text,
      status: z.string().nullish(),
      rejectReasonDetails: z.array(z.looseObject({ rejectReason: z.string().nullish(), rejectReasonDetail: z.string().nullish() })).nullish(),
    }),
  ),
});

/** What Trendyol's editors decided on these barcodes; those still waiting are left out. */
export async function readApprovals(context: TrendyolContext, barcodes: readonly string[]): Promise<ItemResult[]> {
  const results: ItemResult[] = [];
  for (let start = 0; start < barcodes.length; start += BARCODES_PER_QUERY) {
    const asked = barcodes.slice(start, start + BARCODES_PER_QUERY);
    results.push(...(await approved(context, asked)), ...(await rejected(context, asked)));
  }
  return results;
}

async function approved(context: TrendyolContext, barcodes: readonly string[]): Promise<ItemResult[]> {
  const page = await call(context, { endpoint: 'approved-products', operation: 'content.readApproved', method: 'GET', path: productsPath(context, 'approved', { barcodes: barcodes.join(','), size: 100 }) }, approvedSchema);
  return page.content.flatMap(({ contentId, variants }) =>
    (variants ?? []).filter(({ barcode }) => barcodes.includes(barcode)).map(({ barcode }) => ({ remoteKey: barcode, ok: true, remoteIds: { contentId } })),
  );
}

async function rejected(context: TrendyolContext, barcodes: readonly string[]): Promise<ItemResult[]> {
  const page = await call(context, { endpoint: 'unapproved-products', operation: 'content.readRejected', method: 'GET', path: productsPath(context, 'unapproved', { barcodes: barcodes.join(','), status: 'rejected', size: 100 }) }, unapprovedSchema);
  return page.content
    .filter((row) => barcodes.includes(row.barcode) && row.status === 'rejected')
    .map((row) => ({ remoteKey: row.barcode, ok: false, issue: issueFromReasons((row.rejectReasonDetails ?? []).map((detail) => detail.rejectReasonDetail ?? detail.rejectReason), context.now()) }));
}

function productsPath(context: TrendyolContext, list: 'approved' | 'unapproved', parameters: Record<string, string | number>): string {
  return sellerPath(context, 'product', `products/${list}${query(parameters)}`);
}
