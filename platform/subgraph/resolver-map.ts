import type { GraphQLResolveInfo, GraphQLScalarType } from 'graphql';
import type { SubgraphContext } from './subgraph.js';

/* Parents and arguments differ from field to field: each resolver names the types of its own. */
/* eslint-disable @typescript-eslint/no-explicit-any */
export type FieldResolver<L> = (parent: any, args: any, context: SubgraphContext<L>, info: GraphQLResolveInfo) => unknown;

export interface SubscriptionResolver<L> {
  subscribe: (parent: any, args: any, context: SubgraphContext<L>, info: GraphQLResolveInfo) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
  resolve?: FieldResolver<L>;
}

export interface TypeResolvers<L> {
  /** Finds an entity by its key fields; null when there is none. */
  __resolveReference?: (reference: any, context: SubgraphContext<L>) => unknown;
  /** Name of the object type of a value of this interface or union. */
  __resolveType?: (value: any, context: SubgraphContext<L>) => string;
  [field: string]: FieldResolver<L> | SubscriptionResolver<L> | undefined;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Resolvers by type and field, as `buildSubgraphSchema` of `@apollo/subgraph` takes them. */
export type ResolverMap<L> = Record<string, TypeResolvers<L> | GraphQLScalarType | Record<string, string | number>>;
