import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import { currentCorrelationId } from '../../platform/telemetry/correlation.js';

/** Apollo Server's own codes in the hub's words. */
const OUR_CODES: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: ERROR_CODES.GRAPHQL_INVALID,
  GRAPHQL_VALIDATION_FAILED: ERROR_CODES.GRAPHQL_INVALID,
  OPERATION_RESOLUTION_FAILURE: ERROR_CODES.GRAPHQL_INVALID,
  BAD_USER_INPUT: ERROR_CODES.BAD_INPUT,
  BAD_REQUEST: ERROR_CODES.BAD_INPUT,
};

/**
 * One shape for every error a client sees: a code, never a stack. What a subgraph said passes as it is (the subgraph has masked its own
 * defects); a defect of the gateway is logged and answered as INTERNAL with the correlation id.
 */
export function createErrorShape(logger: Logger | undefined): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const { code = 'INTERNAL_SERVER_ERROR', stacktrace: _stack, ...extensions } = formatted.extensions ?? {};
    if (typeof code !== 'string' || code !== 'INTERNAL_SERVER_ERROR' || 'serviceName' in extensions) {
      return { ...formatted, extensions: { ...extensions, code: OUR_CODES[String(code)] ?? code } };
    }
    const correlationId = currentCorrelationId();
    logger?.error({ err: error, correlationId }, 'the gateway failed');
    return { message: 'Something went wrong inside the hub.', ...(formatted.path && { path: formatted.path }), extensions: { code: ERROR_CODES.INTERNAL, correlationId } };
  };
}
