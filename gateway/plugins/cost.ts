import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../gateway-context.js';
import { gatewayError } from '../gateway-error.js';
import { measure, type Measured } from './cost-measure.js';

export interface CostLimits {
  /** Most fields one operation may ask for, items of pages counted: see {@link measure}. Default 25,000. */
  maxCost: number;
  /** Deepest nesting of fields; introspection is not counted. Default 15. */
  maxDepth: number;
}

export const defaultCostLimits: CostLimits = { maxCost: 25_000, maxDepth: 15 };

interface Operation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/** Measures an operation and throws COST_EXCEEDED or DEPTH_EXCEEDED when it is over a limit. */
export function assertWithinLimits({ document, operation, variables }: Operation, { maxCost, maxDepth }: CostLimits): Measured {
  const { cost, depth } = measure(document, operation, variables);
  if (depth > maxDepth) {
    throw gatewayError('DEPTH_EXCEEDED', `The operation nests ${depth} levels deep; ${maxDepth} are allowed.`, { status: 400, depth: { requested: depth, limit: maxDepth } });
  }
  if (cost > maxCost) {
    throw gatewayError('COST_EXCEEDED', `The operation may ask for ${cost} fields; ${maxCost} are allowed. Ask for smaller pages or fewer fields.`, { status: 400, cost: { requested: cost, limit: maxCost } });
  }
  return { cost, depth };
}

/** Refuses what is too costly before anything is executed, and says in `extensions.cost` what an operation cost. */
export function costPlugin(limits: CostLimits): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      let cost = 0;
      return {
        async didResolveOperation({ document, operation, request }) {
          if (operation) ({ cost } = assertWithinLimits({ document, operation, variables: request.variables ?? {} }, limits));
        },
        async willSendResponse({ response: { body } }) {
          if (cost > 0 && body.kind === 'single') body.singleResult.extensions = { ...body.singleResult.extensions, cost: { requested: cost, limit: limits.maxCost } };
        },
      };
    },
  };
}
