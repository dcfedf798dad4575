import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Sandbox } from '../../../../platform/sandbox/create-sandbox.js';
import type { TrendyolSettings } from '../settings.js';
import { authenticate } from './authenticate.js';
import { toErrorBody, TrendyolError, type ErrorStyle } from './errors.js';
import { takeQuota, type QuotaGroup } from './quotas.js';
import type { Query } from './query.js';
import { readQuery } from './query.js';
import type { Seller, Sellers } from './sellers.js';

/** One call of the seller API, after authentication and quota. */
export interface ApiCall {
  readonly seller: Seller;
  readonly sellerId: number;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Parsed JSON, or FormData for multipart calls, or undefined. */
  readonly body: unknown;
  /** Of the request log: the cause of the effects of this call. */
  readonly requestId: number;
}

/** An answer other than 200 with a JSON body. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body?: unknown) {
    this.status = status;
    this.body = body;
  }
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/integration`; `:sellerId` is checked against the credentials. */
  readonly path: string;
  readonly quota: QuotaGroup | null;
  readonly style: ErrorStyle;
  /** Multipart instead of JSON. */
  readonly isForm?: boolean;
  /** Synchronous; runs in one transaction. Returns the JSON body, an Answer, or undefined for 200 without body. */
  readonly handle: (call: ApiCall) => unknown;
}

export interface EndpointContext {
  readonly sandbox: Sandbox<TrendyolSettings>;
  readonly sellers: Sellers;
}

export const API_ROOT = '/integration';

export function mountEndpoints(context: EndpointContext, endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) {
    context.sandbox.app.route({
      method: endpoint.method,
      url: API_ROOT + endpoint.path,
      errorHandler: (error, _request, reply) => sendError(error, endpoint.style, reply),
      handler: async (request, reply) => send(reply, await serve(context, endpoint, request)),
    });
  }
  answerUnknownPaths(context, endpoints);
}

async function serve({ sandbox, sellers }: EndpointContext, endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  const params = request.params as Record<string, string>;
  const seller = authenticate(request.headers, params['sellerId'], sellers);
  const call = callOf(request);
  if (call) call.seller = String(seller.sellerId);
  takeQuota(sandbox.rates, {
    seller,
    endpoint: `${endpoint.method} ${endpoint.path}`,
    group: endpoint.quota,
    scale: sandbox.settings.get().quotaScale,
  });
  const body = await readBody(endpoint, request);
  const apiCall = { seller, sellerId: seller.sellerId, params, query: readQuery(request.query), body, requestId: call?.id ?? 0 };
  return sandbox.state.transaction(() => endpoint.handle(apiCall));
}

async function readBody(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (!Buffer.isBuffer(request.body)) return request.body;
  if (request.body.length === 0) return undefined;
  const contentType = request.headers['content-type'] ?? '';
  if (!endpoint.isForm || !contentType.startsWith('multipart/form-data')) {
    throw new TrendyolError(415, 'unsupported.media.type', 'Content-Type must be application/json');
  }
  // Uploads here are a few kilobytes: the warning is about servers that must stream them.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return new Response(new Uint8Array(request.body), { headers: { 'content-type': contentType } }).formData();
}

function send(reply: FastifyReply, result: unknown): FastifyReply {
  return result instanceof Answer ? sendJson(reply, result.status, result.body) : sendJson(reply, 200, result);
}

function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  reply.code(status);
  if (body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(toJson(body));
}

/** Tracking numbers are JSON numbers beyond 2^53: kept as text here, written without quotes. */
export function toJson(body: unknown): string {
  return JSON.stringify(body).replace(/"cargoTrackingNumber":"(\d+)"/g, '"cargoTrackingNumber":$1');
}

function sendError(error: unknown, style: ErrorStyle, reply: FastifyReply): void {
  const refusal = toTrendyolError(error);
  void sendJson(reply, refusal.status, toErrorBody(refusal, style));
}

function toTrendyolError(error: unknown): TrendyolError {
  if (error instanceof TrendyolError) return error;
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  return new TrendyolError(statusCode, statusCode === 500 ? 'internal.server.error' : 'invalid.request', message);
}

/** 405 where another method is served, 403 elsewhere: the gateway in front of the services knows no 404. */
function answerUnknownPaths({ sandbox }: EndpointContext, endpoints: readonly Endpoint[]): void {
  const patterns = endpoints.map(({ path }) => new RegExp(`^${API_ROOT}${path.replace(/:[a-zA-Z]+/g, '[^/]+')}$`));
  sandbox.app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const isKnown = patterns.some((pattern) => pattern.test(path));
    const refusal = isKnown
      ? new TrendyolError(405, 'method.not.allowed', 'Method Not Allowed')
      : new TrendyolError(403, 'forbidden', 'Forbidden');
    sendError(refusal, 'product', reply);
  });
}
