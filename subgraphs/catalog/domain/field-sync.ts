import type { AttemptId, OperationId } from '../../../platform/ids.js';
import type { AttemptPhase, Evidence, FieldSync, ListingIssue, Published, WriteState } from './listing.js';

/** What can happen to an attempt to send a value. LOSE: no answer came. RETURN: it is known not to have been applied. */
export type AttemptEvent = 'ACCEPT' | 'LOSE' | 'APPLY' | 'REFUSE' | 'RETURN';

/** From each phase of an attempt, where an event leads; an absent one changes nothing. */
export const ATTEMPT_TRANSITIONS: Readonly<Record<AttemptPhase, Readonly<Partial<Record<AttemptEvent, WriteState>>>>> = {
  SENT: { ACCEPT: 'ACCEPTED', LOSE: 'UNKNOWN', APPLY: 'APPLIED', REFUSE: 'REJECTED', RETURN: 'QUEUED' },
  ACCEPTED: { LOSE: 'UNKNOWN', APPLY: 'APPLIED', REFUSE: 'REJECTED', RETURN: 'QUEUED' },
  UNKNOWN: { ACCEPT: 'ACCEPTED', APPLY: 'APPLIED', REFUSE: 'REJECTED', RETURN: 'QUEUED' },
};

export type SameValue<V> = (a: V, b: V) => boolean;

interface Desire<V> {
  readonly value: V;
  readonly operationId: OperationId | null;
  readonly at: Date;
  /** Ask again even for the value already desired: after a refusal, or when what is there may have changed. */
  readonly anew?: boolean;
  /** When the earliest sale elsewhere that asks for it was heard of. */
  readonly soldAt?: Date | undefined;
}

/** A field that nobody has sent yet. */
export function newField<V>({ value, operationId, at }: Desire<V>): FieldSync<V> {
  return {
    desired: { value, revision: 1, setAt: at, operationId },
    published: null,
    state: 'QUEUED',
    attemptId: null,
    sent: null,
    receipt: null,
    queuedAt: at,
    notBefore: null,
    sentAt: null,
    acceptedAt: null,
    appliedAt: null,
    verifiedAt: null,
    issue: null,
    sends: 0,
  };
}

/**
 * Another value should be there. What is known to be there already is APPLIED at once, with the evidence there is; the
 * value already desired keeps its revision and state (but not after a refusal). An attempt in flight goes on.
 */
export function desire<V>(field: FieldSync<V>, { value, operationId, at, anew = false, soldAt }: Desire<V>, same: SameValue<V>): FieldSync<V> {
  if (!anew && same(value, field.desired.value) && stillHolds(field, same)) {
    return operationId === null || operationId === field.desired.operationId ? field : { ...field, desired: { ...field.desired, operationId } };
  }
  const revision = field.desired.revision + 1;
  const wanted = { ...newField({ value, operationId, at }), published: field.published, attemptId: field.attemptId, sent: field.sent, receipt: field.receipt };
  return alreadyThere({ ...wanted, desired: { ...wanted.desired, revision, ...unansweredSale(field, soldAt), ...unendedWait(field) } }, at, same);
}

/** What was tried and not decided about goes on waiting under the value that takes its place; one that was only held up does not. */
function unendedWait<V>({ desired: { waitingSince, setAt }, state, sent, sends }: FieldSync<V>): { readonly waitingSince?: Date } {
  const isDecided = sent === null && state !== 'QUEUED';
  const isTried = sent !== null || sends > 0 || waitingSince !== undefined;
  return isTried && !isDecided ? { waitingSince: waitingSince ?? setAt } : {};
}

/** A sale waits for its answer until a value that knows of it is accepted, however many values follow each other before. */
function unansweredSale<V>({ desired, acceptedAt, state }: FieldSync<V>, soldAt: Date | undefined): { readonly soldAt?: Date } {
  const isAnswered = acceptedAt !== null || state === 'APPLIED' || state === 'VERIFIED';
  const waiting = [soldAt, isAnswered ? undefined : desired.soldAt].flatMap((at) => (at ? [at.getTime()] : []));
  return waiting.length === 0 ? {} : { soldAt: new Date(Math.min(...waiting)) };
}

/** Takes the desired value for sending; null when it is not this revision's turn or something is in flight. */
export function send<V>(field: FieldSync<V>, { attemptId, revision, at }: { readonly attemptId: AttemptId; readonly revision: number; readonly at: Date }): FieldSync<V> | null {
  if (field.state !== 'QUEUED' || field.sent !== null || field.desired.revision !== revision) return null;
  const sent = { value: field.desired.value, revision, phase: 'SENT', soldSince: 0 } as const;
  return { ...field, state: 'SENT', attemptId, sent, receipt: null, notBefore: null, sentAt: at, issue: null, sends: field.sends + 1 };
}

export function accept<V>(field: FieldSync<V>, { receipt, at }: { readonly receipt: string | null; readonly at: Date }): FieldSync<V> | null {
  const moved = movePhase(field, 'ACCEPT');
  return moved && { ...moved, receipt, acceptedAt: isDesired(field) ? at : field.acceptedAt };
}

export function lose<V>(field: FieldSync<V>, issue: ListingIssue): FieldSync<V> | null {
  const moved = movePhase(field, 'LOSE');
  return moved && { ...moved, issue: isDesired(field) ? issue : field.issue };
}

/** The marketplace has the sent value. A newer desired value stays queued; an equal one is done with it. */
export function apply<V>(field: FieldSync<V>, { evidence, at }: { readonly evidence: Evidence; readonly at: Date }, same: SameValue<V>, lowered: (value: V, units: number) => V): FieldSync<V> | null {
  if (!field.sent || !ATTEMPT_TRANSITIONS[field.sent.phase].APPLY) return null;
  const { value, revision, soldSince } = field.sent;
  const landed = landedField(field);
  if (soldSince > 0) return requeued({ ...landed, published: { value: lowered(value, soldSince), revision, at, evidence: 'ORDER', knownAt: at } }, at);
  const published = { value, revision, at, evidence, knownAt: at, ...replacedBy(value, field, at, same) };
  const isThere = field.desired.revision === revision || same(value, field.desired.value);
  return isThere ? settled({ ...landed, published }, evidence, at) : { ...withWaitEnded(landed), published, state: 'QUEUED' };
}

/** The marketplace said no: REJECTED unless a newer value waits to be tried. */
export function refuse<V>(field: FieldSync<V>, issue: ListingIssue): FieldSync<V> | null {
  if (!field.sent || !ATTEMPT_TRANSITIONS[field.sent.phase].REFUSE) return null;
  const landed = landedField(field);
  return isDesired(field) ? { ...landed, state: 'REJECTED', issue } : { ...withWaitEnded(landed), state: 'QUEUED' };
}

/** The sent value is known not to be there: it waits for another send, unless what is wanted is there by now. */
export function giveBack<V>(field: FieldSync<V>, { notBefore, issue, at }: { readonly notBefore: Date | null; readonly issue: ListingIssue | null; readonly at: Date }, same: SameValue<V>): FieldSync<V> | null {
  if (!field.sent || !ATTEMPT_TRANSITIONS[field.sent.phase].RETURN) return null;
  // The pause was asked for the value that was sent: a newer one, such as stock running out, may not have to wait.
  const back: FieldSync<V> = { ...landedField(field), state: 'QUEUED', notBefore: isDesired(field) ? notBefore : null, issue: isDesired(field) ? issue : field.issue };
  return alreadyThere(back, at, same);
}

interface Reading<V> {
  readonly value: V;
  readonly evidence: Extract<Evidence, 'READ_BACK' | 'SWEEP'>;
  readonly at: Date;
}

/**
 * We looked, and this is there. Equal to what is desired: VERIFIED. Different: the desired value is queued again, unless
 * the marketplace has refused it. Says nothing (null) while an attempt is in flight: the value may change under our eyes.
 */
export function read<V>(field: FieldSync<V>, { value, evidence, at }: Reading<V>, same: SameValue<V>): FieldSync<V> | null {
  if (field.sent) return null;
  const isSame = same(value, field.desired.value);
  const replaced = isSame && field.published?.replaced ? { replaced: field.published.replaced } : {};
  const seen = { ...field, published: { value, revision: isSame ? field.desired.revision : (field.published?.revision ?? 0), at, evidence, knownAt: at, ...replaced } };
  if (isSame) return settled(seen, 'READ_BACK', at);
  if (field.state === 'REJECTED') return field.published && same(field.published.value, value) ? null : seen;
  if (field.state === 'QUEUED') return field.published && same(field.published.value, value) ? null : seen;
  return requeued(seen, at);
}

/** An unanswered attempt whose listing was read back after it can no longer be applied: what was read decides. */
export function readUnknown<V>(field: FieldSync<V>, reading: Reading<V>, same: SameValue<V>): FieldSync<V> | null {
  if (field.sent?.phase !== 'UNKNOWN') return null;
  return read({ ...landedField(field), state: 'QUEUED' }, reading, same) ?? { ...landedField(field), state: 'QUEUED' };
}

/**
 * An unanswered attempt whose listing was read back while it may still be applied. Its value has arrived where it is shown in place of
 * another, less what was sold there since; what was there before, or may be shown out of a slow cache, proves nothing yet (null).
 */
export function readArrived<V>(field: FieldSync<V>, { value, evidence, at }: Reading<V>, same: SameValue<V>, lowered: (value: V, units: number) => V): FieldSync<V> | null {
  const { sent, published } = field;
  if (sent?.phase !== 'UNKNOWN' || !(same(value, sent.value) || same(value, lowered(sent.value, sent.soldSince)))) return null;
  if (published === null || published.inDoubt === true || same(value, published.value)) return null;
  if (published.replaced && same(value, published.replaced.value)) return null;
  return apply(field, { evidence, at }, same, lowered);
}

/**
 * The marketplace sold `units` itself, the first of them at `soldAt` by its own clock. Nobody knows whether the sale or the sent value
 * came last while one is in flight, nor when the sale is heard of only after a value that was sent without knowing of it has landed, or after
 * one was read that may know of it. That a value has landed is heard a moment after it did: room for clocks that differ.
 */
export function sellThere(field: FieldSync<number>, units: number, { at, soldAt }: { readonly at: Date; readonly soldAt?: Date | undefined }): FieldSync<number> {
  const knownAt = field.published?.knownAt;
  const isLate = soldAt !== undefined && knownAt !== undefined && soldAt < knownAt;
  const published = field.published && { ...field.published, value: Math.max(0, field.published.value - units), at, evidence: 'ORDER' as const, ...(isLate && { inDoubt: true as const }) };
  return { ...field, published, sent: field.sent && { ...field.sent, soldSince: field.sent.soldSince + units } };
}

/** What a landed value took the place of; the same value landing again replaces nothing anew. */
function replacedBy<V>(value: V, { published }: FieldSync<V>, at: Date, same: SameValue<V>): Pick<Published<V>, 'replaced'> {
  if (!published) return {};
  if (!same(published.value, value)) return { replaced: { value: published.value, at } };
  return published.replaced ? { replaced: published.replaced } : {};
}

function stillHolds<V>({ state, published, desired }: FieldSync<V>, same: SameValue<V>): boolean {
  if (state === 'REJECTED' || published?.inDoubt === true) return false;
  const isSettled = state === 'APPLIED' || state === 'VERIFIED';
  return !isSettled || (published !== null && same(published.value, desired.value));
}

function alreadyThere<V>(field: FieldSync<V>, at: Date, same: SameValue<V>): FieldSync<V> {
  if (field.sent || !field.published || field.published.inDoubt === true || !same(field.published.value, field.desired.value)) return field;
  return { ...field, state: 'APPLIED', appliedAt: at, notBefore: null, issue: null, published: { ...field.published, revision: field.desired.revision } };
}

function movePhase<V>(field: FieldSync<V>, event: 'ACCEPT' | 'LOSE'): FieldSync<V> | null {
  if (!field.sent) return null;
  const phase = ATTEMPT_TRANSITIONS[field.sent.phase][event] as AttemptPhase | undefined;
  return phase ? { ...field, sent: { ...field.sent, phase }, state: isDesired(field) ? phase : field.state } : null;
}

/** Whether what is in flight is what is desired now. */
function isDesired({ sent, desired }: FieldSync<unknown>): boolean {
  return sent?.revision === desired.revision;
}

/** The marketplace has decided about a value before the desired one, which waits since it was set. */
function withWaitEnded<V>(field: FieldSync<V>): FieldSync<V> {
  const { waitingSince: _ended, ...desired } = field.desired;
  return { ...field, desired };
}

function landedField<V>(field: FieldSync<V>): FieldSync<V> {
  return { ...field, attemptId: null, sent: null };
}

function settled<V>(field: FieldSync<V>, evidence: Evidence, at: Date): FieldSync<V> {
  const isRead = evidence === 'READ_BACK' || evidence === 'SWEEP';
  const published = field.published && { ...field.published, revision: field.desired.revision };
  return { ...field, published, state: isRead ? 'VERIFIED' : 'APPLIED', appliedAt: field.appliedAt ?? at, verifiedAt: isRead ? at : field.verifiedAt, notBefore: null, issue: null };
}

/** Wanted anew, as the next revision: what is there, or was refused, is not what should be. */
export function requeued<V>(field: FieldSync<V>, at: Date): FieldSync<V> {
  const { value, revision, operationId } = field.desired;
  const again = newField({ value, operationId, at });
  return { ...again, desired: { ...again.desired, revision: revision + 1 }, published: field.published };
}
