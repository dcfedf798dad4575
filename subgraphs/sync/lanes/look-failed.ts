import { ConnectorError, type TroubleClass } from '../connector/connector-error.js';
import type { Attempt } from '../domain/attempt.js';
import { decideOnTrouble, jitteredDelayMs } from '../domain/error-policies.js';
import { after, type LaneWork } from './lane-step.js';
import { figuresOf } from './note-figures.js';
import type { SendDeps } from './send-attempt.js';

/** Reading (a receipt, a read-back) failed: nothing is harmed, it is done again later; refused credentials pause the store at the second time. */
export async function lookFailed(deps: Pick<SendDeps, 'attempts' | 'random' | 'policiesOf' | 'figures'>, work: LaneWork, attempt: Attempt, error: unknown): Promise<void> {
  const trouble = troubleOf(work, attempt, error);
  deps.figures.troubled(figuresOf(work.store), trouble.errorClass);
  const policies = await deps.policiesOf(work.store);
  const retryDelayMs = jitteredDelayMs(policies.SERVER, attempt.failures, deps.random());
  const decision = error instanceof ConnectorError ? decideOnTrouble({ errorClass: error.errorClass, outcome: 'NOT_SENT', retryAfterMs: error.retryAfterMs }, { failures: attempt.failures, random: deps.random(), policies }) : null;
  const delayMs = decision?.kind === 'RETRY' || decision?.kind === 'DELAY' ? decision.delayMs : retryDelayMs;
  await deps.attempts.delay({ id: attempt._id, dueAt: after(work.now(), delayMs), error: trouble });
  if (decision?.kind === 'PAUSE_STORE') await work.pauseStore(trouble.errorClass, trouble.message);
}

function troubleOf(work: LaneWork, attempt: Attempt, error: unknown): { errorClass: TroubleClass; message: string } {
  if (error instanceof ConnectorError) return { errorClass: error.errorClass, message: error.message };
  work.logger.error({ err: error, attemptId: attempt._id, storeId: attempt.storeId }, 'a connector failed to read in a way nobody foresaw');
  return { errorClass: 'BUG', message: 'The hub failed to read the answer.' };
}
