import type { SellerId } from '../../../platform/ids.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { Intake } from '../intake/index.js';

const MOST_CALLS = 1_000;

/** Takes a seller's set-aside webhook calls in again. Errors: TOO_MANY_ITEMS, NOT_QUARANTINED when some are not set aside (any more). */
export async function retryQuarantined({ intake }: { readonly intake: Pick<Intake, 'retryQuarantined'> }, { sellerId, ids }: { readonly sellerId: SellerId; readonly ids: readonly string[] }): Promise<{ retried: number; userErrors: readonly UserError[] }> {
  const field = ['input', 'ids'];
  if (ids.length > MOST_CALLS) return { retried: 0, userErrors: [userError({ code: 'TOO_MANY_ITEMS', field, message: `ids has ${ids.length} entries, at most ${MOST_CALLS} are allowed` })] };
  const retried = await intake.retryQuarantined({ sellerId, ids });
  const missing = new Set(ids).size - retried;
  return { retried, userErrors: missing === 0 ? [] : [userError({ code: 'NOT_QUARANTINED', field, message: `${missing} of these calls are not set aside` })] };
}
