import type { AddressInfo } from 'node:net';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import mercurius from 'mercurius';
import type { Logger } from 'pino';
import { PROOF_HEADER, type ProofClaims, ProofError } from '../access/proof.js';
import { createProofVerifier, type ProofVerifier } from '../access/proof-verifier.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { toPublicErrors } from './errors.js';
import { answerErrors } from './http-errors.js';
import { serveSubscriptions } from './serve-subscriptions.js';
import type { Subgraph } from './subgraph.js';

export interface ServeSubgraphOptions {
  /** Shared with the gateway; at least 32 characters. */
  proofSecret: string;
  /** 0 takes a free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  metrics?: { text(): string | Promise<string> };
  logger?: Logger;
}

export interface ServedSubgraph {
  /** `http://host:port/graphql`; subscriptions at the same place with `ws:`. */
  readonly url: string;
  /** Subscriptions end with 1001, running queries finish. */
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    proofClaims: ProofClaims | null;
  }
}

const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const never = new AbortController().signal;

/** Serves a subgraph at `/graphql` to who carries the gateway's proof, and to nobody else. */
export async function serveSubgraph(subgraph: Subgraph, options: ServeSubgraphOptions): Promise<ServedSubgraph> {
  const { proofSecret, port, host = '127.0.0.1', metrics, logger } = options;
  const fastifyLogger: FastifyBaseLogger | undefined = logger;
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES, logController: new LogController({ disableRequestLogging: true }), ...(fastifyLogger && { loggerInstance: fastifyLogger }) });
  const verifier = createProofVerifier({ secret: proofSecret, audience: subgraph.name });

  requireProof(app, verifier);
  keepCorrelation(app);
  answerErrors(app, logger);
  serveHealth(app, metrics);
  await app.register(mercurius, {
    schema: subgraph.schema,
    jit: 1,
    csrfPrevention: true,
    errorHandler: false,
    context: ({ proofClaims }) => contextOf(subgraph, proofClaims),
    errorFormatter: ({ data, errors }, context) => {
      const { correlationId } = context as unknown as ProofClaims;
      return { statusCode: 200, response: { data: data ?? null, errors: toPublicErrors(errors, { correlationId, logger }) } };
    },
  });
  const local = subgraph.local(logger ? { logger } : {});
  const subscriptions = serveSubscriptions({ server: app.server, path: '/graphql', subgraph: local, verifier, logger });
  app.addHook('preClose', () => subscriptions.close());
  await app.listen({ port, host });
  return { url: `http://${host}:${(app.server.address() as AddressInfo).port}/graphql`, close: () => app.close() };
}

/** The body is verified before it is parsed; what has no body (GET) has no proof and is refused where the context is made. */
function requireProof(app: FastifyInstance, verifier: ProofVerifier): void {
  app.decorateRequest('proofClaims', null);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request: FastifyRequest, body: string, done) => {
    try {
      const proof = request.headers[PROOF_HEADER];
      request.proofClaims = verifier.verify(typeof proof === 'string' ? proof : undefined, body);
      done(null, JSON.parse(body));
    } catch (error) {
      done(error instanceof SyntaxError ? Object.assign(error, { statusCode: 400 }) : (error as Error));
    }
  });
}

/** What a resolver logs and calls carries the correlation id the gateway sent. */
function keepCorrelation(app: FastifyInstance): void {
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.proofClaims) withCorrelation(request.proofClaims.correlationId, done);
    else done();
  });
}

function contextOf(subgraph: Subgraph, claims: ProofClaims | null): Record<string, unknown> {
  if (!claims) throw new ProofError('PROOF_MISSING');
  return { ...subgraph.createContext({ principal: claims.principal, correlationId: claims.correlationId, language: claims.language, signal: never }) };
}

function serveHealth(app: FastifyInstance, metrics: ServeSubgraphOptions['metrics']): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', () => ({ status: 'ready' }));
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send((await metrics?.text()) ?? ''));
}
