import { operationsOf, type Attempt } from '../domain/attempt.js';
import { ConnectorError, type TroubleClass } from '../connector/connector-error.js';
import type { QuotaClass } from '../connector/contract.js';
import { decideOnTrouble } from '../domain/error-policies.js';
import type { Lane, LaneHold } from '../domain/lane.js';
import { holdOf } from '../domain/lane-waits.js';
import { planLookUp } from '../domain/look-up.js';
import { refusalOf } from '../domain/refusal.js';
import { after, type LaneWork } from './lane-step.js';
import { figuresOf } from './note-figures.js';
import { refuseAttempt, type SendDeps } from './send-attempt.js';
import { noteSuspects } from './note-suspects.js';

interface FailedSend {
  readonly attempt: Attempt;
  /** What the call was worth. */
  readonly worth: QuotaClass;
  readonly isOfSuspects: boolean;
  readonly error: unknown;
  /** What had failed in a row when the call was begun. */
  readonly before: Pick<Lane, 'failures' | 'authFailures'>;
}

/** A call threw. What may have left is looked up before it is sent again; what surely did not goes back to its queue. */
export async function sendFailed(deps: SendDeps, work: LaneWork, { attempt, worth, isOfSuspects, error, before }: FailedSend): Promise<void> {
  if (!(error instanceof ConnectorError)) return failedByBug(deps, work, attempt, error);
  const at = work.now();
  const failures = error.errorClass === 'AUTHENTICATION' ? before.authFailures : before.failures;
  const decision = decideOnTrouble(error, { failures, random: deps.random(), policies: await deps.policiesOf(work.store) });
  deps.figures.troubled(figuresOf(work.store), error.errorClass);
  await work.note({ lastError: { errorClass: error.errorClass, message: error.message, at } });
  switch (decision.kind) {
    case 'REJECT':
      return refuseAttempt(deps, work, attempt, refusalOf(error, at));
    case 'LOOK_UP':
      return loseSight(deps, work, attempt, { errorClass: error.errorClass, message: error.message, suspect: false });
    case 'RETRY':
    case 'DELAY': {
      const notBefore = after(at, decision.delayMs);
      // What a spent quota leaves no room for when an item at fault is closed in on holds up nobody else.
      if (!isOfSuspects || error.quotaGroup === null) await work.note({ pushNotBefore: notBefore, heldFor: holdFor(error, { worth, isOwn: isOwnTrouble(work, { attempt, error, at }) }), ...countFailure(before, error.errorClass) });
      return sendLater(deps, attempt, { notBefore, error, at });
    }
    case 'PAUSE_STORE':
      if (error.outcome === 'UNKNOWN') await loseSight(deps, work, attempt, { errorClass: error.errorClass, message: error.message, suspect: false });
      else await sendLater(deps, attempt, { notBefore: at, error, at });
      return work.pauseStore(error.errorClass, error.message);
  }
}

function holdFor({ errorClass, quotaGroup }: ConnectorError, { worth, isOwn }: { readonly worth: QuotaClass; readonly isOwn: boolean }): LaneHold {
  return { errorClass, quotaGroup, ...(quotaGroup !== null || isOwn ? { worth } : {}) };
}

/**
 * Contents travel by calls of their own: trouble with them is no reason to let prices and stock wait, unless those have met it
 * too. A marketplace that asks for a wait may mean all calls.
 */
function isOwnTrouble({ lane }: LaneWork, { attempt, error, at }: { readonly attempt: Attempt; readonly error: ConnectorError; readonly at: Date }): boolean {
  const standing = holdOf(lane, at);
  return attempt.kind !== 'OFFERS' && error.errorClass !== 'RATE_LIMITED' && (standing === null || standing.cause?.worth !== undefined);
}

function countFailure({ failures, authFailures }: FailedSend['before'], errorClass: string): { failures: number } | { authFailures: number } {
  return errorClass === 'AUTHENTICATION' ? { authFailures: authFailures + 1 } : { failures: failures + 1 };
}

async function sendLater(deps: SendDeps, attempt: Attempt, { notBefore, error, at }: { notBefore: Date; error: ConnectorError; at: Date }): Promise<void> {
  const { errorClass, message } = error;
  await deps.catalog.requeue({ attemptId: attempt._id, notBefore, errorClass, message });
  await deps.attempts.finish({ id: attempt._id, state: 'NOT_SENT', at, error: { errorClass, message }, sample: [], dueAt: null });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}

async function failedByBug(deps: SendDeps, work: LaneWork, attempt: Attempt, error: unknown): Promise<void> {
  work.logger.error({ err: error, attemptId: attempt._id, storeId: attempt.storeId, items: attempt.items.length }, 'a connector failed in a way nobody foresaw');
  deps.figures.troubled(figuresOf(work.store), 'BUG');
  await noteSuspects(work, attempt);
  await work.note({ lastError: { errorClass: 'BUG', message: 'The hub failed to make or read this call.', at: work.now() } });
  await loseSight(deps, work, attempt, { errorClass: 'BUG', message: 'The hub failed to make or read this call.', suspect: true });
}

async function loseSight(deps: SendDeps, work: LaneWork, attempt: Attempt, trouble: { errorClass: TroubleClass; message: string; suspect: boolean }): Promise<void> {
  const at = work.now();
  const { errorClass, message, suspect } = trouble;
  await deps.attempts.loseSight({ id: attempt._id, ...planLookUp(at, work.connector.limits.settleMs), error: { errorClass, message }, suspect });
  await deps.catalog.markUnknown({ attemptId: attempt._id, errorClass, message, at });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}
