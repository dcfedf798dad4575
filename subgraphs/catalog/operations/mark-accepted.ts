import type { AttemptId } from '../../../platform/ids.js';
import { accept } from '../domain/field-sync.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeAttempt } from './change-attempt.js';

/** The marketplace took the call and will look at it; `receipt` is what to ask after it with. Says how many listings changed. */
export async function markAccepted(deps: CatalogDeps, { attemptId, receipt, at }: { readonly attemptId: AttemptId; readonly receipt: string; readonly at: Date }): Promise<number> {
  return await changeAttempt(deps, { attemptId, at }, (field) => (field.receipt === receipt ? null : accept(field, { receipt, at })));
}
