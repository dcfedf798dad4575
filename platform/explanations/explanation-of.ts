import type { SubgraphContext } from '../subgraph/subgraph.js';
import { explain, type ExplainedCode, type ExplainedWord, type ExplanationKind } from './explain.js';
import type { Explanation } from './explanation.js';

/** A resolver that explains, in the caller's language, the code that `codeOf` finds on its parent. */
export function explanationOf<P>(codeOf: (parent: P) => ExplainedCode | null): ExplanationResolver<P> {
  return (parent, _args, { language }) => {
    const code = codeOf(parent);
    return code === null ? null : explain(code, language);
  };
}

/** The same for a state: one that the catalogue lacks does not compile. */
export function stateExplanationOf<K extends Exclude<ExplanationKind, 'CODE'>, P>(kind: K, stateOf: (parent: P) => ExplainedWord<K>): ExplanationResolver<P> {
  return (parent, _args, { language }) => explain(stateOf(parent), language, kind);
}

type ExplanationResolver<P> = (parent: P, args: unknown, context: Pick<SubgraphContext, 'language'>) => Explanation | null;
