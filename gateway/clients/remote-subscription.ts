import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { signProof } from '../../platform/access/proof.js';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import { type SubgraphRequest, SubscriptionRefusedError } from './subgraph-client.js';

interface RemoteSubscriptionOptions {
  name: string;
  url: URL;
  proofSecret: string | undefined;
  timeoutMs: number;
}

/**
 * One subscription on a connection of its own: the proof of a connection says who asks and under which correlation id, and losing one
 * connection loses one subscription. A peer that answers no ping for two intervals counts as lost.
 */
export async function* subscribeRemotely(options: RemoteSubscriptionOptions, request: SubgraphRequest & { signal: AbortSignal }): AsyncGenerator<FormattedExecutionResult, void, void> {
  const { query, variables, operationName, signal } = request;
  if (signal.aborted) return;
  const client = connect(options, request);
  const events = client.iterate({ query, variables: { ...variables }, operationName });
  const stop = (): void => void events.return?.();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const event of events) yield event as FormattedExecutionResult;
  } catch (error) {
    throw asRefusal(error) ?? new Error(`the connection to subgraph '${options.name}' was lost`, { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
    await client.dispose();
  }
}

const PING_MS = 10_000;

function connect({ name, url, proofSecret, timeoutMs }: RemoteSubscriptionOptions, { principal, correlationId }: SubgraphRequest) {
  let alive: NodeJS.Timeout | undefined;
  let terminate = (): void => undefined;
  return createClient({
    url: url.href.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: timeoutMs,
    keepAlive: PING_MS,
    connectionParams: () => ({
      correlationId,
      ...(proofSecret !== undefined && signProof({ secret: proofSecret, audience: name, principal, correlationId, body: '', at: new Date() })),
    }),
    on: {
      ping: (received) => {
        if (!received) alive = setTimeout(() => terminate(), PING_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(alive);
      },
      closed: () => clearTimeout(alive),
      opened: (socket) => {
        terminate = () => (socket as WebSocket).terminate();
      },
    },
  });
}

function asRefusal(error: unknown): SubscriptionRefusedError | undefined {
  if (!Array.isArray(error)) return undefined;
  const errors = error as GraphQLFormattedError[];
  return errors.some((e) => e.extensions?.['code'] === ERROR_CODES.SUBSCRIPTION_INTERRUPTED) ? undefined : new SubscriptionRefusedError(errors);
}
