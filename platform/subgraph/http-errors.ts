import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { ProofError } from '../access/proof.js';
import { ERROR_CODES, toPublicErrors } from './errors.js';

/** Every failed request is answered in the shape of a GraphQL response, with a code. */
export function answerErrors(app: FastifyInstance, logger: Logger | undefined): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, errors } = classify(error);
    const correlationId = request.proofClaims?.correlationId ?? '';
    if (status >= 500) logger?.error({ err: error, correlationId }, 'a request failed');
    return reply.code(status).send({ data: null, errors: toPublicErrors(errors, { correlationId, logger }) });
  });
}

function classify(error: unknown): { status: number; errors: GraphQLError[] } {
  if (error instanceof ProofError) return { status: error.statusCode, errors: [coded(error.message, error.code)] };
  const { statusCode = 500, errors, message = '' } = error as { statusCode?: number; errors?: unknown; message?: string };
  if (Array.isArray(errors)) return { status: statusCode, errors: errors.map((e) => (e instanceof GraphQLError ? e : coded((e as Error).message, ERROR_CODES.BAD_INPUT))) };
  if (statusCode < 500) return { status: statusCode, errors: [coded(message, ERROR_CODES.BAD_INPUT)] };
  return { status: 500, errors: [coded('Something went wrong inside the hub.', ERROR_CODES.INTERNAL)] };
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
