import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { coalesced } from '../../../platform/coalesced.js';
import type { StoreId } from '../../../platform/ids.js';
import { redactText } from '../../../platform/payloads/redaction.js';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { ConnectorError, type WebhookCall, type WebhookReply } from '../connector/contract.js';
import { webhookSecretsOf } from '../connector/webhook-secrets.js';
import { StoreAccessError } from '../connector/store-access.js';
import { entryBody } from './domain/inbox-entry.js';
import type { IntakeDeps } from './intake-deps.js';
import { inboxKey } from './wake-keys.js';
import { createWebhookReceivers, type Receiver, type WebhookReceivers } from './webhook-receivers.js';

const LARGEST_BODY_BYTES = 10 * 1024 * 1024;
const METHODS = ['GET', 'POST', 'PUT'];
const OTHER_METHODS = ['HEAD', 'DELETE', 'PATCH', 'OPTIONS'];
const RECEIVED: WebhookReply = { status: 200, body: { received: true } };
/** Ozon counts a receiver that takes 5 s as one that is down, and stops telling it anything. */
export const ANSWER_WITHIN_MS = 4_000;
/** Calls that may be under way still after their answer; each keeps its body. */
const MOST_LATE = 200;

interface WebhookRequest {
  readonly Params: { readonly marketplace: string; readonly storeId: StoreId };
}

type RouteDeps = Pick<IntakeDeps, 'inbox' | 'archive' | 'stores' | 'connectors' | 'access' | 'queue' | 'publicUrl' | 'clock' | 'logger' | 'metrics'>;

/**
 * GET, POST and PUT of `/webhooks/:marketplace/:storeId` and everything below it. Answers as the marketplace wants it, 200
 * by default, as soon as the call is durable, or was before; a handshake at once, storing nothing. 404 for a store that is
 * not here or is another marketplace's; 401 for a wrong secret, storing nothing; 405 for other methods; 413 past 10 MB; 503 when it could not be
 * found out who calls, or it could not be stored in time: the marketplace repeats it. What is stored after that answer
 * all the same counts, and its repetition is a double. An authentic body that cannot be read is
 * stored all the same and set aside by the intake, since a marketplace never sends it better.
 */
export function webhookRoutes(deps: RouteDeps, { answerWithinMs = ANSWER_WITHIN_MS }: { readonly answerWithinMs?: number } = {}): (app: FastifyInstance) => Promise<void> {
  const receivers = createWebhookReceivers(deps);
  const wake = createWaker(deps);
  const answerInTime = createDeadline(deps, answerWithinMs);

  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.setErrorHandler(async (error: { statusCode?: number; code?: string }, request, reply) => {
      if (error.statusCode === undefined || error.statusCode >= 500) deps.logger.error({ err: error, path: request.routeOptions.url }, 'a webhook could not be stored');
      return reply.code(error.statusCode ?? 500).send({ error: { code: error.statusCode === 413 ? 'BODY_TOO_LARGE' : 'NOT_STORED' } });
    });
    for (const url of ['/webhooks/:marketplace/:storeId', '/webhooks/:marketplace/:storeId/*']) {
      app.route<WebhookRequest>({
        ...{ method: METHODS, url, bodyLimit: LARGEST_BODY_BYTES, exposeHeadRoute: false },
        handler: (request, reply) => withCorrelation(randomUUID(), async () => answer(reply, await answerInTime(request.params.storeId, () => receive(deps, { receivers, wake }, request)))),
      });
      // Fastify's own answer would repeat the address, and with it a secret in it.
      app.route({ method: OTHER_METHODS, url, handler: async (_request, reply) => answer(reply, { status: 405, body: { error: { code: 'METHOD_NOT_ALLOWED' } }, headers: { allow: METHODS.join(', ') } }) });
    }
  };
}

interface Answer extends WebhookReply {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whatever holds a call up, it is answered in time; what it was to bring about goes on. */
function createDeadline({ logger, metrics }: RouteDeps, answerWithinMs: number) {
  let late = 0;
  const tooLate: Answer = { status: 503, body: { error: { code: 'NOT_STORED' } } };
  return async (storeId: StoreId, work: () => Promise<Answer>): Promise<Answer> => {
    if (late >= MOST_LATE) return tooLate;
    const working = work();
    const deadline = new AbortController();
    const inTime = await Promise.race([working, pause(answerWithinMs, null, { signal: deadline.signal }).catch(() => null)]).finally(() => deadline.abort());
    if (inTime !== null) return inTime;
    late += 1;
    metrics.webhooksReceived.inc({ marketplace: 'unknown', outcome: 'late' });
    logger.warn({ storeId, answerWithinMs }, 'a webhook could not be stored in time; the marketplace is told to repeat it');
    working.catch((err: unknown) => logger.error({ err, storeId }, 'a webhook could not be stored')).finally(() => (late -= 1)).catch(() => undefined);
    return tooLate;
  };
}

type Waker = (storeId: StoreId) => void;

async function receive(deps: RouteDeps, { receivers, wake }: { receivers: WebhookReceivers; wake: Waker }, request: FastifyRequest<WebhookRequest>): Promise<Answer> {
  const { marketplace: segment, storeId } = request.params;
  const receivedAt = deps.clock.now();
  const call = callOf(request);
  const count = (outcome: string, marketplace: Marketplace | 'unknown' = 'unknown'): void => deps.metrics.webhooksReceived.inc({ marketplace, outcome });
  const verdict = await receivers.judge(storeId, segment, call).catch((error: unknown) => noteUnchecked(deps, storeId, error));
  switch (verdict.kind) {
    case 'UNKNOWN_STORE':
      count('unknown_store');
      return { status: 404, body: { error: { code: 'UNKNOWN_STORE' } } };
    case 'FORGED':
      count('forged');
      // Some callers show their name and password only when asked for them.
      return { status: 401, body: { error: { code: 'WRONG_SECRET' } }, headers: { 'www-authenticate': 'Basic realm="webhooks"' } };
    case 'UNCHECKED':
      count('unchecked');
      return { status: 503, body: { error: { code: 'NOT_CHECKED' } } };
    case 'HANDSHAKE':
      count('handshake', verdict.receiver.store.marketplace);
      return verdict.reply;
    case 'NEWS': {
      const outcome = await keep(deps, verdict.receiver, call, { receivedAt, url: `${deps.publicUrl}${request.url}` });
      count(outcome === 'ADDED' ? 'accepted' : 'duplicate', verdict.receiver.store.marketplace);
      if (outcome === 'ADDED') wake(storeId);
      return verdict.receiver.webhooks.reply ?? RECEIVED;
    }
    default:
      return verdict satisfies never;
  }
}

/** What follows a store's own address in the address of a call, as it came, with the query. */
function pathBelow(url: string): string {
  return url.replace(/^\/webhooks\/[^/?]+\/[^/?]+/, '');
}

function callOf(request: FastifyRequest): WebhookCall {
  return { method: request.method, path: pathBelow(request.url), headers: headersOf(request), body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) };
}

/** The marketplace's key could not be fetched, or the store not be opened: neither is the caller's fault. */
function noteUnchecked({ logger }: RouteDeps, storeId: StoreId, error: unknown): { readonly kind: 'UNCHECKED' } {
  if (!(error instanceof ConnectorError) && !(error instanceof StoreAccessError)) throw error;
  logger.warn({ storeId, code: error instanceof ConnectorError ? error.errorClass : error.code }, 'it could not be found out who made a webhook call');
  return { kind: 'UNCHECKED' };
}

/** The archive first, so that an entry always names the payload it came in. */
async function keep({ archive, inbox }: RouteDeps, { store, secret, webhooks }: Receiver, call: WebhookCall, { receivedAt, url }: { receivedAt: Date; url: string }): Promise<'ADDED' | 'DUPLICATE'> {
  const { _id: storeId, sellerId, marketplace } = store;
  const { method, headers, body } = call;
  const { status } = webhooks.reply ?? RECEIVED;
  const secrets = webhookSecretsOf(webhooks, secret);
  const payloadId = await archive.recordInbound({ marketplace, sellerId, storeId, operation: 'webhook', method, url, headers, body, personal: true, secrets, status });
  const path = redactText(call.path, secrets);
  return inbox.add({ ...entryBody(storeId, { method, path }, body), sellerId, storeId, marketplace, payloadId, receivedAt, state: { kind: 'RECEIVED', attempts: 0 }, waiting: true });
}

async function answer(reply: FastifyReply, { status, body, headers = {} }: Answer): Promise<FastifyReply> {
  reply.code(status).headers(headers);
  return body === null ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** A header that came twice is one that nobody meant: `request.headers` would show the first and hide the other. */
function headersOf(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(request.raw.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]));
}

/** Nobody waits for a wake: what is in the inbox is found by the sweep too. A burst of calls shares wakes. */
function createWaker({ queue, logger }: RouteDeps): Waker {
  const wakes = new Map<StoreId, () => Promise<void>>();
  return (storeId) => {
    const wake = wakes.get(storeId) ?? coalesced(() => queue.wake(inboxKey(storeId)));
    wakes.set(storeId, wake);
    wake().catch((error: unknown) => logger.warn({ err: error, storeId }, 'the intake could not be woken; its sweep will be'));
  };
}
