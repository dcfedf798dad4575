import type { ApolloServer } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Context, makeServer, type Server as ProtocolServer, type SubscribePayload } from 'graphql-ws';
import { languageFor } from '../../platform/language.js';
import type { GatewayContext } from '../gateway-context.js';
import type { KeyCheck } from '../plugins/key-check.js';
import { CLOSE, TOO_MANY_SUBSCRIPTIONS } from './close-codes.js';
import { codeOf, type Connection } from './connection.js';
import { executeOperation } from './execute-operation.js';
import type { SubscriptionLimits } from './limits.js';
import { type SubscriptionOperations, withoutHttp } from './operations.js';
import type { OperationRequest, ValidOperation } from './prepared-subscription.js';
import { createSocketSubscription, SubscriptionFailure } from './socket-subscription.js';

export interface ProtocolOptions {
  apollo: ApolloServer<GatewayContext>;
  operations: SubscriptionOperations;
  checkKey: KeyCheck;
  limits: SubscriptionLimits;
  observeSubscribers: (change: 1 | -1) => void;
}

type Socket = Context<Record<string, unknown>, Connection>;

/** What goes from `onSubscribe` to `subscribe` and `execute` through the library. */
interface Started {
  readonly id: string;
  readonly request: OperationRequest;
  readonly valid: ValidOperation;
  readonly connection: Connection;
  readonly access: GatewayContext;
}

/** graphql-transport-ws by its library, with the hub's access, limits and shared streams. Queries and mutations are answered too. */
export function createProtocol({ apollo, operations, checkKey, limits, observeSubscribers }: ProtocolOptions): ProtocolServer<Connection> {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect: ({ connectionParams, extra }) => admit(extra, connectionParams, checkKey),
    onSubscribe: (context, id, payload) => start(context, id, payload, { operations, limits }),
    subscribe: ({ contextValue }) => subscribe(contextValue as Started, { operations, observeSubscribers }),
    execute: ({ contextValue }) => execute(contextValue as Started, apollo),
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) => errors.flatMap(describe),
  });
}

async function admit(connection: Connection, params: Readonly<Record<string, unknown>> | undefined, checkKey: KeyCheck): Promise<boolean> {
  connection.authorization = authorizationIn(params) ?? connection.request.headers.authorization;
  try {
    connection.access = { principal: await checkKey(connection.authorization), correlationId: connection.correlationId, language: languageFor(connection.request.headers['accept-language']) };
    return true;
  } catch (error) {
    const code = codeOf(error);
    connection.socket.close(code === 'ACCESS_UNAVAILABLE' ? CLOSE.TRY_LATER : CLOSE.UNAUTHORIZED, code);
    return false;
  }
}

/** Clients send the key under either spelling, at the top or under `headers`. */
function authorizationIn(params: Readonly<Record<string, unknown>> | undefined): unknown {
  const headers = params?.['headers'] as Record<string, unknown> | undefined;
  return params?.['authorization'] ?? params?.['Authorization'] ?? headers?.['authorization'] ?? headers?.['Authorization'];
}

function start({ subscriptions, extra: connection }: Socket, id: string, { query, variables, operationName }: SubscribePayload, { operations, limits }: Pick<ProtocolOptions, 'operations' | 'limits'>) {
  const { access } = connection;
  if (!access) return [new GraphQLError('The connection was not initialised.')];
  // The library has already counted the one being started.
  if (Object.keys(subscriptions).length > limits.maxSubscriptions) {
    return [new GraphQLError(`A connection may have ${limits.maxSubscriptions} subscriptions.`, { extensions: { code: TOO_MANY_SUBSCRIPTIONS, limit: limits.maxSubscriptions } })];
  }
  const request: OperationRequest = { query, variables: variables ?? {}, operationName: operationName ?? undefined };
  const valid = operations.check(request);
  if (!('document' in valid)) return valid;
  const started: Started = { id, request, valid, connection, access };
  return { schema: undefined as never, document: valid.document, operationName, contextValue: started };
}

function subscribe({ id, request, valid, connection, access }: Started, { operations, observeSubscribers }: Pick<ProtocolOptions, 'operations' | 'observeSubscribers'>) {
  const { subscriber, results } = createSocketSubscription(id, connection.outlet);
  const begun = operations.begin({ request, valid, access, subscriber });
  if (typeof begun !== 'function') return failing(begun.map(withoutHttp));
  observeSubscribers(1);
  return results(() => {
    observeSubscribers(-1);
    begun();
  });
}

async function* failing(errors: readonly GraphQLFormattedError[]): AsyncGenerator<never, void, void> {
  throw new SubscriptionFailure(errors);
}

/** The library wants its own kind of result; what it does with it is `onNext`, which takes ours. */
function execute({ request, access }: Started, apollo: ApolloServer<GatewayContext>): Promise<never> {
  return executeOperation(apollo, request, access) as Promise<never>;
}

function describe(error: GraphQLError): readonly GraphQLFormattedError[] {
  return error.originalError instanceof SubscriptionFailure ? error.originalError.errors : [withoutHttp(error)];
}
