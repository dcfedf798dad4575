import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Seller } from '../domain/seller.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import type { Answer } from './answer.js';
import { authenticate } from './authenticate.js';
import { takeFromQuota } from './quotas.js';

/** The services by the first label of their published hosts; here they share one port and are told apart by path. */
export const SERVICES = ['mpop', 'listing-external', 'oms-external', 'shipping-external', 'mpfinance-external', 'oms-stub-external-sit', 'claim-stub-external-sit'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ServiceCall {
  readonly seller: Seller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly request: FastifyRequest;
  readonly requestId: number | null;
}

export interface Endpoint {
  readonly service: ServiceName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As published; `:merchantId` must be the caller's own. */
  readonly path: string;
  /** A narrower quota than the service's. */
  readonly quota?: 'commissions';
  readonly handle: (call: ServiceCall) => Answer | Promise<Answer>;
}

/** Puts a published endpoint at `/<service><path>`, behind authentication and the service's quota. */
export function installEndpoint(sandbox: HepsiburadaSandbox, endpoint: Endpoint): void {
  sandbox.kit.app.route({
    method: endpoint.method,
    url: `/${endpoint.service}${endpoint.path}`,
    handler: async (request, reply) => {
      const answer = await answerTo(sandbox, endpoint, request, reply);
      return send(reply, answer);
    },
  });
}

async function answerTo(sandbox: HepsiburadaSandbox, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<Answer> {
  const known = authenticate(sandbox.market, endpoint.service, request);
  if ('answer' in known) return known.answer;
  const { seller } = known;
  const params = request.params as Record<string, string>;
  const spent = takeFromQuota(sandbox, { endpoint, seller, reply });
  if (spent) return spent;
  if (params['merchantId'] !== undefined && params['merchantId'].toLowerCase() !== seller.merchantId.toLowerCase()) return { status: 403, text: 'Forbidden' };
  const requestId = callOf(request)?.id ?? null;
  const query = Object.fromEntries(Object.entries(request.query as Record<string, unknown>).map(([name, value]) => [name, Array.isArray(value) ? value.map(String).join(',') : String(value)]));
  return endpoint.handle({ seller, params, query, body: request.body, request, requestId });
}

function send(reply: FastifyReply, { status, headers = {}, json, text }: Answer): FastifyReply {
  const answered = reply.code(status).header('x-correlation-id', randomUUID()).headers(headers);
  if (text !== undefined) return answered.type('text/plain; charset=utf-8').send(text);
  if (json === undefined) return answered.send('');
  // Serialized here: Fastify would send a bare JSON text as plain text.
  return answered.type('application/json; charset=utf-8').send(JSON.stringify(json));
}
