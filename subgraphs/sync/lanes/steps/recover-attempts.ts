import { operationsOf, type Attempt } from '../../domain/attempt.js';
import { planLookUp } from '../../domain/look-up.js';
import { idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import type { SendDeps } from '../send-attempt.js';

const LOST = { errorClass: 'TIMEOUT', message: 'The worker that sent this was lost before it heard an answer.' } as const;

/** Finishes what an earlier holder of the lane left in the middle: what was not sent goes back, what may have been is looked up. */
export function createRecoverAttempts(deps: Pick<SendDeps, 'attempts' | 'catalog' | 'recounter' | 'announce'>): LaneStep {
  return {
    name: 'recover-attempts',
    async run(work) {
      const orphans = await deps.attempts.orphans(work.store._id, work.fence);
      for (const attempt of orphans) await recover(deps, work, attempt);
      return orphans.length > 0 ? PROGRESSED : idleUntil(null);
    },
  };
}

async function recover({ attempts, catalog, recounter, announce }: Pick<SendDeps, 'attempts' | 'catalog' | 'recounter' | 'announce'>, work: LaneWork, attempt: Attempt): Promise<void> {
  const at = work.now();
  if (attempt.state === 'NOT_SENT' || (await attempts.abandon(attempt._id, at))) {
    await catalog.recall({ attemptId: attempt._id, listingIds: attempt.items.map(({ listingId }) => listingId), fence: work.fence });
    await attempts.closeUnsent(attempt._id);
  } else {
    work.logger.warn({ attemptId: attempt._id, storeId: attempt.storeId }, 'a call lost its worker; its outcome will be looked up');
    await attempts.loseSight({ id: attempt._id, ...planLookUp(at, work.connector.limits.settleMs), error: LOST, suspect: false });
    await catalog.markUnknown({ attemptId: attempt._id, ...LOST, at });
  }
  recounter.touch(operationsOf(attempt.items));
  announce();
}
