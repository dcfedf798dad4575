import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from '../gateway-context.js';
import { shapeError } from '../plugins/error-shape.js';
import type { LoadedSupergraph } from '../supergraph.js';
import type { PreparedSubscription } from './prepared-subscription.js';

type RequestContext = Parameters<typeof executeQueryPlan>[2];

export interface EventExecution {
  supergraph: LoadedSupergraph;
  services: ServiceMap;
  logger: Logger | undefined;
}

/**
 * What a client gets for one event: the rest of the plan is run as if the primary fetch had just been answered with the event, so entity
 * fetches, rewrites and the shaping of the response are those of a query.
 */
export async function executeEvent({ supergraph, services, logger }: EventExecution, { planned, variables }: PreparedSubscription, access: GatewayContext, event: FormattedExecutionResult): Promise<FormattedExecutionResult> {
  const { primary, rest, context } = planned;
  const owner = services[primary.serviceName];
  const answering: ServiceMap[string] = {
    process: async (options) => (options.request.query === primary.operation ? event : (owner?.process(options) ?? {})),
  };
  const plan: QueryPlan = { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary };
  // Of a request, running a plan reads the variables and the context; the rest belongs to Apollo Server's pipeline.
  const request = { request: { variables }, context: access, metrics: {} } as unknown as RequestContext;
  const result = await executeQueryPlan(plan, { ...services, [primary.serviceName]: answering }, request, context, supergraph.supergraphSchema, supergraph.apiSchema);
  return publicResult(result, access, logger);
}

function publicResult({ data, errors }: ExecutionResult, { correlationId }: GatewayContext, logger: Logger | undefined): FormattedExecutionResult {
  if (!errors?.length) return { ...(data !== undefined && { data }) };
  for (const error of errors) if (error.extensions['code'] === undefined) logger?.error({ err: error.originalError ?? error, correlationId }, 'an event could not be executed');
  return { errors: errors.map((error) => shapeError(error.toJSON())), ...(data !== undefined && { data }) };
}
