import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';

/** What fails before GraphQL is reached (a body that is not JSON, too large, of another type) is answered in the shape of a GraphQL error too. */
export function answerBadRequests(app: FastifyInstance, logger: Logger | undefined): void {
  app.setErrorHandler(async (error: Error & { statusCode?: number }, { correlationId }, reply) => {
    const { statusCode: status = 500 } = error;
    if (status < 500) return reply.code(status).send({ errors: [{ message: error.message, extensions: { code: ERROR_CODES.BAD_INPUT } }] });
    logger?.error({ err: error, correlationId }, 'the gateway failed');
    return reply.code(500).send({ errors: [{ message: 'Something went wrong inside the hub.', extensions: { code: ERROR_CODES.INTERNAL, correlationId } }] });
  });
}
