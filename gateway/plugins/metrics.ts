import type { ApolloServerPlugin } from '@apollo/server';
import type { Metrics } from '../../platform/telemetry/metrics.js';
import type { GatewayContext } from '../gateway-context.js';
import type { ObserveSubgraph } from '../clients/data-source.js';

/** The slice of the hub's metrics the gateway writes. */
export type GatewayMetrics = Pick<Metrics, 'graphqlDuration' | 'subscribers' | 'text' | 'contentType'>;

/** Times operations by kind and outcome: `ok`, `partial` (data and errors), `error`. */
export function metricsPlugin({ graphqlDuration }: GatewayMetrics): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      const startedMs = performance.now();
      return {
        async willSendResponse({ operation, response: { body } }) {
          if (body.kind !== 'single') return;
          const { data, errors } = body.singleResult;
          const outcome = errors ? (data ? 'partial' : 'error') : 'ok';
          graphqlDuration.observe({ service: 'gateway', kind: operation?.operation ?? 'none', outcome }, (performance.now() - startedMs) / 1000);
        },
      };
    },
  };
}

export function observeSubgraphs({ graphqlDuration }: GatewayMetrics): ObserveSubgraph {
  return ({ subgraph, outcome, durationMs }) => graphqlDuration.observe({ service: subgraph, kind: 'fetch', outcome }, durationMs / 1000);
}
