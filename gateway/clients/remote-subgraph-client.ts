import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import { signProof } from '../../platform/access/proof.js';
import { post } from './post.js';
import { subscribeRemotely } from './remote-subscription.js';
import { type SubgraphClient, SubgraphFailure, type SubgraphRequest } from './subgraph-client.js';

export interface RemoteSubgraphOptions {
  name: string;
  /** `http://host:port/path`; subscriptions go to the same URL with `ws:`. */
  url: string;
  /** Default 10 s for a whole answer. */
  timeoutMs?: number;
  /** Default 64 kept-alive connections. */
  connections?: number;
  /** Without it requests carry no proof: for supergraphs whose subgraphs are not the hub's. */
  proofSecret?: string | undefined;
}

export const CORRELATION_HEADER = 'x-correlation-id';

/** A subgraph over HTTP, on a pool of its own, so that a slow subgraph takes no connections from the others. */
export function createRemoteSubgraphClient(options: RemoteSubgraphOptions): SubgraphClient {
  const { name, timeoutMs = 10_000, connections = 64, proofSecret } = options;
  const url = new URL(options.url);
  const path = `${url.pathname}${url.search}`;
  const pool = new Pool(url.origin, { connections, keepAliveTimeout: 30_000, headersTimeout: 0, bodyTimeout: 0, connectTimeout: timeoutMs });

  const headersOf = ({ principal, correlationId, language }: SubgraphRequest, body: string): Record<string, string> => ({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    [CORRELATION_HEADER]: correlationId,
    ...(language !== undefined && { 'accept-language': language }),
    ...(proofSecret !== undefined && signProof({ secret: proofSecret, audience: name, principal, correlationId, language, body, at: new Date() })),
  });

  async function ask(request: SubgraphRequest): Promise<FormattedExecutionResult> {
    const { query, variables, operationName } = request;
    const body = JSON.stringify({ query, variables, operationName });
    const { status, text } = await post(pool, { path, headers: headersOf(request, body), body, timeoutMs, timeout: () => SubgraphFailure.timeout(name, timeoutMs) });
    return asResult(status, text);
  }

  return {
    name,
    async execute(request) {
      try {
        return await ask(request).catch((error: unknown) => {
          if (!wasIdleConnectionClosed(error) || isMutation(request)) throw error;
          return ask(request);
        });
      } catch (error) {
        throw error instanceof SubgraphFailure ? error : SubgraphFailure.unavailable(name, error);
      }
    },
    subscribe: (request) => subscribeRemotely({ name, url, proofSecret, timeoutMs }, request),
    close: () => pool.destroy(),
  };
}

function asResult(status: number, text: string): FormattedExecutionResult {
  const answer = JSON.parse(text) as Partial<FormattedExecutionResult> | null;
  if (typeof answer !== 'object' || answer === null || !('data' in answer || 'errors' in answer)) throw new Error(`the answer (status ${status}) is not a GraphQL response`);
  if (status === 401 && answer.errors?.some(isProofRefusal)) throw new Error(`the subgraph refused the gateway: ${text}`);
  return answer;
}

/** A fault between gateway and subgraph: nothing that the client could do anything about, or should hear of. */
function isProofRefusal({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.['code'];
  return typeof code === 'string' && code.startsWith('PROOF_');
}

/** A kept-alive connection that the subgraph closed at the moment of writing: nothing was answered, and a query may be asked again. */
function wasIdleConnectionClosed(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function isMutation({ query }: SubgraphRequest): boolean {
  return /^\s*mutation\b/.test(query);
}
