import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Sandbox } from '../../../../platform/sandbox/create-sandbox.js';
import type { AmazonSettings } from '../settings.js';
import { rateOf, type Buckets, type Operation } from './buckets.js';
import { denied, invalidInput, SpError, toErrorBody } from './errors.js';
import { readQuery, type Query } from './query.js';
import type { Seller, Sellers } from './sellers.js';
import type { Tokens } from './tokens.js';

/** One call of the SP-API, after authentication and quota. */
export interface ApiCall {
  readonly clientId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  /** Of the request log: the cause of the effects of this call. */
  readonly requestId: number;
}

export interface SellerCall extends ApiCall {
  readonly seller: Seller;
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

interface EndpointBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Amazon publishes it; a `:sellerId` must be the token's. */
  readonly path: string;
  readonly operation: Operation;
}

/** Handlers are synchronous and run in one transaction. */
export type Endpoint =
  | (EndpointBase & { readonly grantless?: false; readonly handle: (call: SellerCall) => unknown })
  | (EndpointBase & { readonly grantless: true; readonly handle: (call: ApiCall) => unknown });

export interface EndpointContext {
  readonly sandbox: Sandbox<AmazonSettings>;
  readonly sellers: Sellers;
  readonly tokens: Tokens;
  readonly buckets: Buckets;
}

const LONGEST_USER_AGENT = 500;

export function mountEndpoints(context: EndpointContext, endpoints: readonly Endpoint[]): void {
  const { app } = context.sandbox;
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      exposeHeadRoute: false,
      errorHandler: (error, _request, reply) => void sendError(error, reply),
      handler: (request, reply) => {
        const result = serve(context, endpoint, request, reply);
        return result instanceof Answer ? send(reply, result.status, result.body) : send(reply, 200, result);
      },
    });
  }
  app.setNotFoundHandler((_request, reply) => sendError(denied(''), reply));
}

function serve({ sandbox, sellers, tokens, buckets }: EndpointContext, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): unknown {
  const params = request.params as Record<string, string>;
  checkHeaders(request);
  const grant = tokens.check(headerOf(request, 'x-amz-access-token'));
  const call = callOf(request);
  if (call) call.seller = grant.sellerId;
  // Before it is taken: a refusal tells the rate too.
  void reply.header('x-amzn-ratelimit-limit', rateOf(endpoint.operation));
  buckets.take(`${grant.clientId} ${grant.sellerId ?? ''}`, endpoint.operation, sandbox.settings.get().quotaScale);
  const apiCall: ApiCall = { clientId: grant.clientId, params, query: readQuery(request.query), body: request.body, requestId: call?.id ?? 0 };
  if (endpoint.grantless === true) {
    if (grant.sellerId !== null) throw denied('A grantless operation needs a token of client credentials.');
    return sandbox.state.transaction(() => endpoint.handle(apiCall));
  }
  const seller = grant.sellerId === null ? undefined : sellers.get(grant.sellerId);
  if (!seller) throw denied('The access token you provided is not of a selling partner.');
  if (params['sellerId'] !== undefined && params['sellerId'] !== seller.sellerId) throw denied('The seller in the path is not the one who granted the token.');
  return sandbox.state.transaction(() => endpoint.handle({ ...apiCall, seller }));
}

function checkHeaders(request: FastifyRequest): void {
  const userAgent = headerOf(request, 'user-agent');
  if (userAgent === undefined) throw invalidInput('Missing required header: user-agent');
  if (userAgent.length > LONGEST_USER_AGENT) throw invalidInput('The user-agent header is longer than 500 characters.');
  if (request.method === 'GET' && Number(headerOf(request, 'content-length') ?? 0) > 0) throw invalidInput('A GET request must not have a body.');
  if (Buffer.isBuffer(request.body) && request.body.length > 0) throw new SpError(415, 'UnsupportedMediaType', 'The content type is not supported.');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function send(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  reply.code(status).header('x-amzn-requestid', randomUUID());
  return body === undefined ? reply.send() : reply.type('application/json').send(JSON.stringify(body));
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = toSpError(error);
  return send(reply.header('x-amzn-errortype', refusal.code), refusal.status, toErrorBody(refusal));
}

function toSpError(error: unknown): SpError {
  if (error instanceof SpError) return error;
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode >= 500) console.error('amazon sandbox', error);
  return statusCode >= 500 ? new SpError(500, 'InternalFailure', 'We encountered an internal error. Please try again.') : new SpError(statusCode, 'InvalidInput', message);
}
