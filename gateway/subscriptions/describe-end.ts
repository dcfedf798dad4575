import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import { SubgraphFailure, SubscriptionRefusedError } from '../clients/subgraph-client.js';
import { InterruptedError } from './upstream.js';

/** What a client is told when its subscription ends because of an error. */
export function describeEnd(error: unknown, { correlationId, logger }: { correlationId: string; logger: Logger | undefined }): readonly GraphQLFormattedError[] {
  if (error instanceof SubscriptionRefusedError) return error.errors;
  if (error instanceof SubgraphFailure) return [{ message: error.message, extensions: { code: error.code } }];
  if (error instanceof InterruptedError) return [{ message: error.message, extensions: { code: ERROR_CODES.SUBSCRIPTION_INTERRUPTED } }];
  logger?.error({ err: error, correlationId }, 'a subscription failed');
  return [{ message: 'Something went wrong inside the hub.', extensions: { code: ERROR_CODES.INTERNAL, correlationId } }];
}
