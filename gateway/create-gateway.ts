import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RouteHandlerMethod } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticate } from '../platform/access/authenticate.js';
import { languageFor } from '../platform/language.js';
import { createDrain } from './drain.js';
import { MAX_TOKENS } from './document-limits.js';
import { createExecutor } from './executor.js';
import type { GatewayContext } from './gateway-context.js';
import { correlateRequests } from './plugins/correlation.js';
import { allowOrigins } from './plugins/cross-origin.js';
import { type CostLimits, costPlugin, defaultCostLimits } from './plugins/cost.js';
import { defectPlugin, shapeError } from './plugins/error-shape.js';
import { type GraphiqlPageOptions, serveGraphiql } from './plugins/graphiql.js';
import { serveHealth } from './plugins/health.js';
import { answerBadRequests } from './plugins/bad-requests.js';
import { createKeyCheck, type KeyCheck, openPrincipal } from './plugins/key-check.js';
import { type GatewayMetrics, metricsPlugin, observeSubgraphs } from './plugins/metrics.js';
import { subscriptionTransportPlugin } from './plugins/subscription-transport.js';
import { createDataSource } from './clients/data-source.js';
import type { SubgraphClient } from './clients/subgraph-client.js';
import type { SubscriptionLimits } from './subscriptions/limits.js';
import { serveSubscriptions } from './subscriptions/serve-subscriptions.js';
import type { ReconnectPolicy } from './subscriptions/upstream.js';
import { loadSupergraph } from './supergraph.js';

export interface GatewayOptions {
  supergraphSdl: string;
  /** Makes the client of each subgraph the supergraph names; `url` is the routing URL it was composed with. */
  subgraphs: (name: string, url: string) => SubgraphClient;
  /** `'OPEN'` asks for no key and sets no limits: for a supergraph on one's own machine. */
  authenticate: Authenticate | 'OPEN';
  limits?: Partial<CostLimits & SubscriptionLimits>;
  /** How a lost upstream of a subscription is opened again. */
  reconnect?: Partial<ReconnectPolicy>;
  graphiql?: GraphiqlPageOptions;
  /** Whose pages browsers let read the answers: `https://panel.example.com`. None by default. */
  allowedOrigins?: readonly string[];
  metrics?: GatewayMetrics;
  logger?: Logger;
}

export interface Gateway {
  /** To add routes before `listen`. */
  readonly app: FastifyInstance;
  /** Resolves with the URL, `http://host:port/graphql`. Port 0 takes a free one. */
  listen(o: { port: number; host?: string }): Promise<string>;
  /** Subscriptions are ended, running operations finish; what takes longer than 10 s is cut off. */
  close(): Promise<void>;
}

/** GraphQL is served at both, over HTTP and WebSocket. */
const PATHS = ['/graphql', '/'];
const REQUEST_TIMEOUT_MS = 30_000;
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/** Builds a gateway without listening. Throws when the supergraph cannot be loaded. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { authenticate, metrics, logger } = options;
  const supergraph = loadSupergraph(options.supergraphSdl);
  const clients = new Map(supergraph.subgraphs.map(({ name, url }) => [name, options.subgraphs(name, url)]));
  const checkKey: KeyCheck = authenticate === 'OPEN' ? async () => openPrincipal : createKeyCheck(authenticate);
  const app = createApp(logger);

  const observe = metrics ? observeSubgraphs(metrics) : () => undefined;
  const services = Object.fromEntries([...clients].map(([name, client]) => [name, createDataSource(client, observe)]));
  const apollo = createApollo(createExecutor(supergraph, services), options);
  await apollo.start();

  const { drain, isDraining } = createDrain(app);
  correlateRequests(app);
  await allowOrigins(app, options.allowedOrigins ?? []);
  answerBadRequests(app, logger);
  serveHealth(app, { isReady: () => !isDraining(), metrics });
  const handle = fastifyApolloHandler(apollo, {
    context: async ({ headers, correlationId }) => ({ principal: await checkKey(headers.authorization), correlationId, language: languageFor(headers['accept-language']) }),
  });
  const subscriptions = serveSubscriptions({
    server: app.server,
    paths: PATHS,
    isOpen: authenticate === 'OPEN',
    supergraph,
    services,
    clients,
    apollo,
    checkKey,
    costLimits: costLimitsOf(options),
    limits: options.limits,
    reconnect: options.reconnect,
    metrics,
    logger,
  });
  const { eventStreams } = subscriptions;
  const answer: RouteHandlerMethod = function (request, reply) {
    return eventStreams.isAskedFor(request) ? eventStreams.serve(request, reply) : handle.call(this, request, reply);
  };
  for (const path of PATHS) app.post(path, answer);
  serveGraphiql(app, { paths: PATHS, page: options.graphiql ?? {}, isOpen: authenticate === 'OPEN', next: answer });

  return {
    app,
    listen: async ({ port, host = '127.0.0.1' }) => {
      await app.listen({ port, host });
      return `http://${host}:${(app.server.address() as AddressInfo).port}/graphql`;
    },
    async close() {
      await drain(() => subscriptions.close());
      await apollo.stop();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function createApp(logger: Logger | undefined): FastifyInstance {
  const fastifyLogger: FastifyBaseLogger | undefined = logger;
  return fastify({ bodyLimit: BODY_LIMIT_BYTES, requestTimeout: REQUEST_TIMEOUT_MS, logController: new LogController({ disableRequestLogging: true }), ...(fastifyLogger && { loggerInstance: fastifyLogger }) });
}

function costLimitsOf({ authenticate, limits }: GatewayOptions): CostLimits | undefined {
  return authenticate === 'OPEN' ? undefined : { ...defaultCostLimits, ...limits };
}

function createApollo(gateway: ReturnType<typeof createExecutor>, options: GatewayOptions): ApolloServer<GatewayContext> {
  const { metrics, logger } = options;
  const costLimits = costLimitsOf(options);
  return new ApolloServer<GatewayContext>({
    gateway,
    csrfPrevention: true,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: shapeError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      defectPlugin(logger),
      subscriptionTransportPlugin(),
      ...(costLimits ? [costPlugin(costLimits)] : []),
      ...(metrics ? [metricsPlugin(metrics)] : []),
    ],
    ...(logger && { logger }),
  });
}
