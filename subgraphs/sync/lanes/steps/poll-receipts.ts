import { withCorrelation } from '../../../../platform/telemetry/correlation.js';
import type { ReceiptOutcome } from '../../connector/contract.js';
import { requireCapability } from '../../connector/require-capability.js';
import type { Attempt } from '../../domain/attempt.js';
import { planLookUp } from '../../domain/look-up.js';
import { nextPollDelayMs } from '../../domain/receipt-polling.js';
import { allEnded } from '../all-ended.js';
import { after, idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { lookFailed } from '../look-failed.js';
import type { SendDeps } from '../send-attempt.js';
import { recordResults, settleAttempt } from '../settle-attempt.js';

const AT_ONCE = 4;

/** Asks the marketplace what has become of what it accepted. */
export function createPollReceipts(deps: SendDeps): LaneStep {
  return {
    name: 'poll-receipts',
    async run(work) {
      const due = await deps.attempts.due({ storeId: work.store._id, state: 'ACCEPTED', now: work.now(), limit: work.callsAtOnce(AT_ONCE) });
      await allEnded(due.map((attempt) => withCorrelation(attempt.correlationId ?? attempt._id, () => pollOne(deps, work, attempt))));
      return due.length > 0 ? PROGRESSED : idleUntil(await deps.attempts.nextDueAt(work.store._id, 'ACCEPTED'));
    },
  };
}

async function pollOne(deps: SendDeps, work: LaneWork, attempt: Attempt): Promise<void> {
  let outcome: ReceiptOutcome;
  try {
    outcome = await ask(work, attempt);
  } catch (error) {
    return lookFailed(deps, work, attempt, error);
  }
  switch (outcome.kind) {
    case 'SETTLED':
      return settleAttempt(deps, work, { attempt, results: unsettled(attempt, outcome.results), evidence: 'RECEIPT' });
    case 'PENDING': {
      const settled = unsettled(attempt, outcome.settled);
      await recordResults(deps, work, { attempt, results: settled, evidence: 'RECEIPT' });
      return askAgain(deps, work, attempt, { settledKeys: [...attempt.settledKeys, ...settled.map(({ remoteKey }) => remoteKey)], advisedMs: outcome.pollAfterMs });
    }
    case 'EXPIRED':
      await deps.attempts.loseSight({ id: attempt._id, ...planLookUp(work.now(), 0), error: { errorClass: 'EXPIRED', message: 'The marketplace no longer knows the receipt.' }, suspect: attempt.suspect });
      await deps.catalog.markUnknown({ attemptId: attempt._id, errorClass: 'EXPIRED', message: 'The marketplace no longer knows the receipt.', at: work.now() });
  }
}

function ask({ connector, context }: LaneWork, attempt: Attempt): Promise<ReceiptOutcome> {
  const receipt = attempt.receipt ?? '';
  return attempt.kind === 'OFFERS' ? connector.offers.poll(context, receipt) : requireCapability(connector, 'content').poll(context, receipt);
}

function unsettled<T extends { readonly remoteKey: string }>(attempt: Attempt, results: readonly T[]): T[] {
  const settled = new Set(attempt.settledKeys);
  return results.filter(({ remoteKey }) => !settled.has(remoteKey));
}

async function askAgain({ attempts }: SendDeps, work: LaneWork, attempt: Attempt, o: { settledKeys: readonly string[]; advisedMs: number }): Promise<void> {
  const now = work.now();
  const acceptedForMs = now.getTime() - (attempt.answeredAt ?? now).getTime();
  const delayMs = nextPollDelayMs({ polls: attempt.polls, advisedMs: o.advisedMs, acceptedForMs });
  await attempts.askAgain({ id: attempt._id, settledKeys: o.settledKeys, dueAt: after(now, delayMs) });
}
