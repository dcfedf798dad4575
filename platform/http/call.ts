import type { Span } from '@opentelemetry/api';
import { BrokenCircuitError } from 'cockatiel';
import type { Dispatcher } from 'undici';
import { systemClock } from '../clock.js';
import type { PayloadId } from '../ids.js';
import type { QuotaGroup } from '../quota/quota-group.js';
import type { QuotaEvent } from '../quota/quota-watcher.js';
import { inSpan } from '../telemetry/tracing.js';
import { within } from '../within.js';
import type { SlowdownCause } from './call-pace.js';
import { USUAL_CALLS_AT_ONCE, type CallTurn } from './call-paces.js';
import { TransportError, type MarketplaceRequest, type MarketplaceResponse } from './contract.js';
import { CancelledError, exchange, type WireAnswer, type WireRequest } from './exchange.js';
import type { MarketplaceHttpOptions, StoreTarget } from './marketplace-http.js';
import { retryAfterMs, type Breaker } from './resilience.js';

export interface CallOptions extends MarketplaceHttpOptions {
  readonly target: StoreTarget;
  readonly request: MarketplaceRequest;
  readonly pool: Dispatcher;
  readonly breaker: Breaker;
}

const USUAL_TIMEOUT_MS = 15_000;

/**
 * One attempt of one request, in this order: circuit, quota, archive, wire, archive. What stands before the wire can
 * refuse it, and then nothing was sent; what stands after it never turns an answer into an error.
 */
export function attemptCall(options: CallOptions, signal?: AbortSignal): Promise<MarketplaceResponse> {
  const { target, request } = options;
  const attributes = { marketplace: target.marketplace, operation: request.operation, 'http.request.method': request.method };
  return inSpan('marketplace request', attributes, async (span) => {
    if (signal?.aborted) throw new CancelledError('NO', signal.reason);
    refuseWhileOpen(options);
    const turn = await takeTurn(options);
    try {
      return await throughCircuit(options, signal, () => spendAndSend(options, { turn, span, signal }));
    } finally {
      turn?.over();
    }
  });
}

async function throughCircuit<T>(options: CallOptions, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
  const leave = await options.breaker.enter(signal).catch((error: unknown) => Promise.reject(new CancelledError('NO', error)));
  if (leave === null) throw breakerOpen(options);
  try {
    return await run();
  } finally {
    leave();
  }
}

async function spendAndSend(options: CallOptions, { turn, span, signal }: { turn: CallTurn | undefined; span: Span; signal: AbortSignal | undefined }): Promise<MarketplaceResponse> {
  await spendQuota(options);
  const payloadId = await openPayload(options);
  const startedAt = performance.now();
  try {
    const answer = await options.breaker.policy.execute(() => exchange(options.pool, toWire(options), signal));
    turn?.judge(troubleOf(answer), performance.now() - startedAt);
    span.setAttribute('http.response.status_code', answer.status);
    await recordAnswer(options, { payloadId, answer, durationMs: performance.now() - startedAt });
    return { ...answer, payloadId };
  } catch (error) {
    const failure = error instanceof BrokenCircuitError ? breakerOpen(options) : error;
    if (isUnanswered(failure)) turn?.judge('TIMEOUT', performance.now() - startedAt);
    if (failure instanceof TransportError) await recordFailure(options, { payloadId, failure, durationMs: performance.now() - startedAt });
    throw failure;
  }
}

/** What only reads waits for its turn; what does something was begun by a caller that keeps to the store's pace, and is not held up. */
async function takeTurn({ paces, target, request }: CallOptions): Promise<CallTurn | undefined> {
  const { marketplace, storeId, callsAtOnce: most = USUAL_CALLS_AT_ONCE } = target;
  return paces?.begin({ marketplace, storeId, operation: request.operation, most }, request.safe ? { forMs: request.timeoutMs ?? USUAL_TIMEOUT_MS } : null);
}

function troubleOf({ status }: WireAnswer): SlowdownCause | null {
  if (status === 429) return 'RATE_LIMITED';
  return status === 503 || status === 504 ? 'UNAVAILABLE' : null;
}

function isUnanswered(failure: unknown): boolean {
  return failure instanceof TransportError && failure.kind === 'TIMEOUT' && !(failure instanceof CancelledError);
}

function refuseWhileOpen(options: CallOptions): void {
  if (options.breaker.refusesForMs() > 0) throw breakerOpen(options);
}

function breakerOpen({ breaker, target, request }: CallOptions): TransportError {
  return new TransportError({ kind: 'BREAKER_OPEN', reached: 'NO', retryAfterMs: breaker.refusesForMs(), message: `${target.marketplace} has been failing '${request.quotaGroup}' requests` });
}

async function spendQuota(options: CallOptions): Promise<void> {
  const { quotas, target, request, metrics } = options;
  const groups = groupsOf(target, request);
  if (groups.length === 0) return;
  const { cost = 1, worth = 'LIVE' } = request;
  const grant = await beforeSending(request, 'quota', () => quotas.take(target.quotaAccount, groups, { cost, worth, upTo: target.quotaShare ?? 1 }));
  noteQuota(options, grant.granted ? 'TAKEN' : 'HELD_BACK', grant.granted ? groups : groups.filter(({ name }) => name === grant.group));
  if (grant.granted) return;
  metrics.quotaRefusals.inc({ marketplace: target.marketplace, group: grant.group });
  throw new TransportError({ kind: 'QUOTA_SPENT', reached: 'NO', retryAfterMs: grant.waitMs, quotaGroup: grant.group, message: `quota '${grant.group}' of ${target.marketplace} is spent` });
}

function noteQuota({ quotaWatcher, target: { sellerId, storeId }, request }: CallOptions, event: QuotaEvent, groups: readonly QuotaGroup[]): void {
  quotaWatcher?.noted({ sellerId, storeId, event, groups, cost: event === 'TAKEN' ? (request.cost ?? 1) : 1 });
}

function groupsOf({ quotaGroups, marketplace }: StoreTarget, { quotaGroup }: MarketplaceRequest): readonly QuotaGroup[] {
  const groups = quotaGroups[quotaGroup];
  if (!groups) throw new Error(`${marketplace} declares no quota group '${quotaGroup}'`);
  return groups;
}

function openPayload({ archive, target, request }: CallOptions): Promise<PayloadId> {
  const { marketplace, sellerId, storeId, secrets = [] } = target;
  const { operation, method, headers = {}, personal = false } = request;
  return beforeSending(request, 'archive', () =>
    archive.open({ marketplace, sellerId, storeId, operation, method, headers, personal, secrets, url: urlOf(target, request), body: bodyOf(request) }),
  );
}

/** Trouble of our own before anything was sent is told as such: the marketplace has not been reached. */
async function beforeSending<T>(request: MarketplaceRequest, what: string, act: () => Promise<T>): Promise<T> {
  const timeoutMs = request.timeoutMs ?? USUAL_TIMEOUT_MS;
  try {
    return await within(timeoutMs, act());
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new TransportError({ kind: 'NETWORK', reached: 'NO', message: `the ${what} could not be reached, so nothing was sent`, cause: error });
  }
}

function toWire({ target, request }: CallOptions): WireRequest {
  const { pathname, search } = new URL(urlOf(target, request));
  const { method, headers = {}, timeoutMs = USUAL_TIMEOUT_MS, safe, mayLeave } = request;
  return { method, path: pathname + search, headers, body: bodyOf(request), timeoutMs, safe, ...(mayLeave && { mayLeave }) };
}

function urlOf(target: StoreTarget, { path, baseUrl = target.baseUrl }: MarketplaceRequest): string {
  return baseUrl.replace(/\/+$/, '') + path;
}

function bodyOf({ body }: MarketplaceRequest): Buffer | null {
  return body === undefined ? null : Buffer.from(body);
}

interface Concluded {
  readonly payloadId: PayloadId;
  readonly durationMs: number;
}

async function recordAnswer(options: CallOptions, { payloadId, answer, durationMs }: Concluded & { answer: WireAnswer }): Promise<void> {
  const { archive, target, request, logger } = options;
  measure(options, `${Math.floor(answer.status / 100)}xx`, durationMs);
  logger.debug({ ...namesOf(options), payloadId, status: answer.status, durationMs: Math.round(durationMs) }, 'marketplace answered');
  const secrets = [...(target.secrets ?? []), ...(request.secretAnswer === true ? textsIn(answer.body) : [])];
  const closed = archive.close(payloadId, { ...answer, durationMs: Math.round(durationMs), secrets });
  const drained = answer.status === 429 ? drainQuota(options, answer) : undefined;
  if (answer.status >= 500) leaveAlone(options, answer);
  await Promise.all([closed, drained]).catch((error: unknown) => logger.error({ err: error, ...namesOf(options), payloadId }, 'an answer could not be recorded'));
}

/** The values of a flat JSON body, as token endpoints answer with. */
function textsIn(body: Buffer): string[] {
  try {
    return Object.values(JSON.parse(body.toString('utf8')) as object).filter((value): value is string => typeof value === 'string' && value.length > 0);
  } catch {
    return [body.toString('utf8')];
  }
}

async function drainQuota(options: CallOptions, answer: WireAnswer): Promise<void> {
  const { quotas, target, request, metrics, clock = systemClock } = options;
  metrics.marketplaceRateLimited.inc({ marketplace: target.marketplace, group: request.quotaGroup });
  const groups = groupsOf(target, request);
  noteQuota(options, 'REFUSED', groups);
  if (groups.length === 0) return;
  const forMs = retryAfterMs(answer.headers, clock.now());
  await (forMs === null ? quotas.backOff(target.quotaAccount, groups) : quotas.drain(target.quotaAccount, groups, forMs));
}

/** A marketplace in trouble that says when to come back is believed. */
function leaveAlone({ breaker, clock = systemClock }: CallOptions, { headers }: WireAnswer): void {
  const waitMs = retryAfterMs(headers, clock.now());
  if (waitMs !== null) breaker.holdFor(waitMs);
}

async function recordFailure(options: CallOptions, { payloadId, failure, durationMs }: Concluded & { failure: TransportError }): Promise<void> {
  const { kind, reached, message } = failure;
  measure(options, kind, durationMs);
  options.logger.warn({ ...namesOf(options), payloadId, kind, reached, durationMs: Math.round(durationMs) }, message);
  await options.archive
    .close(payloadId, { failure: { kind, reached, message }, durationMs: Math.round(durationMs) })
    .catch((error: unknown) => options.logger.error({ err: error, ...namesOf(options), payloadId }, 'a failure could not be recorded'));
}

function measure({ metrics, target, request }: CallOptions, outcome: string, durationMs: number): void {
  metrics.marketplaceRequestDuration.observe({ marketplace: target.marketplace, operation: request.operation, outcome }, durationMs / 1000);
}

function namesOf({ target, request }: CallOptions): Record<string, string> {
  return { marketplace: target.marketplace, storeId: target.storeId, operation: request.operation };
}
