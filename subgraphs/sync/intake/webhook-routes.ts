import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { coalesced } from '../../../platform/coalesced.js';
import type { StoreId } from '../../../platform/ids.js';
import { withCorrelation } from '../../../platform/telemetry/correlation.js';
import type { WebhookCall } from '../connector/contract.js';
import type { IntakeDeps } from './intake-deps.js';
import { inboxKey } from './wake-keys.js';
import { createWebhookReceivers, type Receiver, type WebhookReceivers } from './webhook-receivers.js';

const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

interface WebhookRequest {
  readonly Params: { readonly marketplace: string; readonly storeId: StoreId };
}

type RouteDeps = Pick<IntakeDeps, 'inbox' | 'archive' | 'stores' | 'connectors' | 'access' | 'queue' | 'publicUrl' | 'clock' | 'logger' | 'metrics'>;

/**
 * `POST /webhooks/:marketplace/:storeId`. Answers 200 as soon as the call is durable, or was before; 404 for a store that
 * is not here or is another marketplace's; 401 for a wrong secret, storing nothing; 413 past 10 MB. An authentic body that
 * cannot be read is stored all the same and set aside by the intake, since a marketplace never sends it better.
 */
export function webhookRoutes(deps: RouteDeps): (app: FastifyInstance) => Promise<void> {
  const receivers = createWebhookReceivers(deps);
  const wake = createWaker(deps);

  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.setErrorHandler(async (error: { statusCode?: number; code?: string }, request, reply) => {
      if (error.statusCode === undefined || error.statusCode >= 500) deps.logger.error({ err: error, path: request.routeOptions.url }, 'a webhook could not be stored');
      return reply.code(error.statusCode ?? 500).send({ error: { code: error.statusCode === 413 ? 'BODY_TOO_LARGE' : 'NOT_STORED' } });
    });
    app.post<WebhookRequest>('/webhooks/:marketplace/:storeId', { bodyLimit: LARGEST_BODY_BYTES }, (request, reply) => withCorrelation(randomUUID(), () => receive(deps, { receivers, wake }, request, reply)));
  };
}

type Waker = (storeId: StoreId) => void;

async function receive(deps: RouteDeps, { receivers, wake }: { receivers: WebhookReceivers; wake: Waker }, request: FastifyRequest<WebhookRequest>, reply: FastifyReply): Promise<FastifyReply> {
  const { marketplace, storeId } = request.params;
  const receivedAt = deps.clock.now();
  const call: WebhookCall = { method: request.method, path: '', headers: headersOf(request), body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) };
  const receiver = await receivers.find(storeId, marketplace, call);
  if (receiver === 'UNKNOWN_STORE') return refuse(deps, reply, { status: 404, code: 'UNKNOWN_STORE', outcome: 'unknown_store' });
  if (receiver === 'FORGED') return refuse(deps, reply, { status: 401, code: 'WRONG_SECRET', outcome: 'forged' });
  const outcome = await keep(deps, receiver, call, { receivedAt, url: `${deps.publicUrl}${request.url}` });
  deps.metrics.webhooksReceived.inc({ marketplace: receiver.store.marketplace, outcome: outcome === 'ADDED' ? 'accepted' : 'duplicate' });
  if (outcome === 'ADDED') wake(storeId);
  return reply.code(200).send({ received: true });
}

/** The archive first, so that an entry always names the payload it came in. */
async function keep({ archive, inbox }: RouteDeps, { store, secret }: Receiver, { headers, body }: WebhookCall, { receivedAt, url }: { receivedAt: Date; url: string }): Promise<'ADDED' | 'DUPLICATE'> {
  const { _id: storeId, sellerId, marketplace } = store;
  const payloadId = await archive.recordInbound({ marketplace, sellerId, storeId, operation: 'webhook', method: 'POST', url, headers, body, personal: true, secrets: [secret], status: 200 });
  const sha256 = createHash('sha256').update(body).digest('hex');
  return inbox.add({ _id: `${storeId}:${sha256}`, sellerId, storeId, marketplace, sha256, bytes: body.length, body, payloadId, receivedAt, state: { kind: 'RECEIVED', attempts: 0 }, waiting: true });
}

function refuse({ metrics }: RouteDeps, reply: FastifyReply, { status, code, outcome }: { status: number; code: string; outcome: string }): FastifyReply {
  metrics.webhooksReceived.inc({ marketplace: 'unknown', outcome });
  return reply.code(status).send({ error: { code } });
}

function headersOf(request: FastifyRequest<WebhookRequest>): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));
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
