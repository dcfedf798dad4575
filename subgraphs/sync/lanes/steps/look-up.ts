import { withCorrelation } from '../../../../platform/telemetry/correlation.js';
import type { ListingIssue, RemoteOffer } from '../../connector/contract.js';
import { fieldsOf, operationsOf, type Attempt, type ItemField } from '../../domain/attempt.js';
import { arrivedFields } from '../../domain/look-up.js';
import { idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { lookFailed } from '../look-failed.js';
import { readOffers } from '../read-offers.js';
import { noteApplied } from '../note-figures.js';
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
      if (!attempt) return idleUntil(await deps.attempts.nextDueAt(work.store._id, 'UNKNOWN'));
      await withCorrelation(attempt.correlationId ?? attempt._id, () => lookUp(deps, work, attempt));
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
  const attemptId = attempt._id;
  // Whoever lost sight of the attempt may have died before it told the listings.
  await deps.catalog.markUnknown({ attemptId, errorClass: attempt.error?.errorClass ?? 'TIMEOUT', message: attempt.error?.message ?? 'No answer came.', at });
  await refuseHopeless(deps, work, attempt, remote);
  if (attempt.kind === 'OFFERS') await deps.catalog.settleByReading({ attemptId, remote: [...remote.values()], at });
  else await deps.catalog.markSettled({ attemptId, at, evidence: 'READ_BACK', results: arrivedOf(attempt, remote).map((field) => ({ ...field, ok: true as const })) });
  await deps.catalog.requeue({ attemptId, notBefore: null });
  for (const item of attempt.items) noteApplied(deps.figures, work.store, item, arrivedFields(attempt.kind, item, remote.get(item.remoteKey)), at);
  await deps.attempts.finish({ id: attemptId, state: 'SETTLED', at, error: attempt.error, sample: [], dueAt: null });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}

/** An item whose call the hub failed to make though it was alone in it would fail again for ever. */
async function refuseHopeless({ catalog }: SendDeps, work: LaneWork, attempt: Attempt, remote: ReadonlyMap<string, RemoteOffer>): Promise<void> {
  if (!attempt.suspect || attempt.items.length > 1) return;
  const at = work.now();
  const arrived = arrivedOf(attempt, remote);
  const missing = attempt.items.flatMap(fieldsOf).filter(({ field }) => !arrived.some((one) => one.field === field));
  const issue: ListingIssue = { code: 'HUB_FAULT', message: 'The hub failed to send this. It is tried again when asked to.', retryable: true, at };
  await catalog.markSettled({ attemptId: attempt._id, at, evidence: 'READ_BACK', results: missing.map((field) => ({ ...field, ok: false as const, issue })) });
}

function arrivedOf(attempt: Attempt, remote: ReadonlyMap<string, RemoteOffer>): ItemField[] {
  return attempt.items.flatMap((item) => arrivedFields(attempt.kind, item, remote.get(item.remoteKey)));
}
