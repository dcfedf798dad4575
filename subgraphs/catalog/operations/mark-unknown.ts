import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { AttemptId } from '../../../platform/ids.js';
import { lose } from '../domain/field-sync.js';
import type { CatalogDeps } from './catalog-deps.js';
import { changeAttempt } from './change-attempt.js';

interface LostAnswer {
  readonly attemptId: AttemptId;
  /** The connector's error class, such as `TIMEOUT`; the code of the issue shown on the listing. */
  readonly errorClass: ExplainedCode;
  readonly message: string;
  readonly at: Date;
}

/** No answer came, or the receipt expired: nothing of it may be sent again before it has been read back. Says how many listings changed. */
export async function markUnknown(deps: CatalogDeps, { attemptId, errorClass, message, at }: LostAnswer): Promise<number> {
  return await changeAttempt(deps, { attemptId, at }, (field) => lose(field, { code: errorClass, message, retryable: true, at }));
}
