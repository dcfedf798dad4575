import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { CORRELATION_HEADER } from '../clients/remote-subgraph-client.js';

declare module 'fastify' {
  interface FastifyRequest {
    correlationId: string;
  }
}

const ACCEPTABLE = /^[\w.:-]{1,64}$/;

/**
 * The caller's own correlation id when it is a plain word, else a new one: answered in the same header, sent to the subgraphs. It travels in
 * the context of the operation: following it through every promise (AsyncLocalStorage) took a fifth of the gateway's processor time.
 */
export function correlateRequests(app: FastifyInstance): void {
  app.decorateRequest('correlationId', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.correlationId = correlationIdOf(request.headers[CORRELATION_HEADER]);
    reply.header(CORRELATION_HEADER, request.correlationId);
    done();
  });
}

export function correlationIdOf(given: unknown): string {
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
