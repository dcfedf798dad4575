import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { callOf, digestOf, itemCountOf, openCall } from './call.js';
import { createSandboxClock, type SandboxClock } from './clock.js';
import { installCommonControl } from './common-control.js';
import { createControl, type Control } from './control.js';
import { installFaultHooks } from './fault-hooks.js';
import { createFaults, type Faults } from './faults.js';
import { createRateGroups, type RateGroups } from './rate-groups.js';
import { createRequestLog, type RequestLog } from './request-log.js';
import { createSettings, type BaseSettings, type Settings } from './settings.js';
import { openState, type SandboxState } from './state.js';

export interface SandboxOptions<S extends BaseSettings> {
  /** Shown by `GET /_sandbox`. */
  readonly name: string;
  /** Where the state lives; created when missing. One process at a time. */
  readonly dataDir: string;
  /** `baseSettingsSchema`, extended as the marketplace needs. */
  readonly settings: z.ZodType<S>;
  /** How a caller is named before the marketplace has authenticated it: used by faults that match a seller. */
  readonly sellerOf?: (request: FastifyRequest) => string | null;
  /** A marketplace that takes an address with and without a slash at its end. */
  readonly ignoreTrailingSlash?: boolean;
  /** Told of anything a timer handler throws. Default: throws nothing away silently, prints to stderr. */
  readonly onError?: (error: unknown, where: string) => void;
}

/** A marketplace simulator without a marketplace: add routes to `app`, timers to `clock`, then `listen`. */
export interface Sandbox<S extends BaseSettings = BaseSettings> {
  /** JSON bodies are parsed; every other content type arrives as a Buffer. Paths below `/_sandbox` are the kit's. */
  readonly app: FastifyInstance;
  readonly state: SandboxState;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly rates: RateGroups;
  readonly log: RequestLog;
  readonly settings: Settings<S>;
  readonly control: Control;
  /** Run once at each reset, after everything has been emptied: seed here. */
  onReset(seed: () => void): void;
  reset(): void;
  /** Run at stop, to end what timer handlers are doing outside (deliveries, for example). */
  onStop(cutShort: () => Promise<void>): void;
  /** Starts the clock and listens. Answers `http://HOST:PORT`. */
  listen(port: number, host?: string): Promise<string>;
  /** Stops accepting, cuts open connections, lets running timers settle, closes the state. */
  stop(): Promise<void>;
}

const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

export function createSandbox<S extends BaseSettings>(options: SandboxOptions<S>): Sandbox<S> {
  const { name, dataDir, ignoreTrailingSlash = false, onError = (error, where) => console.error(name, where, error) } = options;
  const state = openState(dataDir);
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, routerOptions: { maxParamLength: 500, ignoreTrailingSlash } });
  const clock = createSandboxClock({ state, onError });
  const seeds: (() => void)[] = [];
  const stops: (() => Promise<void>)[] = [];
  const sandbox: Sandbox<S> = {
    app,
    state,
    clock,
    faults: createFaults(state),
    rates: createRateGroups(clock),
    log: createRequestLog(state),
    settings: createSettings(state, options.settings),
    control: createControl(app, name),
    onReset: (seed) => void seeds.push(seed),
    reset: () => {
      sandbox.faults.clear();
      state.clear();
      sandbox.rates.clear();
      sandbox.settings.reset();
      seeds.forEach((seed) => seed());
    },
    onStop: (cutShort) => void stops.push(cutShort),
    listen: async (port, host = '127.0.0.1') => {
      await app.listen({ port, host });
      clock.start();
      return `http://${host}:${(app.server.address() as AddressInfo).port}`;
    },
    stop: async () => {
      await app.close();
      await clock.stop(async () => {
        for (const cutShort of stops) await cutShort();
      });
      await state.close();
    },
  };
  tellTime(app, clock);
  receiveBodies(app);
  trackCalls(sandbox, options.sellerOf ?? (() => null));
  installCommonControl(sandbox);
  return sandbox;
}

/** Every answer carries the sandbox's own time, as a marketplace's carries its. */
function tellTime(app: FastifyInstance, clock: SandboxClock): void {
  app.addHook('onRequest', async (_request, reply) => void reply.header('date', new Date(clock.now()).toUTCString()));
}

function receiveBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    keepRawBody(request, body);
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
    } catch {
      done(Object.assign(new Error('malformed JSON'), { statusCode: 400, code: 'MALFORMED_JSON' }), undefined);
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    keepRawBody(request, body);
    done(null, body);
  });
}

function keepRawBody(request: FastifyRequest, body: Buffer): void {
  const call = callOf(request);
  if (call) call.rawBody = body;
}

function trackCalls<S extends BaseSettings>(sandbox: Sandbox<S>, sellerOf: (request: FastifyRequest) => string | null): void {
  const { app, clock, faults, log, settings } = sandbox;

  app.addHook('onRequest', async (request) => {
    const path = pathOf(request);
    if (path === '/_sandbox' || path.startsWith('/_sandbox/')) return;
    const seller = sellerOf(request);
    const fault = faults.take({ method: request.method, path, seller: seller ?? undefined }) ?? null;
    openCall(request, { id: log.nextRequestId(), receivedAt: clock.now(), seller, rawBody: null, itemCount: null, fault, isRecorded: false });
  });

  const record = (request: FastifyRequest, status: number | null) => {
    const call = callOf(request);
    if (!call || call.isRecorded) return;
    call.isRecorded = true;
    log.recordRequest({
      id: call.id,
      at: call.receivedAt,
      method: request.method,
      path: pathOf(request),
      query: request.url.slice(pathOf(request).length),
      seller: call.seller,
      bodyBytes: call.rawBody?.length ?? 0,
      bodyDigest: digestOf(call.rawBody),
      itemCount: call.itemCount ?? itemCountOf(request.body),
      status,
      fault: call.fault?.kind ?? null,
    });
  };

  installFaultHooks(app, { settings: () => settings.get(), record });
}

function pathOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?');
  return end === -1 ? request.url : request.url.slice(0, end);
}
