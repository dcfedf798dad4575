import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { assertWithinLimits, type CostLimits } from '../plugins/cost.js';
import type { GatewayContext } from '../gateway-context.js';
import { InvalidSubscription, type OperationRequest, type SubscriptionPlanner, type ValidOperation } from './prepared-subscription.js';
import type { Streams } from './streams.js';
import type { Subscriber } from './subscriber.js';

/** What both transports do with an operation. */
export interface SubscriptionOperations {
  /** Parses, validates and measures; the errors of a bad or too costly operation are returned. */
  check(request: OperationRequest): ValidOperation | readonly GraphQLError[];
  /** Begins a checked subscription; returns how to end it, or what is wrong with its variables. */
  begin(o: { request: OperationRequest; valid: ValidOperation; access: GatewayContext; subscriber: Subscriber }): (() => void) | readonly GraphQLError[];
}

export function createSubscriptionOperations({ planner, streams, limits }: { planner: SubscriptionPlanner; streams: Streams; limits: CostLimits | undefined }): SubscriptionOperations {
  return {
    check: (request) =>
      orErrors(() => {
        const valid = planner.validate(request);
        if (limits) assertWithinLimits({ ...valid, variables: request.variables }, limits);
        return valid;
      }),
    begin: ({ request, valid, access, subscriber }) => orErrors(() => streams.subscribe({ prepared: planner.prepare(request, valid), access, subscriber })),
  };
}

/** Over HTTP `extensions.http` is for the status line; it is not for clients. */
export function withoutHttp(error: GraphQLError): GraphQLFormattedError {
  const { http: _http, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

function orErrors<T>(run: () => T): T | readonly GraphQLError[] {
  try {
    return run();
  } catch (error) {
    if (error instanceof InvalidSubscription) return error.errors;
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
