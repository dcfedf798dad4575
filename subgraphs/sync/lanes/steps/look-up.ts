import type { RemoteOffer } from '../../connector/contract.js';
import { fieldsOf, operationsOf, type Attempt } from '../../domain/attempt.js';
import { arrivedFields } from '../../domain/look-up.js';
import type { SettledField } from '../../owners.js';
import { idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { lookFailed } from '../look-failed.js';
import { readOffers } from '../read-offers.js';
import type { SendDeps } from '../send-attempt.js';

/**
 * Resolves what was sent without a usable answer. What the marketplace is seen to have was applied; everything else goes
 * back to its queue, and only now may it be sent again.
 */
export function createLookUp(deps: SendDeps): LaneStep {
  return {
    name: 'look-up',
    async run(work) {
      const [attempt] = await deps.attempts.due({ storeId: work.store._id, state: 'UNKNOWN', now: work.now(), limit: 1 });
      if (!attempt) return idleUntil(null);
      await lookUp(deps, work, attempt);
      return PROGRESSED;
    },
  };
}

async function lookUp(deps: SendDeps, work: LaneWork, attempt: Attempt): Promise<void> {
  const settled = new Set(attempt.settledKeys);
  const items = attempt.items.filter(({ remoteKey }) => !settled.has(remoteKey));
  let remote: Map<string, RemoteOffer>;
  try {
    remote = await readOffers(work, items.map(({ remoteKey }) => remoteKey));
  } catch (error) {
    return lookFailed(deps, work, attempt, error);
  }
  await conclude(deps, work, { ...attempt, items }, remote);
}

async function conclude(deps: SendDeps, work: LaneWork, attempt: Attempt, remote: ReadonlyMap<string, RemoteOffer>): Promise<void> {
  const at = work.now();
  const arrived: SettledField[] = attempt.items.flatMap((item) =>
    arrivedFields(attempt.kind, item, remote.get(item.remoteKey)).map((field) => ({ ...field, ok: true as const })));
  const hopeless = attempt.suspect && attempt.items.length === 1 ? missing(attempt, arrived) : [];
  const issue = { code: 'HUB_FAULT', message: 'The hub failed while sending this alone. It will not be tried again by itself.', retryable: true, at };
  const results: SettledField[] = [...arrived, ...hopeless.map((field) => ({ ...field, ok: false as const, issue }))];
  if (results.length > 0) await deps.catalog.markSettled({ attemptId: attempt._id, at, evidence: 'READ_BACK', results });
  await deps.catalog.requeue({ attemptId: attempt._id, notBefore: at, errorClass: null, message: null });
  await deps.attempts.finish({ id: attempt._id, state: 'SETTLED', at, error: attempt.error, sample: [], dueAt: null });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}

function missing(attempt: Attempt, arrived: readonly SettledField[]): ReturnType<typeof fieldsOf> {
  return attempt.items.flatMap(fieldsOf).filter((field) => !arrived.some((a) => a.listingId === field.listingId && a.field === field.field));
}
