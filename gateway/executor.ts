import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import type { GatewayInterface, GatewaySchemaLoadOrUpdateCallback } from '@apollo/server-gateway-interface';
import { getVariableValues } from 'graphql';
import type { LoadedSupergraph } from './supergraph.js';

type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** What Apollo Server asks to execute an operation: plan it (or find its plan) and run the plan on the subgraphs. */
export function createExecutor(supergraph: LoadedSupergraph, services: ServiceMap): GatewayInterface {
  const listeners = new Set<GatewaySchemaLoadOrUpdateCallback>();

  const executor: Executor = async (request) => {
    const { operationName, variables } = request.request;
    const { plan, context } = supergraph.plan({ documentKey: request.queryHash, document: request.document, operationName: operationName ?? undefined });
    const { errors } = getVariableValues(supergraph.schema, context.operation.variableDefinitions ?? [], variables ?? {});
    if (errors) return { errors };
    return executeQueryPlan(plan, services, request, context, supergraph.supergraphSchema, supergraph.apiSchema);
  };

  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      for (const listener of listeners) listener({ apiSchema: supergraph.schema, coreSupergraphSdl: supergraph.sdl });
      return { executor };
    },
    stop: async () => listeners.clear(),
  };
}
