import { explain, explainedWords, type ExplanationKind } from '../../../platform/explanations/explain.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import type { SyncLoaders } from './loaders.js';

type Context = SubgraphContext<SyncLoaders>;

/** The catalogue of explanations itself, for what a frontend shows without an order or listing at hand. */
export const explanationResolvers: ResolverMap<SyncLoaders> = {
  Query: {
    explanation: (_parent, { code, kind }: { code: string; kind: ExplanationKind }, { language }: Context) => explain(code, language, kind),
    explanations: (_parent, { codes, kind }: { codes?: readonly string[] | null; kind: ExplanationKind }, { language }: Context) =>
      [...new Set(codes ?? explainedWords(kind))].flatMap((code) => explain(code, language, kind) ?? []),
  },
};
