import type { Server } from 'node:http';
import { type FormattedExecutionResult, GraphQLError, parse } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { PROOF_HEADER, type ProofClaims, ProofError } from '../access/proof.js';
import type { ProofVerifier } from '../access/proof-verifier.js';
import { ERROR_CODES } from './errors.js';
import { type LocalSubgraph, type SubgraphRequest, SubscriptionRefusedError } from './local-subgraph.js';

const MAX_MESSAGE_BYTES = 1024 * 1024;

export interface ServeSubscriptionsOptions {
  server: Server;
  path: string;
  subgraph: LocalSubgraph;
  verifier: ProofVerifier;
  logger: Logger | undefined;
}

/**
 * Subscriptions over graphql-transport-ws at the same path as HTTP. The proof comes as a field of the `connection_init` payload; without
 * a valid one the socket is closed with 4403. A source that breaks is told as SUBSCRIPTION_INTERRUPTED: the gateway opens it again.
 */
export function serveSubscriptions({ server, path, subgraph, verifier, logger }: ServeSubscriptionsOptions): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] === path) sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
    else socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  });

  const graphql = useServer<Record<string, unknown>, { claims?: ProofClaims }>(
    {
      onConnect: (context) => {
        try {
          const proof = context.connectionParams?.[PROOF_HEADER];
          context.extra.claims = verifier.verify(typeof proof === 'string' ? proof : undefined, '');
          return true;
        } catch (error) {
          if (error instanceof ProofError) logger?.warn({ code: error.code, subgraph: subgraph.name }, 'a WebSocket connection without a valid proof was refused');
          return false;
        }
      },
      onSubscribe: ({ extra: { claims } }, _id, payload) => (claims ? argumentsOf(payload, claims) : [new GraphQLError('no proof')]),
      subscribe: ({ contextValue }) => events(subgraph, contextValue as SubgraphRequest),
      execute: async ({ contextValue }) => (await subgraph.execute(contextValue as SubgraphRequest)) as never,
      onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
      onError: (_context, _id, _payload, errors) => errors.flatMap((error) => describe(error, logger)),
    },
    sockets,
  );
  return { close: async () => graphql.dispose() };
}

function argumentsOf({ query, variables, operationName }: SubscribePayload, claims: ProofClaims) {
  try {
    const request: SubgraphRequest = { query, variables: variables ?? undefined, operationName: operationName ?? undefined, ...claims };
    return { schema: undefined as never, document: parse(query), operationName, contextValue: request };
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
  }
}

/** A generator whose `return` takes effect even while it waits for the next event. */
function events(subgraph: LocalSubgraph, request: SubgraphRequest): AsyncGenerator<never, void, void> {
  const controller = new AbortController();
  const results = subgraph.subscribe({ ...request, signal: controller.signal })[Symbol.asyncIterator]() as AsyncGenerator<never, void, void>;
  const stop = <T>(end: () => T): T => {
    controller.abort();
    return end();
  };
  return Object.assign(Object.create(results) as AsyncGenerator<never, void, void>, {
    next: () => results.next(),
    return: () => stop(() => results.return()),
    throw: (error: unknown) => stop(() => results.throw(error)),
  });
}

function describe(error: GraphQLError, logger: Logger | undefined) {
  if (error.originalError instanceof SubscriptionRefusedError) return error.originalError.errors;
  if (!error.originalError) return [error.toJSON()];
  logger?.error({ err: error.originalError }, 'the source of a subscription broke');
  return [{ message: 'The source of the subscription broke.', extensions: { code: ERROR_CODES.SUBSCRIPTION_INTERRUPTED } }];
}
