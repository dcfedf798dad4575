import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Sandbox } from '../../../../platform/sandbox/create-sandbox.js';
import { kernelOf } from '../kernel.js';
import type { OzonSettings } from '../settings.js';
import { authenticate } from './authenticate.js';
import { CODE, invalid, OzonError } from './errors.js';
import { createQuotaDoor, type MethodLimit } from './quotas.js';
import type { Seller, Sellers } from './sellers.js';

/** One call of the Seller API, after authentication, quota and a look at its shape. */
export interface ApiCall<B> {
  readonly seller: Seller;
  readonly clientId: string;
  readonly body: B;
  /** Of the request log: the cause of the effects of this call. */
  readonly requestId: number;
  /** The sandbox's own address, as the caller reached it. */
  readonly baseUrl: string;
}

/** A file instead of JSON. */
export class FileAnswer {
  readonly type: string;
  readonly content: Buffer;
  constructor(type: string, content: Buffer) {
    this.type = type;
    this.content = content;
  }
}

/** Answered with 200 and no body at all. */
export const NOTHING = Symbol('an answer without a body');

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly own: MethodLimit | undefined;
  serve(call: Omit<ApiCall<unknown>, 'body'>, body: unknown): unknown;
}

/** Nearly everything is a POST, reads too. `handle` is synchronous and runs in one transaction. */
export function endpoint<B>(o: { path: string; method?: 'GET' | 'POST'; own?: MethodLimit; body?: z.ZodType<B>; handle: (call: ApiCall<B>) => unknown }): Endpoint {
  const { path, method = 'POST', own, body: shape = z.unknown() as z.ZodType<B>, handle } = o;
  return { path, method, own, serve: (call, body) => handle({ ...call, body: read(shape, body) }) };
}

/** int64 as Ozon takes it: a JSON number, or its text. */
export const int64 = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,18}$/).transform(Number)]);
export const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export function mountEndpoints(sandbox: Sandbox<OzonSettings>, sellers: Sellers, endpoints: readonly Endpoint[]): void {
  const door = createQuotaDoor(sandbox.rates, kernelOf(sandbox));
  sandbox.onReset(() => door.clear());
  for (const one of endpoints) {
    sandbox.app.route({
      method: one.method,
      url: one.path,
      errorHandler: (error, _request, reply) => sendError(error, reply),
      handler: async (request, reply) => {
        const seller = authenticate({ headers: request.headers, path: one.path, now: sandbox.clock.now() }, sellers);
        const call = callOf(request);
        if (call) call.seller = seller.clientId;
        door.pass(seller.clientId, one.path, one.own);
        if (one.method === 'POST' && Buffer.isBuffer(request.body) && request.body.length > 0) throw invalid('Content-Type must be application/json');
        const answer = sandbox.state.transaction(() => one.serve({ seller, clientId: seller.clientId, requestId: call?.id ?? 0, baseUrl: `http://${request.headers.host ?? ''}` }, request.body ?? {}));
        return send(reply, answer);
      },
    });
  }
  sandbox.app.setNotFoundHandler((_request: FastifyRequest, reply: FastifyReply) => reply.code(404).send({ code: CODE.notFound, message: 'Not Found', details: [] }));
}

function send(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer instanceof FileAnswer) return reply.type(answer.type).send(answer.content);
  if (answer === NOTHING) return reply.send('');
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer ?? {}));
}

function read<B>(shape: z.ZodType<B>, body: unknown): B {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`Request validation error: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
}

function sendError(error: Error & { statusCode?: number }, reply: FastifyReply): void {
  const known = error instanceof OzonError ? error : new OzonError(error.statusCode ?? 500, error.statusCode === undefined ? CODE.internal : CODE.invalid, error.statusCode === undefined ? 'Internal error' : error.message);
  if (known.status >= 500) console.error('Ozon sandbox', error);
  if (known.status === 429) void reply.header('retry-after', '1').header('ratelimit-remaining', '0');
  void reply.code(known.status).type('application/json; charset=utf-8').send(JSON.stringify(known.body()));
}
