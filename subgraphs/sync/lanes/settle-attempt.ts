import { groupBy } from '../../../platform/group-by.js';
import type { Evidence, Listing } from '../../catalog/domain/listing.js';
import type { SettledItem } from '../../catalog/operations/mark-settled.js';
import type { ItemResult } from '../connector/contract.js';
import { fieldsOf, operationsOf, type Attempt, type AttemptItem, type ItemField } from '../domain/attempt.js';
import { planLookUp } from '../domain/look-up.js';
import { verificationSample } from '../domain/verification-sample.js';
import { figuresOf, noteApplied } from './note-figures.js';
import type { SendDeps } from './send-attempt.js';
import { after, type LaneWork } from './lane-step.js';

/** A read-back this soon after a receipt would read the marketplace's caches. */
const SAMPLE_AFTER_MS = 1_000;

export interface Results {
  readonly attempt: Attempt;
  readonly results: readonly ItemResult[];
  readonly evidence: Evidence;
  /** The attempt's listings as they were stored a moment ago. */
  readonly lately?: readonly Listing[];
}

/**
 * Writes down what came of an attempt's items. First the listings, then the attempt: whoever dies in between is repeated
 * without harm. Items the marketplace did not mention are of unknown outcome.
 */
export async function settleAttempt(deps: SendDeps, work: LaneWork, o: Results): Promise<void> {
  const { attempt, results, evidence } = o;
  const at = work.now();
  await recordResults(deps, work, o);
  const mentioned = new Set([...attempt.settledKeys, ...results.map(({ remoteKey }) => remoteKey)]);
  if (attempt.items.some(({ remoteKey }) => !mentioned.has(remoteKey))) {
    await deps.catalog.markUnknown({ attemptId: attempt._id, errorClass: 'TIMEOUT', message: 'The marketplace did not say what became of it.', at });
    await deps.attempts.loseSight({ id: attempt._id, ...planLookUp(at, work.connector.limits.settleMs), error: null, suspect: attempt.suspect, settledKeys: [...mentioned] });
    return;
  }
  const refused = new Set(results.filter(({ ok }) => !ok).map(({ remoteKey }) => remoteKey));
  const applied = attempt.items.filter(({ remoteKey }) => !refused.has(remoteKey));
  const sample = attempt.kind === 'OFFERS' && evidence !== 'READ_BACK' ? verificationSample(applied, deps.random()) : [];
  await deps.attempts.finish({ id: attempt._id, state: 'SETTLED', at, error: null, sample, dueAt: sample.length > 0 ? after(at, SAMPLE_AFTER_MS) : null });
}

/** Moves the listings that these results speak of, and nothing else. */
export async function recordResults(deps: SendDeps, work: LaneWork, { attempt, results, evidence, lately }: Results): Promise<void> {
  const at = work.now();
  const resultsOf = groupBy(results, ({ remoteKey }) => remoteKey);
  const told = attempt.items.flatMap((item) => {
    const ofItem = resultsOf.get(item.remoteKey);
    return ofItem ? [{ item, values: fieldsOf(item).map((value): SettledItem => ({ ...value, ...outcomeOf(ofItem, value, at) })) }] : [];
  });
  if (told.length === 0) return;
  await deps.catalog.markSettled({ attemptId: attempt._id, at, evidence, results: told.flatMap(({ values }) => values), lately });
  for (const { item, values } of told) observeSettled(deps, work, item, values);
  deps.recounter.touch(operationsOf(told.map(({ item }) => item)));
  deps.announce();
}

type ValueOutcome = { remoteIds?: Readonly<Record<string, string>> } & ({ ok: true } | { ok: false; issue: Refusal['issue']; notBefore?: Date });
type Refusal = Extract<ItemResult, { ok: false }>;

function outcomeOf(results: readonly ItemResult[], { field }: ItemField, at: Date): ValueOutcome {
  const refusal = results.find((result): result is Refusal => !result.ok && concerns(result, field));
  if (refusal) return { ok: false, issue: refusal.issue, ...(refusal.retryAfterMs === undefined ? {} : { notBefore: after(at, refusal.retryAfterMs) }), ...(refusal.remoteIds && { remoteIds: refusal.remoteIds }) };
  const remoteIds = results.map((result) => (result.ok ? result.remoteIds : undefined)).find((ids) => ids !== undefined);
  return remoteIds ? { ok: true, remoteIds } : { ok: true };
}

function concerns({ fields }: Refusal, field: ItemField['field']): boolean {
  return fields === undefined || fields.some((refused) => refused === field);
}

function observeSettled({ metrics, figures }: SendDeps, work: LaneWork, item: AttemptItem, values: readonly SettledItem[]): void {
  const { marketplace } = work.store;
  noteApplied(figures, work.store, item, values.filter(({ ok }) => ok), work.now());
  for (const value of values) if (!value.ok && value.notBefore === undefined) figures.refused(figuresOf(work.store), value.issue.code);
  for (const { field } of values.filter(({ ok }) => ok)) {
    const setAt = item[field]?.setAt;
    if (setAt) metrics.changeSettled.observe({ marketplace, field }, Math.max(0, work.now().getTime() - setAt.getTime()) / 1000);
  }
}
