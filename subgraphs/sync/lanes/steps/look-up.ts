import { withCorrelation } from '../../../../platform/telemetry/correlation.js';
import { ConnectorError, type ListingIssue, type RemoteOffer } from '../../connector/contract.js';
import { fieldsOf, keepTaken, operationsOf, type Attempt, type ItemField } from '../../domain/attempt.js';
import { arrivedFields, nextLookAt } from '../../domain/look-up.js';
import { idleUntil, PROGRESSED, type LaneStep, type LaneWork } from '../lane-step.js';
import { lookFailed } from '../look-failed.js';
import { readOffers } from '../read-offers.js';
import { noteApplied } from '../note-figures.js';
import type { SendDeps } from '../send-attempt.js';

/**
 * Resolves what was sent without a usable answer. What the marketplace is seen to have was applied, however soon; everything else goes
 * back to its queue once it can no longer be applied, and only then may it be sent again.
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
  const readAt = work.now();
  const { provesFrom = readAt } = attempt;
  if (readAt < provesFrom && !canArriveEarly(attempt)) return deps.attempts.lookAgain({ id: attempt._id, items: attempt.items, sample: attempt.sample, dueAt: provesFrom });
  let remote: Map<string, RemoteOffer>;
  try {
    remote = await readOffers(work, items.map(({ remoteKey }) => remoteKey));
    refuseUnreadable(remote);
  } catch (error) {
    return lookFailed(deps, work, attempt, error);
  }
  const left = { ...attempt, items };
  await (readAt < provesFrom ? concludeEarly(deps, work, { attempt: left, provesFrom }, remote) : conclude(deps, work, left, remote));
}

/** What nobody can read says nothing about what has arrived, and must not be taken for its absence. */
function refuseUnreadable(remote: ReadonlyMap<string, RemoteOffer>): void {
  const odd = [...remote.values()].find(({ unreadable }) => unreadable !== undefined);
  if (odd) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'REFUSED', message: `of ${odd.remoteKey}, ${odd.unreadable ?? ''}` });
}

/** Content shows too little of what was sent; and of a call that met a fault of the hub's own, all items are judged together. */
function canArriveEarly({ kind, suspect }: Attempt): boolean {
  return kind === 'OFFERS' && !suspect;
}

/** What has arrived need not be waited for. It is read once more when nothing can change it any more: something else may have brought the same there. */
async function concludeEarly(deps: SendDeps, work: LaneWork, { attempt, provesFrom }: { attempt: Attempt; provesFrom: Date }, remote: ReadonlyMap<string, RemoteOffer>): Promise<void> {
  const at = work.now();
  await tellListings(deps, attempt, at);
  const inFlight = new Set((await deps.catalog.settleArrived({ attemptId: attempt._id, remote: [...remote.values()], at })).map(keyOf));
  const items = attempt.items.flatMap((item) => keepTaken(item, (field) => inFlight.has(keyOf(field))) ?? []);
  const arrived = attempt.items.flatMap((item) => keepTaken(item, (field) => !inFlight.has(keyOf(field))) ?? []);
  for (const item of arrived) noteApplied(deps.figures, work.store, item, fieldsOf(item), at);
  const sample = [...new Set([...attempt.sample, ...arrived.map(({ remoteKey }) => remoteKey)])];
  if (items.length === 0) await deps.attempts.finish({ id: attempt._id, state: 'SETTLED', at, error: attempt.error, sample, dueAt: provesFrom });
  else await deps.attempts.lookAgain({ id: attempt._id, items, sample, dueAt: nextLookAt({ provesFrom, settleMs: work.connector.limits.settleMs, now: at }) });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}

async function conclude(deps: SendDeps, work: LaneWork, attempt: Attempt, remote: ReadonlyMap<string, RemoteOffer>): Promise<void> {
  const at = work.now();
  const attemptId = attempt._id;
  await tellListings(deps, attempt, at);
  await refuseHopeless(deps, work, attempt, remote);
  if (attempt.kind === 'OFFERS') await deps.catalog.settleByReading({ attemptId, remote: [...remote.values()], at });
  else await deps.catalog.markSettled({ attemptId, at, evidence: 'READ_BACK', results: arrivedOf(attempt, remote).map((field) => ({ ...field, ok: true as const })) });
  await deps.catalog.requeue({ attemptId, notBefore: null });
  for (const item of attempt.items) noteApplied(deps.figures, work.store, item, arrivedFields(attempt.kind, item, remote.get(item.remoteKey)), at);
  await deps.attempts.finish({ id: attemptId, state: 'SETTLED', at, error: attempt.error, sample: attempt.sample, dueAt: attempt.sample.length > 0 ? at : null });
  deps.recounter.touch(operationsOf(attempt.items));
  deps.announce();
}

/** Whoever lost sight of the attempt may have died before it told the listings. */
async function tellListings({ catalog }: SendDeps, { _id: attemptId, error }: Attempt, at: Date): Promise<void> {
  await catalog.markUnknown({ attemptId, errorClass: error?.errorClass ?? 'TIMEOUT', message: error?.message ?? 'No answer came.', at });
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

function keyOf({ listingId, field, revision }: ItemField): string {
  return `${listingId} ${field} ${revision}`;
}
