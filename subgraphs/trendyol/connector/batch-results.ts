import { z } from 'zod';
import type { ItemResult, ListingIssue, ReceiptOutcome } from '../../sync/connector/contract.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, sellerPath, type TrendyolContext } from './client.js';
import { issueFromReasons } from './issues.js';

const batchSchema = z.looseObject({
  batchRequestId: z.string(),
  status: z.string().nullish(),
  batchRequestType: z.string().nullish(),
  items: z
    .array(
      z.looseObject({
        requestItem: z.looseObject({ barcode: text.optional(), contentId: text.optional() }).nullish(),
        status: z.string().nullish(),
        failureReasons: z.array(z.unknown()).nullish(),
      }),
    )
    .nullish(),
});
export type BatchResult = z.infer<typeof batchSchema>;
export type BatchItem = NonNullable<BatchResult['items']>[number];

export const acceptedSchema = z.looseObject({ batchRequestId: z.string().min(1) });

/** The state of a batch, or null when Trendyol no longer knows it (results are kept for 4 hours). */
export async function readBatch(context: TrendyolContext, batchRequestId: string): Promise<BatchResult | null> {
  try {
    return await call(
      context,
      { endpoint: 'batch-result', operation: 'batch.read', method: 'GET', path: sellerPath(context, 'product', `products/batch-requests/${encodeURIComponent(batchRequestId)}`) },
      batchSchema,
    );
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
    throw error;
  }
}

/** How one item of a batch ended; null while it has not. */
export function itemOutcome(item: BatchItem, at: Date): { ok: true } | { ok: false; issue: ListingIssue } | null {
  const status = (item.status ?? '').toUpperCase();
  if (status === 'SUCCESS') return { ok: true };
  if (status === 'FAILED') return { ok: false, issue: issueFromReasons(item.failureReasons ?? [], at) };
  return null;
}

/**
 * The outcome of a price-and-inventory batch. Such a batch has no status of its own, so only its items say whether it
 * has ended; one without items has not been looked at yet.
 */
export function offerOutcome(batch: BatchResult, at: Date, pollAfterMs: number): ReceiptOutcome {
  const items = batch.items ?? [];
  const results = items.map((item) => toItemResult(item, at)).filter((result) => result !== null);
  return items.length > 0 && results.length === items.length ? { kind: 'SETTLED', results } : { kind: 'PENDING', pollAfterMs, settled: results };
}

function toItemResult(item: BatchItem, at: Date): ItemResult | null {
  const outcome = itemOutcome(item, at);
  return outcome === null ? null : { remoteKey: item.requestItem?.barcode ?? '', ...outcome };
}
