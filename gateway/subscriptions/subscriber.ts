import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** One event's result, serialized once for everybody who gets it. */
export interface SharedResult {
  readonly json: Buffer;
}

export function shareResult(result: FormattedExecutionResult): SharedResult {
  return { json: Buffer.from(JSON.stringify(result)) };
}

/** One client's end of a subscription. After `fail` or `complete` nothing more is called. */
export interface Subscriber {
  /** Must not block. */
  next(result: SharedResult): void;
  /** The subscription has ended because of these errors. */
  fail(errors: readonly GraphQLFormattedError[]): void;
  /** The subscription has ended by itself. */
  complete(): void;
  /** Undefined while the client keeps up, else resolves when it has caught up or gone. */
  behind(): Promise<void> | undefined;
}
