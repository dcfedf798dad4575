import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { BadEventCursorError } from '../events/event.js';
import { InvalidMoneyError } from '../money.js';
import { PageError } from '../mongo/keyset-page.js';

/** What `extensions.code` of an error answered by a subgraph may say. A domain may add codes of its own. */
export const ERROR_CODES = {
  /** No principal came with the request. Send a key. */
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  /** The key lacks the scope named in `extensions.scope`. Use a key that has it. */
  FORBIDDEN: 'FORBIDDEN',
  /** An argument is not acceptable; `extensions.field` is its path. Change it. */
  BAD_INPUT: 'BAD_INPUT',
  /** What the call is about does not exist, or belongs to another seller. */
  NOT_FOUND: 'NOT_FOUND',
  /** More was asked for than one call may have; `extensions.limit` says how much. Ask for less. */
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
  /** The document is not valid GraphQL for this schema. */
  GRAPHQL_INVALID: 'GRAPHQL_INVALID',
  /** The source of a subscription broke; asking again from the last cursor goes on without a gap. */
  SUBSCRIPTION_INTERRUPTED: 'SUBSCRIPTION_INTERRUPTED',
  /** A defect of the hub; `extensions.correlationId` finds it in the logs. */
  INTERNAL: 'INTERNAL',
} as const;

export function unauthenticated(message = 'The request carries no valid key.'): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.UNAUTHENTICATED } });
}

export function forbidden(scope: string): GraphQLError {
  return new GraphQLError(`The key lacks the scope '${scope}'.`, { extensions: { code: ERROR_CODES.FORBIDDEN, scope } });
}

/** `field` is the path of the argument, for example `['input', 'items', '3', 'sku']`. */
export function badInput(field: readonly string[], message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.BAD_INPUT, field } });
}

export function notFound(what: string, id: string): GraphQLError {
  return new GraphQLError(`There is no ${what} '${id}'.`, { extensions: { code: ERROR_CODES.NOT_FOUND } });
}

export function limitExceeded(field: readonly string[], limit: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.LIMIT_EXCEEDED, field, limit } });
}

/**
 * What the caller gets to see. Errors with a code of ours, and errors of the document itself (they have no path), pass; anything
 * else is a defect: it is logged whole and answered as INTERNAL with the correlation id.
 */
export function toPublicErrors(errors: readonly GraphQLError[], { correlationId, logger }: { correlationId: string; logger?: Logger | undefined }): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { message, locations, path, extensions } = error.toJSON();
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const known = knownError(error.originalError);
    if (known) return { message: known.message, ...place, extensions: known.extensions };
    if (typeof extensions?.['code'] === 'string') return { message, ...place, extensions };
    if (!path) return { message, ...place, extensions: { ...extensions, code: ERROR_CODES.GRAPHQL_INVALID } };
    logger?.error({ err: error.originalError ?? error, path, correlationId }, 'a resolver failed');
    return { message: 'Something went wrong inside the hub.', ...place, extensions: { code: ERROR_CODES.INTERNAL, correlationId } };
  });
}

/** Errors of the platform that say something about what the caller sent. */
export function knownError(error: unknown): GraphQLError | undefined {
  if (error instanceof PageError) return new GraphQLError(error.message, { extensions: { code: error.code, field: [error.field] } });
  if (error instanceof BadEventCursorError) return new GraphQLError(error.message, { extensions: { code: error.code, field: ['after'] } });
  if (error instanceof InvalidMoneyError) return badInput([], error.message);
  return undefined;
}
