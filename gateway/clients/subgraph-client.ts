import type { FormattedExecutionResult } from 'graphql';
import type { SubgraphRequest } from '../../platform/subgraph/local-subgraph.js';

export type { SubgraphRequest } from '../../platform/subgraph/local-subgraph.js';
export { SubscriptionRefusedError } from '../../platform/subgraph/local-subgraph.js';

export interface SubscriptionRequest extends SubgraphRequest {
  signal: AbortSignal;
  /** Called when the subgraph has been reached and asked. */
  onOpen: () => void;
}

/** How the gateway speaks to one subgraph, in this process or over the network. */
export interface SubgraphClient {
  readonly name: string;
  /** One query or mutation. Throws SubgraphFailure when no GraphQL answer came; errors of the answer itself are returned. */
  execute(request: SubgraphRequest): Promise<FormattedExecutionResult>;
  /**
   * The events of one subscription until the subgraph ends it or `signal` aborts. Throws SubscriptionRefusedError when it would be
   * refused again; any other error means that the connection or the source broke and that it may be opened again.
   */
  subscribe(request: SubscriptionRequest): AsyncIterable<FormattedExecutionResult>;
  close(): Promise<void>;
}

export type SubgraphFailureCode =
  /** No answer within the subgraph's time limit. A mutation may or may not have been carried out. */
  | 'SUBGRAPH_TIMEOUT'
  /** Not reachable, or what it answered is not GraphQL. */
  | 'SUBGRAPH_UNAVAILABLE';

export class SubgraphFailure extends Error {
  override readonly name = 'SubgraphFailure';
  readonly code: SubgraphFailureCode;

  constructor(code: SubgraphFailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }

  static timeout(subgraph: string, timeoutMs: number): SubgraphFailure {
    return new SubgraphFailure('SUBGRAPH_TIMEOUT', `Subgraph '${subgraph}' did not answer within ${timeoutMs} ms.`);
  }

  static unavailable(subgraph: string, cause?: unknown): SubgraphFailure {
    return new SubgraphFailure('SUBGRAPH_UNAVAILABLE', `Subgraph '${subgraph}' is not available.`, cause);
  }
}
