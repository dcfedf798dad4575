import type { GraphQLDataSource } from '@apollo/gateway';
import type { GatewayContext } from '../gateway-context.js';
import { type SubgraphClient, SubgraphFailure } from './subgraph-client.js';

/** Told of each call to a subgraph: its length and whether it was answered (`ok`), answered with errors, or not answered (a failure's code). */
export type ObserveSubgraph = (o: { subgraph: string; outcome: 'ok' | 'errors' | SubgraphFailure['code']; durationMs: number }) => void;

/**
 * Lets a query plan run on a subgraph client. A subgraph that gives no answer becomes a typed error of its part of the plan; the other parts
 * go on, and the client gets their data.
 */
export function createDataSource(client: SubgraphClient, observe: ObserveSubgraph): GraphQLDataSource<GatewayContext> {
  return {
    async process(options) {
      const { query = '', variables, operationName } = options.request;
      if (!('incomingRequestContext' in options)) throw new Error('only incoming operations are sent to subgraphs');
      const { principal, correlationId, language } = options.context;
      const startedMs = performance.now();
      const done = (outcome: Parameters<ObserveSubgraph>[0]['outcome']) => observe({ subgraph: client.name, outcome, durationMs: performance.now() - startedMs });
      try {
        const result = await client.execute({ query, variables, operationName, principal, correlationId, language });
        done(result.errors ? 'errors' : 'ok');
        return result;
      } catch (error) {
        const failure = error instanceof SubgraphFailure ? error : SubgraphFailure.unavailable(client.name, error);
        done(failure.code);
        return { errors: [{ message: failure.message, extensions: { code: failure.code } }] };
      }
    },
  };
}
