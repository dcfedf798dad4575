import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../gateway-context.js';
import type { SubgraphClient } from '../clients/subgraph-client.js';
import { describeEnd } from './describe-end.js';
import { type EventExecution, executeEvent } from './event-execution.js';
import type { PreparedSubscription } from './prepared-subscription.js';
import { createStream, type Stream } from './stream.js';
import type { Subscriber } from './subscriber.js';
import { followUpstream, type ReconnectPolicy } from './upstream.js';

export interface StreamsOptions extends EventExecution {
  clients: ReadonlyMap<string, SubgraphClient>;
  reconnect: ReconnectPolicy;
  observeEvent: (o: { outcome: 'ok' | 'partial' | 'error'; durationMs: number }) => void;
}

export interface Streams {
  /** Begins a client's subscription; the returned function ends it. */
  subscribe(o: { prepared: PreparedSubscription; access: GatewayContext; subscriber: Subscriber }): () => void;
}

/**
 * Who shares what. Subscriptions are the same when document, variables, operation name and access (seller and scopes) are, `after` left out.
 * Those that start now share one stream from the first moment. One that starts at a cursor gets a stream of its own, since only it needs what
 * was missed; as soon as two streams of the same subscription have handed out the same cursor, all that follows is the same, and they become one.
 */
export function createStreams(options: StreamsOptions): Streams {
  const groups = new Map<string, Set<Stream>>();

  function openStream(key: string, prepared: PreparedSubscription, access: GatewayContext): Stream {
    const group = groups.get(key) ?? new Set<Stream>();
    groups.set(key, group);
    const stream = createStream({
      startsNow: prepared.after === undefined,
      open: (signal) => followUpstream({ client: clientOf(options, prepared), prepared, access, signal, reconnect: options.reconnect, logger: options.logger }),
      execute: ({ result }) => observe(options, () => executeEvent(options, prepared, access, result)),
      describe: (error) => describeEnd(error, { correlationId: access.correlationId, logger: options.logger }),
      onDelivered: (delivered) => joinAtSameCursor(delivered, group),
      onEnd: (ended) => {
        group.delete(ended);
        if (group.size === 0 && groups.get(key) === group) groups.delete(key);
      },
    });
    group.add(stream);
    return stream;
  }

  return {
    subscribe({ prepared, access, subscriber }) {
      const key = `${accessKey(access)} ${prepared.key}`;
      const shared = prepared.after === undefined ? [...(groups.get(key) ?? [])].find((stream) => stream.startsNow) : undefined;
      const seat = (shared ?? openStream(key, prepared, access)).sit(subscriber);
      return () => seat.stream.leave(seat);
    },
  };
}

/** Of two, the one that others may sit down in stays. */
function joinAtSameCursor(delivered: Stream, group: ReadonlySet<Stream>): void {
  for (const other of group) {
    if (other === delivered || other.last === undefined || other.last !== delivered.last) continue;
    if (other.startsNow) { delivered.joinTo(other); return; }
    other.joinTo(delivered);
  }
}

/** The key of the bearer does not matter: what a subgraph answers depends on the seller, the scopes and the language alone. */
function accessKey({ language, principal: { sellerId, scopes } }: GatewayContext): string {
  return JSON.stringify([sellerId, language, [...scopes].sort()]);
}

function clientOf({ clients }: StreamsOptions, { planned: { primary } }: PreparedSubscription): SubgraphClient {
  const client = clients.get(primary.serviceName);
  if (!client) throw new Error(`the supergraph names no subgraph '${primary.serviceName}'`);
  return client;
}

async function observe({ observeEvent }: StreamsOptions, execute: () => Promise<FormattedExecutionResult>): Promise<FormattedExecutionResult> {
  const startedMs = performance.now();
  const result = await execute();
  observeEvent({ outcome: result.errors ? (result.data ? 'partial' : 'error') : 'ok', durationMs: performance.now() - startedMs });
  return result;
}
