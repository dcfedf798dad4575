import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { AttemptId } from '../../../platform/ids.js';
import { giveBack } from '../domain/field-sync.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeAttempt } from './change-attempt.js';

interface Returned {
  readonly attemptId: AttemptId;
  /** Not to be sent again before; null: at once. */
  readonly notBefore: Date | null;
  /** Why: the connector's error class, such as `RATE_LIMITED`; absent when there was no trouble. */
  readonly errorClass?: ExplainedCode;
  readonly message?: string;
}

/** What an attempt had in flight was surely not applied, or not even sent: it waits for its turn again. Says how many listings changed. */
export async function requeue(deps: CatalogDeps, { attemptId, notBefore, errorClass, message = '' }: Returned): Promise<number> {
  const at = deps.clock.now();
  const issue = errorClass === undefined ? null : { code: errorClass, message, retryable: true, at };
  return await changeAttempt(deps, { attemptId, at }, (field, same) => giveBack(field, { notBefore, issue, at }, same));
}
