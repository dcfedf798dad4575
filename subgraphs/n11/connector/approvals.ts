import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import type { N11Context } from './client.js';
import { readProducts, remoteIdsOf, type N11Product } from './products.js';
import { rejectReasonOf } from './reject-reason.js';

/** Approval takes hours to days on the real N11. */
const WAITING_POLL_MS = 5_000;

/**
 * A created product is on N11 only once its catalogue has approved it: failures of the task stand, successes wait until
 * their product is `Active` or refused. A stock code that is taken already is the seller's own earlier product (an
 * earlier create whose answer was lost, or one made in the panel): it is adopted as it is.
 */
export async function approvalsOf(context: N11Context, results: readonly ItemResult[]): Promise<ReceiptOutcome> {
  const failed = results.filter((result) => !result.ok && result.issue.code !== 'LISTING_EXISTS');
  const present = results.filter((result) => !failed.includes(result)).map(({ remoteKey }) => remoteKey);
  const rows = await readProducts(context, present);
  const settled = [...failed, ...rows.flatMap((row) => decisionOn(row, context.now()))];
  return settled.length >= results.length ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: WAITING_POLL_MS, settled };
}

function decisionOn(row: N11Product, at: Date): ItemResult[] {
  const remoteKey = row.stockCode;
  switch (row.status) {
    case 'InCatalogApproval':
    case 'InApproval':
      return [];
    case 'CatalogRejected':
      return [{ remoteKey, ok: false, issue: { code: 'CATALOGUE_REJECTED', message: rejectReasonOf(row.rejectInfo) ?? 'N11 refused the product without a reason', retryable: false, at } }];
    case 'Prohibited':
      return [{ remoteKey, ok: false, issue: { code: 'PRODUCT_PROHIBITED', message: 'N11 has prohibited the product', retryable: false, at } }];
    default:
      return [{ remoteKey, ok: true, remoteIds: remoteIdsOf(row) }];
  }
}
