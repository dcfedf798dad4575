import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import type { GatewayContext } from '../gateway-context.js';

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
 * defects); what nobody gave a code is a defect of the gateway and becomes INTERNAL.
 */
export function shapeError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { code = 'INTERNAL_SERVER_ERROR', stacktrace: _stack, ...extensions } = formatted.extensions ?? {};
  if (code === 'INTERNAL_SERVER_ERROR' && !('serviceName' in extensions)) {
    return { message: 'Something went wrong inside the hub.', ...(formatted.path && { path: formatted.path }), extensions: { code: ERROR_CODES.INTERNAL } };
  }
  return { ...formatted, extensions: { ...extensions, code: OUR_CODES[String(code)] ?? code } };
}

/** Logs what becomes INTERNAL and puts the correlation id, by which the log is found, into the answer. */
export function defectPlugin(logger: Logger | undefined): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue: { correlationId } }) {
          for (const error of errors) if (error.extensions['code'] === undefined) logger?.error({ err: error.originalError ?? error, correlationId }, 'the gateway failed');
        },
        async willSendResponse({ response: { body }, contextValue: { correlationId } }) {
          if (body.kind !== 'single') return;
          for (const { extensions } of body.singleResult.errors ?? []) if (extensions?.['code'] === ERROR_CODES.INTERNAL) extensions['correlationId'] ??= correlationId;
        },
      };
    },
  };
}
