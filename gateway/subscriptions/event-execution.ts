import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../gateway-context.js';
import type { LoadedSupergraph } from '../supergraph.js';
import type { PreparedSubscription } from './prepared-subscription.js';

type RequestContext = Parameters<typeof executeQueryPlan>[2];

export interface EventExecution {
  supergraph: LoadedSupergraph;
  services: ServiceMap;
  shapeError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/**
 * What a client gets for one event: the rest of the plan is run as if the primary fetch had just been answered with the event, so entity
 * fetches, rewrites and the shaping of the response are those of a query.
 */
export async function executeEvent({ supergraph, services, shapeError }: EventExecution, { planned, variables }: PreparedSubscription, access: GatewayContext, event: FormattedExecutionResult): Promise<FormattedExecutionResult> {
  const { primary, rest, context } = planned;
  const owner = services[primary.serviceName];
  const answering: ServiceMap[string] = {
    process: async (options) => (options.request.query === primary.operation ? event : (owner?.process(options) ?? {})),
  };
  const plan: QueryPlan = { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary };
  // Of a request, running a plan reads the variables and the context; the rest belongs to Apollo Server's pipeline.
  const request = { request: { variables }, context: access, metrics: {} } as unknown as RequestContext;
  const result = await executeQueryPlan(plan, { ...services, [primary.serviceName]: answering }, request, context, supergraph.supergraphSchema, supergraph.apiSchema);
  return publicResult(result, shapeError);
}

function publicResult({ data, errors }: ExecutionResult, shapeError: EventExecution['shapeError']): FormattedExecutionResult {
  return { ...(errors?.length && { errors: errors.map((error) => shapeOne(error, shapeError)) }), ...(data !== undefined && { data }) };
}

function shapeOne(error: GraphQLError, shapeError: EventExecution['shapeError']): GraphQLFormattedError {
  const formatted = error.toJSON();
  return shapeError({ ...formatted, extensions: { code: 'INTERNAL_SERVER_ERROR', ...formatted.extensions } }, error);
}
