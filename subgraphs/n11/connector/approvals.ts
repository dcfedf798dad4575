import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import type { N11Context } from './client.js';
import { readProductPage, readProducts, remoteIdsOf, type N11Product } from './products.js';

/** Approval takes hours to days on the real N11. */
const WAITING_POLL_MS = 5_000;
const LONG_WAITING_POLL_MS = 60_000;
/** Up to this many products are looked at one by one; more than that, the shop is read page by page. */
const READ_ONE_BY_ONE = 25;
const PAGE_SIZE = 250;

/**
 * A created product is on N11 only once its catalogue has approved it: failures of the task stand, successes wait until
 * their product is `Active` or refused.
 */
export async function approvalsOf(context: N11Context, results: readonly ItemResult[]): Promise<ReceiptOutcome> {
  const failed = results.filter((result) => !result.ok);
  const created = results.filter((result) => result.ok).map(({ remoteKey }) => remoteKey);
  const rows = created.length <= READ_ONE_BY_ONE ? await readProducts(context, created) : await readDecided(context, new Set(created));
  const decided = rows.flatMap((row) => decisionOn(row, context.now()));
  const settled = [...failed, ...decided];
  if (settled.length >= results.length) return { kind: 'SETTLED', results: settled };
  return { kind: 'PENDING', pollAfterMs: decided.length === 0 ? WAITING_POLL_MS : LONG_WAITING_POLL_MS, settled };
}

/** Reads the whole shop only when something of `wanted` has left the queue of the catalogue. */
async function readDecided(context: N11Context, wanted: ReadonlySet<string>): Promise<N11Product[]> {
  const waiting = new Set((await readAll(context, 'InCatalogApproval')).map((row) => row.stockCode));
  if ([...wanted].every((stockCode) => waiting.has(stockCode))) return [];
  return (await readAll(context)).filter((row) => wanted.has(row.stockCode));
}

async function readAll(context: N11Context, productStatus?: string): Promise<N11Product[]> {
  const rows: N11Product[] = [];
  for (let page = 0, isLast = false; !isLast; page += 1) {
    const answer = await readProductPage(context, { page, size: PAGE_SIZE, ...(productStatus === undefined ? {} : { productStatus }) });
    rows.push(...answer.content);
    isLast = answer.content.length === 0 || answer.last === true || page + 1 >= (answer.totalPages ?? Number.POSITIVE_INFINITY);
  }
  return rows;
}

function decisionOn(row: N11Product, at: Date): ItemResult[] {
  const remoteKey = row.stockCode;
  switch (row.status) {
    case 'InCatalogApproval':
    case 'InApproval':
      return [];
    case 'CatalogRejected':
      return [{ remoteKey, ok: false, issue: { code: 'CATALOGUE_REJECTED', message: reasonOf(row.rejectInfo), retryable: false, at } }];
    case 'Prohibited':
      return [{ remoteKey, ok: false, issue: { code: 'PRODUCT_PROHIBITED', message: 'N11 has prohibited the product', retryable: false, at } }];
    default:
      return [{ remoteKey, ok: true, remoteIds: remoteIdsOf(row) }];
  }
}

/** The shape of `rejectInfo` is not published. */
function reasonOf(rejectInfo: unknown): string {
  if (rejectInfo === null || rejectInfo === undefined) return 'N11 refused the product without a reason';
  return typeof rejectInfo === 'string' ? rejectInfo : JSON.stringify(rejectInfo);
}
