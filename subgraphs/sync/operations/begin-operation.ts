import { payloadDigest } from '../../../platform/idempotency/payload-digest.js';
import { newId, type OperationId, type SellerId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { currentCorrelationId } from '../../../platform/telemetry/correlation.js';
import { NO_COUNTS, type OperationKind, type SyncOperation } from '../domain/operation.js';
import type { DryRun } from '../domain/dry-run.js';
import { NOTHING_RECORDED, type RecordedOutcome } from '../domain/recorded-outcome.js';
import type { OperationStore } from '../store/operation-store.js';
import { recordRequest, type RecordDeps } from './record-request.js';

export interface BeginRequest {
  readonly principal: Principal;
  readonly kind: OperationKind;
  /** The caller's; 1 to 200 characters. */
  readonly idempotencyKey?: string | null | undefined;
  readonly request: object;
}

/** What every input that can be repeated or tried dry carries. */
export interface RepeatableInput {
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

/** `operation` is null only when nothing was begun: a dry run, or `userErrors` say why. */
export interface Begun extends RecordedOutcome {
  readonly operation: SyncOperation | null;
  readonly dryRun: DryRun | null;
}

const RECORDING_MS = 10_000;
const LONGEST_KEY = 200;

/**
 * Begins an operation, or finds the one begun under the same idempotency key: however often and from however many
 * processes a call arrives, it has one effect and everyone gets the same operation. The request is in the ledger before
 * anything is done with it, so a process that dies on the way is replaced by the next call or by the sweep.
 */
export async function beginOperation(deps: RecordDeps, begin: BeginRequest): Promise<Begun> {
  const { principal, idempotencyKey } = begin;
  if (idempotencyKey != null && (idempotencyKey.length === 0 || idempotencyKey.length > LONGEST_KEY)) return nothingBegun([badKey()]);
  const operation = newOperation(deps, begin);
  return deps.flights.join(`${principal.sellerId} ${operation.idempotencyKey} ${operation.digest}`, () => beginOnce(deps, operation));
}

async function beginOnce(deps: RecordDeps, operation: SyncOperation): Promise<Begun> {
  if (await deps.operations.insert(operation)) return finish(deps, operation);
  const earlier = await deps.operations.findByKey(operation.sellerId, operation.idempotencyKey);
  if (!earlier) throw new Error(`operation ${operation._id} was refused as a double of one that is not there`);
  if (earlier.digest !== operation.digest) return nothingBegun([keyReused(earlier)]);
  if (earlier.state !== 'RECORDING') return toldAgain(deps.operations, earlier);
  const now = deps.clock.now();
  const mine = await deps.operations.takeOverRecording(earlier._id, now, recordingUntil(now));
  return mine ? finish(deps, mine) : { ...NOTHING_RECORDED, dryRun: null, operation: (await deps.operations.find(earlier._id)) ?? earlier };
}

async function finish(deps: RecordDeps, operation: SyncOperation): Promise<Begun> {
  const outcome = await recordRequest(deps, operation);
  return { ...outcome, dryRun: null, operation: (await deps.operations.find(operation._id)) ?? operation };
}

async function toldAgain(operations: OperationStore, operation: SyncOperation): Promise<Begun> {
  return { ...((await operations.outcomeOf(operation._id)) ?? NOTHING_RECORDED), dryRun: null, operation };
}

function newOperation({ clock }: RecordDeps, { principal, kind, idempotencyKey, request }: BeginRequest): SyncOperation {
  const id: OperationId = newId('operation');
  const sellerId: SellerId = principal.sellerId;
  const now = clock.now();
  return {
    _id: id, sellerId, idempotencyKey: idempotencyKey ?? id, digest: payloadDigest({ kind, request }), kind, state: 'RECORDING', request,
    recordingUntil: recordingUntil(now), total: 0, counts: NO_COUNTS, superseded: 0, storeIds: [], keyId: principal.keyId,
    correlationId: currentCorrelationId() ?? null, createdAt: now, recordedAt: null, finishedAt: null, changedAt: now, countedAt: now,
  };
}

/** A recorder that has not finished by then is taken to be dead; doing its work twice does no harm. */
export function recordingUntil(now: Date): Date {
  return new Date(now.getTime() + RECORDING_MS);
}

export function nothingBegun(userErrors: readonly UserError[]): Begun {
  return { ...NOTHING_RECORDED, operation: null, dryRun: null, userErrors };
}

function keyReused({ _id, kind }: SyncOperation): UserError {
  return userError({ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'], message: `The key was used before with another payload (operation ${_id}, ${kind}). Use a new key for a new request.` });
}

function badKey(): UserError {
  return userError({ code: 'INVALID_IDEMPOTENCY_KEY', field: ['input', 'idempotencyKey'], message: `idempotencyKey must have 1 to ${LONGEST_KEY} characters` });
}
