import { createSourceEventStream, type ExecutionResult, execute, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { LanguageSpoken } from '../language.js';
import type { Principal } from '../principal.js';
import { withCorrelation } from '../telemetry/correlation.js';
import { createCompiledOperations, InvalidOperationError } from './compiled-operations.js';
import { knownError, toPublicErrors } from './errors.js';
import type { Subgraph } from './subgraph.js';
import { untilAborted } from './until-aborted.js';

export interface SubgraphRequest {
  query: string;
  variables?: Readonly<Record<string, unknown>> | undefined;
  operationName?: string | undefined;
  principal: Principal;
  correlationId: string;
  language?: LanguageSpoken | undefined;
}

/** A subgraph called in this process: same schema, resolvers, errors and masking as over HTTP. */
export interface LocalSubgraph {
  readonly name: string;
  /** Queries and mutations; never rejects for a fault of the document or of a resolver, those are `errors`. */
  execute(request: SubgraphRequest): Promise<FormattedExecutionResult>;
  /**
   * Events until the source ends or `signal` aborts, which is the only way to cancel. Throws SubscriptionRefusedError when it cannot
   * be opened; any other error means that the source broke and the subscription may be opened again.
   */
  subscribe(request: SubgraphRequest & { signal: AbortSignal }): AsyncIterable<FormattedExecutionResult>;
}

/** A subscription that would be refused again if asked for again: bad document, missing scope, bad argument. */
export class SubscriptionRefusedError extends Error {
  override readonly name = 'SubscriptionRefusedError';
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors.map((e) => e.message).join(' '));
    this.errors = errors;
  }
}

const never = new AbortController().signal;

/** Queries run compiled; subscriptions run each event with loaders of its own, so no event sees what an earlier one loaded. */
export function createLocalSubgraph(subgraph: Subgraph, logger?: Logger): LocalSubgraph {
  const operations = createCompiledOperations(subgraph.schema);
  const contextOf = ({ principal, correlationId, language }: SubgraphRequest, signal: AbortSignal) => subgraph.createContext({ principal, correlationId, language, signal });

  const publish = (result: ExecutionResult, { correlationId }: SubgraphRequest): FormattedExecutionResult => ({
    ...(result.data !== undefined && { data: result.data }),
    ...(result.errors && { errors: toPublicErrors(result.errors, { correlationId, logger }) }),
  });

  async function run(request: SubgraphRequest): Promise<ExecutionResult> {
    const operation = operations.get(request.query, request.operationName);
    return withCorrelation(request.correlationId, () => operation.compiled().query({}, contextOf(request, never), request.variables ?? {}));
  }

  async function* events(request: SubgraphRequest & { signal: AbortSignal }): AsyncGenerator<ExecutionResult, void, void> {
    const { document } = operations.get(request.query, request.operationName);
    const args = { schema: subgraph.schema, document, variableValues: request.variables, operationName: request.operationName };
    const source = await createSourceEventStream({ ...args, contextValue: contextOf(request, request.signal) });
    if (!(Symbol.asyncIterator in source)) throw new InvalidOperationError(source.errors ?? []);
    for await (const event of untilAborted(source, request.signal)) {
      yield await withCorrelation(request.correlationId, () => execute({ ...args, rootValue: event, contextValue: contextOf(request, request.signal) }));
    }
  }

  return {
    name: subgraph.name,
    async execute(request) {
      try {
        return publish(await run(request), request);
      } catch (error) {
        if (error instanceof InvalidOperationError) return publish({ errors: error.errors }, request);
        return publish({ errors: [asGraphQLError(error)] }, request);
      }
    },
    async *subscribe(request) {
      try {
        for await (const result of events(request)) yield publish(result, request);
      } catch (error) {
        const errors = refusalsIn(error);
        if (!errors) throw error;
        throw new SubscriptionRefusedError(toPublicErrors(errors, { correlationId: request.correlationId, logger }));
      }
    },
  };
}

/** A source may be an async generator, which checks its arguments only when the first event is asked for. */
function refusalsIn(error: unknown): readonly GraphQLError[] | undefined {
  if (error instanceof InvalidOperationError) return error.errors;
  const known = knownError(error);
  if (known) return [known];
  return error instanceof GraphQLError && typeof error.extensions['code'] === 'string' ? [error] : undefined;
}

function asGraphQLError(error: unknown): GraphQLError {
  return new GraphQLError('unexpected', { path: [], ...(error instanceof Error && { originalError: error }) });
}
