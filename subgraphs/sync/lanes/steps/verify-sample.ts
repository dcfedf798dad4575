import { operationsOf } from '../../domain/attempt.js';
import { idleUntil, PROGRESSED, type LaneStep } from '../lane-step.js';
import { lookFailed } from '../look-failed.js';
import { readOffers } from '../read-offers.js';
import type { SendDeps } from '../send-attempt.js';

const ATTEMPTS_AT_ONCE = 10;

/** Reads back the samples of settled calls: several calls' samples share the reads. What differs becomes drift and is sent again. */
export function createVerifySample(deps: SendDeps): LaneStep {
  return {
    name: 'verify-sample',
    async run(work) {
      const due = await deps.attempts.due({ storeId: work.store._id, state: 'SETTLED', now: work.now(), limit: ATTEMPTS_AT_ONCE });
      if (due.length === 0) return idleUntil(await deps.attempts.nextDueAt(work.store._id, 'SETTLED'));
      try {
        const at = work.now();
        const remote = await readOffers(work, due.flatMap(({ sample }) => sample));
        await deps.catalog.markVerified({ storeId: work.store._id, remote: [...remote.values()], at, fence: work.fence });
        await deps.attempts.finishSample(due.map(({ _id }) => _id));
      } catch (error) {
        for (const attempt of due) await lookFailed(deps, work, attempt, error);
      }
      deps.recounter.touch(due.flatMap(({ items }) => operationsOf(items)));
      deps.announce();
      return PROGRESSED;
    },
  };
}
