import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchemaModule } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { explanationOf } from '../explanations/explanation-of.js';
import { LANGUAGES_SPOKEN, type LanguageSpoken } from '../language.js';
import type { Principal } from '../principal.js';
import { createLocalSubgraph, type LocalSubgraph } from './local-subgraph.js';
import type { ResolverMap } from './resolver-map.js';
import { commonScalars } from './scalars.js';
import type { UserError } from './user-error.js';

/** What every resolver gets. Loaders are made anew for each request and for each event of a subscription. */
export interface SubgraphContext<L = unknown> {
  readonly principal: Principal;
  readonly correlationId: string;
  /** In which language the caller wants to be told things. */
  readonly language: LanguageSpoken;
  readonly loaders: L;
  /** Aborts when the caller of a subscription is gone: pass it to what is waited for. Never aborts for queries. */
  readonly signal: AbortSignal;
}

export interface SubgraphDefinition<L> {
  name: string;
  /** `loadSubgraphSdl(name)`: schema/common.graphql followed by schema/NAME.graphql. */
  typeDefs: string;
  resolvers: ResolverMap<L>;
  createLoaders(principal: Principal): L;
}

/** A subgraph ready to be called in this process (`local`) or served over HTTP (`serveSubgraph`). */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  createContext(o: Omit<SubgraphContext, 'loaders' | 'language'> & { readonly language?: LanguageSpoken | undefined }): SubgraphContext;
  local(o?: { logger?: Logger }): LocalSubgraph;
}

/** Fields of shared types that are worked out, in whatever subgraph they are asked for. */
const commonTypes = { UserError: { explanation: explanationOf(({ code }: UserError) => code) } };

/** Builds the executable federated schema once. Throws with every mistake of the SDL. */
export function createSubgraph<L>(definition: SubgraphDefinition<L>): Subgraph {
  const { name, typeDefs, resolvers } = definition;
  // @apollo/subgraph types every resolver alike and knows no context; ours are checked where they are written.
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: { ...commonScalars, ...commonTypes, ...resolvers } as NonNullable<GraphQLSchemaModule['resolvers']> }]);
  const subgraph: Subgraph = {
    name,
    schema,
    createContext: ({ language = LANGUAGES_SPOKEN[0], ...o }) => ({ ...o, language, loaders: definition.createLoaders(o.principal) }),
    local: (o) => createLocalSubgraph(subgraph, o?.logger),
  };
  return subgraph;
}
