import type { ForeseenRefusal, ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import type { N11Context } from './client.js';
import { readEachProduct, readProducts, remoteIdsOf, type N11Product } from './products.js';
import { rejectReasonOf } from './reject-reason.js';

/** Approval takes hours to days on the real N11. */
const WAITING_POLL_MS = 5_000;
/** Of a change that waits for it: each look costs a read of the product. */
const LOOK_AGAIN_MS = 600_000;

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

/**
 * Products that N11 takes no change of: what it has not decided on has to wait for that, what it has refused or prohibited is
 * told so. A product that N11 does not know, or whose row cannot be read, is left to it to judge.
 */
export async function closedToChanges(context: N11Context, stockCodes: readonly string[]): Promise<ForeseenRefusal[]> {
  const { read } = await readEachProduct(context, stockCodes);
  return read.flatMap((row) => refusalOfChange(row, context.now()));
}

/** Changes that N11 has refused because it has not approved the product: they wait, where it is seen to be looking at it still. */
export async function untilApproved(context: N11Context, results: readonly ItemResult[]): Promise<ItemResult[]> {
  const doubtful = results.flatMap((result) => (!result.ok && result.issue.code === 'LISTING_NOT_APPROVED' ? [result.remoteKey] : []));
  const closed = new Map((await closedToChanges(context, doubtful)).map((refusal) => [refusal.remoteKey, refusal]));
  return results.map((result) => {
    const refusal = closed.get(result.remoteKey);
    return refusal ? { ok: false, ...refusal } : result;
  });
}

function refusalOfChange(row: N11Product, at: Date): ForeseenRefusal[] {
  const { stockCode: remoteKey } = row;
  const awaited = AWAITED[row.status ?? ''];
  if (awaited !== undefined) return [{ remoteKey, issue: { code: 'LISTING_NOT_APPROVED', message: awaited, retryable: true, at }, retryAfterMs: LOOK_AGAIN_MS }];
  return decisionOn(row, at).flatMap((result) => (result.ok ? [] : [{ remoteKey, issue: result.issue }]));
}

/** Whose approval a product waits for. */
const AWAITED: Readonly<Record<string, string>> = {
  InCatalogApproval: "N11's catalogue is still looking at the product. The change is sent once it has decided.",
  InApproval: "The product waits for an approval in N11's seller panel. The change is sent once it is given.",
};

function decisionOn(row: N11Product, at: Date): ItemResult[] {
  const remoteKey = row.stockCode;
  if (AWAITED[row.status ?? ''] !== undefined) return [];
  switch (row.status) {
    case 'CatalogRejected':
      return [{ remoteKey, ok: false, issue: { code: 'CATALOGUE_REJECTED', message: rejectReasonOf(row.rejectInfo) ?? 'N11 refused the product without a reason', retryable: false, at } }];
    case 'Prohibited':
      return [{ remoteKey, ok: false, issue: { code: 'PRODUCT_PROHIBITED', message: 'N11 has prohibited the product', retryable: false, at } }];
    default:
      return [{ remoteKey, ok: true, remoteIds: remoteIdsOf(row) }];
  }
}
