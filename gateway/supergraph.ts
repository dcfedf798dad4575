import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { createRecentlyUsed } from '../platform/recently-used.js';

export interface PlannedOperation {
  readonly plan: QueryPlan;
  readonly context: ReturnType<typeof buildOperationContext>;
}

/** A supergraph ready to be planned against. One planner serves queries, mutations and subscriptions. */
export interface LoadedSupergraph {
  readonly sdl: string;
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly apiSchema: Schema;
  /** With what is hidden from clients and the federation's own directives. */
  readonly supergraphSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Plans an operation of a validated document; `documentKey` stands for the document's text. The 1000 plans used last are kept. */
  plan(o: { documentKey: string; document: DocumentNode; operationName: string | undefined }): PlannedOperation;
}

const KEPT_PLANS = 1000;

/** Throws when the SDL is not a supergraph this version of the federation packages understands. */
export function loadSupergraph(sdl: string): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl);
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  const schema = apiSchema.toGraphQLJSSchema();
  const planned = createRecentlyUsed<PlannedOperation>(KEPT_PLANS);

  function planAnew(document: DocumentNode, operationName: string | undefined): PlannedOperation {
    const name = operationName === undefined ? {} : { operationName };
    return {
      plan: planner.buildQueryPlan(operationFromDocument(apiSchema, document, name)),
      context: buildOperationContext({ schema, operationDocument: document, ...name }),
    };
  }

  return {
    sdl,
    schema,
    apiSchema,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata(),
    plan({ documentKey, document, operationName }) {
      const key = `${operationName ?? ''} ${documentKey}`;
      return planned.get(key) ?? planned.set(key, planAnew(document, operationName));
    },
  };
}
