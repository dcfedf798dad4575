import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { languageFor } from '../../platform/language.js';
import { CORRELATION_HEADER } from '../clients/remote-subgraph-client.js';
import type { GatewayContext } from '../gateway-context.js';
import type { KeyCheck } from '../plugins/key-check.js';
import { SLOW_READER } from './close-codes.js';
import { codeOf } from './connection.js';
import { executeOperation } from './execute-operation.js';
import type { SubscriptionLimits } from './limits.js';
import { type SubscriptionOperations, withoutHttp } from './operations.js';
import { createOutlet, type Sink } from './outlet.js';
import type { OperationRequest } from './prepared-subscription.js';
import { shareResult, type Subscriber } from './subscriber.js';

export interface EventStreamOptions {
  apollo: ApolloServer<GatewayContext>;
  operations: SubscriptionOperations;
  checkKey: KeyCheck;
  limits: SubscriptionLimits;
  observeSubscribers: (change: 1 | -1) => void;
}

export interface EventStreams {
  isAskedFor(request: FastifyRequest): boolean;
  /** One operation on one response: GraphQL over server-sent events, distinct connections mode. */
  serve(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Cuts all open streams; their clients connect again. */
  close(): void;
}

/** For clients without WebSockets. What is wrong with the request is answered as JSON with a status; after that come `next` and `complete` events. */
export function serveEventStreams({ apollo, operations, checkKey, limits, observeSubscribers }: EventStreamOptions): EventStreams {
  const open = new Set<ServerResponse>();

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const access: GatewayContext = { principal: await checkKey(request.headers.authorization), correlationId: request.correlationId, language: languageFor(request.headers['accept-language']) };
      const operation = operationIn(request);
      const valid = operations.check(operation);
      if (!('document' in valid)) refuse(reply, valid);
      else if (valid.operation.operation === OperationTypeNode.SUBSCRIPTION) subscribe(request, reply, (subscriber) => operations.begin({ request: operation, valid, access, subscriber }));
      else if (request.method === 'GET') refuse(reply, [badRequest('Queries and mutations are not answered to GET as an event stream.', 405)]);
      else await answerOnce(request, reply, () => executeOperation(apollo, operation, access));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      refuse(reply, [error]);
    }
  }

  function subscribe(request: FastifyRequest, reply: FastifyReply, attempt: (subscriber: Subscriber) => ReturnType<SubscriptionOperations['begin']>): void {
    const response = reply.raw;
    let leave = (): void => undefined;
    const outlet = createOutlet(createResponseSink(response, () => leave()), limits);
    const finish = (errors?: readonly GraphQLFormattedError[]): void => {
      if (errors) outlet.send(nextEvent(shareResult({ errors }).json));
      response.end(COMPLETE);
    };
    const begun = attempt({ next: ({ json }) => outlet.send(nextEvent(json)), fail: finish, complete: () => finish(), behind: () => outlet.behind() });
    if (typeof begun !== 'function') { refuse(reply, begun); return; }

    leave = begun;
    begin(reply, request.correlationId);
    open.add(response);
    observeSubscribers(1);
    const pings = setInterval(() => response.write(PING), limits.pingMs).unref();
    const rechecks = setInterval(() => void recheck(request, finish), limits.recheckKeyMs).unref();
    response.once('close', () => {
      clearInterval(pings);
      clearInterval(rechecks);
      open.delete(response);
      observeSubscribers(-1);
      begun();
    });
  }

  async function recheck({ headers }: FastifyRequest, finish: (errors: readonly GraphQLFormattedError[]) => void): Promise<void> {
    await checkKey(headers.authorization).catch((error: unknown) => {
      if (error instanceof GraphQLError && codeOf(error) !== 'ACCESS_UNAVAILABLE') finish([withoutHttp(error)]);
    });
  }

  return {
    isAskedFor: ({ headers }) => headers.accept?.includes('text/event-stream') === true,
    serve,
    close: () => open.forEach((response) => response.destroy()),
  };
}

async function answerOnce({ correlationId }: FastifyRequest, reply: FastifyReply, execute: () => Promise<FormattedExecutionResult>): Promise<void> {
  const { json } = shareResult(await execute());
  begin(reply, correlationId).end(Buffer.concat([nextEvent(json), COMPLETE]));
}

const COMPLETE = Buffer.from('event: complete\ndata:\n\n');
const PING = ':\n\n';
const FAREWELL_MS = 5_000;

function nextEvent(json: Buffer): Buffer {
  return Buffer.concat([Buffer.from('event: next\ndata: '), json, Buffer.from('\n\n')]);
}

/** From here on the response is written by hand; Fastify waits for its end. */
function begin(reply: FastifyReply, correlationId: string): ServerResponse {
  const response = reply.raw;
  reply.hijack();
  response.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no', [CORRELATION_HEADER]: correlationId });
  response.flushHeaders();
  return response;
}

/** `onGivenUp` is called when the client is given up: nothing is done for it any more while it may still read why. */
function createResponseSink(response: ServerResponse, onGivenUp: () => void): Sink {
  return {
    isOpen: () => !response.writableEnded && !response.destroyed,
    queuedBytes: () => response.writableLength,
    write: (frame, written) => void response.write(frame, () => written()),
    closeSlowReader(reason) {
      const error = { message: `Slow reader: ${reason}.`, extensions: { code: SLOW_READER } };
      response.end(Buffer.concat([nextEvent(shareResult({ errors: [error] }).json), COMPLETE]));
      onGivenUp();
      const timer = setTimeout(() => response.destroy(), FAREWELL_MS).unref();
      response.once('close', () => clearTimeout(timer));
    },
  };
}

function refuse(reply: FastifyReply, errors: readonly GraphQLError[]): void {
  const http = errors[0]?.extensions['http'] as { status?: number } | undefined;
  void reply.code(http?.status ?? 400).send({ errors: errors.map(withoutHttp) });
}

function operationIn({ method, body, query }: FastifyRequest): OperationRequest {
  const given = (method === 'GET' ? query : body) as Record<string, unknown> | null;
  const text = given?.['query'];
  if (typeof text !== 'string') throw badRequest("'query' must be a GraphQL document.", 400);
  const operationName = given?.['operationName'];
  return { query: text, variables: variablesIn(given?.['variables']), operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined };
}

function variablesIn(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null || given === '') return {};
  const variables: unknown = typeof given === 'string' ? parseJson(given) : given;
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) throw badRequest("'variables' must be an object.", 400);
  return variables as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("'variables' must be JSON.", 400);
  }
}

function badRequest(message: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_INPUT', http: { status } } });
}
