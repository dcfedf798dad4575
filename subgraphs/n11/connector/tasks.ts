import { z } from 'zod';
import { ConnectorError, type ItemResult, type PushOutcome, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { followPage, NO_TRAIL } from '../../sync/connector/page-trail.js';
import { number, text } from '../../sync/connector/wire-values.js';
import { call, type N11Context } from './client.js';
import { issueFromReasons } from './issues.js';

const PAGE_SIZE = 1_000;
const FIRST_POLL_MS = 300;

export type TaskName = 'product-create' | 'product-update' | 'price-stock-update';

const reasonList = z.array(z.string()).nullish();
const answerSchema = z.looseObject({ id: text, status: z.string(), reasons: reasonList });
const detailsSchema = z.looseObject({
  status: z.string(),
  skus: z.looseObject({
    content: z.array(z.looseObject({ itemCode: text, status: z.string().nullish(), reasons: reasonList, sku: z.looseObject({ reasons: reasonList }).nullish() })),
    totalPages: number.nullish(),
  }),
});
type TaskSku = z.infer<typeof detailsSchema>['skus']['content'][number];

/** Path of a product task. */
export function taskPath(task: TaskName): string {
  return `/ms/product/tasks/${task}`;
}

/** The body of a product task around SKUs that are JSON texts already. */
export function taskBody(integrator: string, skus: readonly string[]): string {
  return `{"payload":{"integrator":${JSON.stringify(integrator)},"skus":[${skus.join(',')}]}}`;
}

/** Hands in a task. A `REJECT` comes with HTTP 200 and refuses every SKU of it. */
export async function submitTask(context: N11Context, task: TaskName, skus: readonly string[]): Promise<PushOutcome> {
  const body = taskBody(context.store.credentials.integrator, skus);
  const answer = await call(context, { group: 'product-tasks', operation: `tasks.${task}`, method: 'POST', path: taskPath(task), body }, answerSchema);
  if (answer.status.trim().toUpperCase() === 'REJECT') return { kind: 'REFUSED', issue: issueFromReasons(answer.reasons ?? [], context.now()) };
  return { kind: 'ACCEPTED', receipt: answer.id, pollAfterMs: FIRST_POLL_MS };
}

/** Reads how a task stands. N11 does not say how it answers for one it has forgotten: any refusal of the id counts as that. */
export async function readTask(context: N11Context, taskId: string): Promise<ReceiptOutcome> {
  const rows: TaskSku[] = [];
  let trail = NO_TRAIL;
  for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
    const details = await readTaskPage(context, taskId, page);
    if (details === null) return { kind: 'EXPIRED' };
    const status = details.status.trim().toUpperCase();
    if (status === 'IN_QUEUE') return { kind: 'PENDING', pollAfterMs: FIRST_POLL_MS, settled: [] };
    rows.push(...details.skus.content);
    totalPages = details.skus.totalPages ?? 1;
    trail = followPage(trail, { next: page + 1 < totalPages ? String(page + 1) : null, rows: details.skus.content.map(({ itemCode }) => itemCode) });
  }
  const results = rows.map((row) => toItemResult(row, context.now())).filter((result) => result !== null);
  return results.length === rows.length ? { kind: 'SETTLED', results } : { kind: 'PENDING', pollAfterMs: FIRST_POLL_MS, settled: results };
}

async function readTaskPage(context: N11Context, taskId: string, page: number): Promise<z.infer<typeof detailsSchema> | null> {
  const body = `{"taskId":${JSON.stringify(Number(taskId))},"pageable":{"page":${page},"size":${PAGE_SIZE}}}`;
  try {
    return await call(context, { group: 'task-details', operation: 'tasks.read', method: 'POST', path: '/ms/product/task-details/page-query', body, reads: true }, detailsSchema);
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
    throw error;
  }
}

/** The manual writes `FAIL` here and `Fail` there; a SKU without either word has not been looked at. */
function toItemResult(row: TaskSku, at: Date): ItemResult | null {
  const status = (row.status ?? '').trim().toUpperCase();
  if (status === 'SUCCESS') return { remoteKey: row.itemCode, ok: true };
  if (status === 'FAIL') return { remoteKey: row.itemCode, ok: false, issue: issueFromReasons(row.reasons ?? row.sku?.reasons ?? [], at) };
  return null;
}
