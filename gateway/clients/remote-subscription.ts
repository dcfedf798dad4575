import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { signProof } from '../../platform/access/proof.js';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import { createInbox } from './inbox.js';
import { type SubscriptionRequest, SubscriptionRefusedError } from './subgraph-client.js';

interface RemoteSubscriptionOptions {
  name: string;
  url: URL;
  proofSecret: string | undefined;
  timeoutMs: number;
}

const PING_MS = 10_000;

/**
 * One subscription on a connection of its own: the proof of a connection says who asks and under which correlation id, and losing one
 * connection loses one subscription. A peer that leaves a ping unanswered for one interval counts as lost; a reader that falls behind
 * stops the socket from being read.
 */
export async function* subscribeRemotely(options: RemoteSubscriptionOptions, request: SubscriptionRequest): AsyncGenerator<FormattedExecutionResult, void, void> {
  const { query, variables, operationName, signal, onOpen } = request;
  if (signal.aborted) return;
  let socket: WebSocket | undefined;
  let unanswered: NodeJS.Timeout | undefined;
  const inbox = createInbox<FormattedExecutionResult>({ pause: () => socket?.pause(), resume: () => socket?.resume() });
  const lost = (cause: unknown): void => inbox.end(new Error(`the connection to subgraph '${options.name}' was lost`, { cause }));
  const stop = (): void => inbox.end();

  const client = createClient({
    url: options.url.href.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: options.timeoutMs,
    keepAlive: PING_MS,
    connectionParams: () => connectionParams(options, request),
    on: {
      opened: (opened) => (socket = opened as WebSocket),
      connected: onOpen,
      ping: (received) => {
        if (!received && !socket?.isPaused) unanswered = setTimeout(() => socket?.terminate(), PING_MS);
      },
      pong: () => clearTimeout(unanswered),
      // The client would connect anew by itself after some closes; where to go on from is not its to know.
      closed: (event) => {
        clearTimeout(unanswered);
        lost(event);
      },
    },
  });
  const complete = client.subscribe(
    { query, variables: { ...variables }, operationName },
    { next: (result) => inbox.push(result as FormattedExecutionResult), error: (error) => inbox.end(asRefusal(error) ?? asLoss(options.name, error)), complete: () => inbox.end() },
  );
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* inbox;
  } finally {
    signal.removeEventListener('abort', stop);
    complete();
    await client.dispose();
  }
}

function connectionParams({ name, proofSecret }: RemoteSubscriptionOptions, { principal, correlationId, language }: SubscriptionRequest): Record<string, unknown> {
  if (proofSecret === undefined) return { correlationId };
  return { correlationId, ...signProof({ secret: proofSecret, audience: name, principal, correlationId, language, body: '', at: new Date() }) };
}

function asLoss(name: string, cause: unknown): Error {
  return new Error(`the subscription to subgraph '${name}' broke`, { cause });
}

/** An `error` message says that the operation is refused, except where it says that the source broke. */
function asRefusal(error: unknown): SubscriptionRefusedError | undefined {
  if (!Array.isArray(error)) return undefined;
  const errors = error as GraphQLFormattedError[];
  return errors.some((e) => e.extensions?.['code'] === ERROR_CODES.SUBSCRIPTION_INTERRUPTED) ? undefined : new SubscriptionRefusedError(errors);
}
