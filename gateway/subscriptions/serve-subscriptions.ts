import type { Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { Logger } from 'pino';
import type { SubgraphClient } from '../clients/subgraph-client.js';
import type { GatewayContext } from '../gateway-context.js';
import type { CostLimits } from '../plugins/cost.js';
import type { KeyCheck } from '../plugins/key-check.js';
import type { GatewayMetrics } from '../plugins/metrics.js';
import { type EventStreams, serveEventStreams } from './event-stream.js';
import type { EventExecution } from './event-execution.js';
import { defaultSubscriptionLimits, type SubscriptionLimits } from './limits.js';
import { createSubscriptionOperations } from './operations.js';
import { createSubscriptionPlanner } from './prepared-subscription.js';
import { createStreams } from './streams.js';
import { defaultReconnectPolicy, type ReconnectPolicy } from './upstream.js';
import { serveWebSockets } from './websocket-server.js';

export interface ServeSubscriptionsOptions extends EventExecution {
  server: Server;
  paths: readonly string[];
  isOpen: boolean;
  apollo: ApolloServer<GatewayContext>;
  clients: ReadonlyMap<string, SubgraphClient>;
  checkKey: KeyCheck;
  /** Undefined sets none. */
  costLimits: CostLimits | undefined;
  limits?: Partial<SubscriptionLimits> | undefined;
  reconnect?: Partial<ReconnectPolicy> | undefined;
  metrics: GatewayMetrics | undefined;
  logger: Logger | undefined;
}

export interface ServedSubscriptions {
  readonly eventStreams: EventStreams;
  /** WebSockets close with 1012, event streams are cut. */
  close(): Promise<void>;
}

/** Subscriptions over both transports, on the same streams. */
export function serveSubscriptions(options: ServeSubscriptionsOptions): ServedSubscriptions {
  const { supergraph, apollo, checkKey, metrics, costLimits } = options;
  const limits = { ...defaultSubscriptionLimits, ...options.limits };
  const streams = createStreams({
    ...options,
    reconnect: { ...defaultReconnectPolicy, ...options.reconnect },
    observeEvent: ({ outcome, durationMs }) => metrics?.graphqlDuration.observe({ service: 'gateway', kind: 'subscription', outcome }, durationMs / 1000),
  });
  const operations = createSubscriptionOperations({ planner: createSubscriptionPlanner(supergraph), streams, limits: costLimits });
  const count = (transport: 'websocket' | 'sse') => (change: 1 | -1) => metrics?.subscribers.inc({ transport }, change);
  const eventStreams = serveEventStreams({ apollo, operations, checkKey, limits, observeSubscribers: count('sse') });
  const sockets = serveWebSockets({ ...options, operations, limits, observeSubscribers: count('websocket') });
  return {
    eventStreams,
    async close() {
      eventStreams.close();
      await sockets.close();
    },
  };
}
