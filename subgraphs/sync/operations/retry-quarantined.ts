import type { SellerId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { answerOnce } from '../../../platform/idempotency/answer-once.js';
import type { SyncDeps } from './sync-deps.js';

export interface RetryQuarantinedInput {
  readonly ids: readonly string[];
  readonly idempotencyKey?: string | null;
  /** Only looks how many of them could be taken in again. */
  readonly dryRun?: boolean | null;
}

export interface RetryQuarantinedAnswer {
  readonly retried: number;
  readonly userErrors: readonly UserError[];
}

export type RetryQuarantinedDeps = Pick<SyncDeps, 'calls' | 'clock'> & { readonly intake: Pick<SyncDeps['intake'], 'retryQuarantined'> };

const MOST_CALLS = 1_000;

/**
 * Takes a seller's set-aside webhook calls in again; under an idempotency key once. Errors: TOO_MANY_ITEMS, NOT_QUARANTINED when some are
 * not set aside (any more), IDEMPOTENCY_KEY_REUSED.
 */
export async function retryQuarantined(deps: RetryQuarantinedDeps, sellerId: SellerId, { ids, idempotencyKey = null, dryRun }: RetryQuarantinedInput): Promise<RetryQuarantinedAnswer> {
  const field = ['input', 'ids'];
  const wanted = [...new Set(ids)];
  if (ids.length > MOST_CALLS) return { retried: 0, userErrors: [userError({ code: 'TOO_MANY_ITEMS', field, message: `ids has ${ids.length} entries, at most ${MOST_CALLS} are allowed` })] };
  const isDry = dryRun === true;
  const once = await answerOnce(deps, { sellerId, idempotencyKey: isDry ? null : idempotencyKey, payload: ['quarantineRetry', wanted.toSorted()] }, async (): Promise<RetryQuarantinedAnswer> => {
    const retried = await deps.intake.retryQuarantined({ sellerId, ids: wanted, isDry });
    const missing = wanted.length - retried;
    return { retried, userErrors: missing === 0 ? [] : [userError({ code: 'NOT_QUARANTINED', field, message: `${missing} of these calls are not set aside` })] };
  });
  return 'answer' in once ? once.answer : { retried: 0, userErrors: [once.refused] };
}
