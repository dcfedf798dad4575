import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { newId, type PayloadId } from '../../ids.js';
import type { OutboundAnswer, OutboundFailure, OutboundRequest, PayloadArchive } from '../../payloads/archive.js';
import type { QuotaGroup } from '../../quota/quota-group.js';
import { createQuotaKeeper } from '../../quota/quota-keeper.js';
import { createLogger } from '../../telemetry/logger.js';
import { createMetrics, type Metrics } from '../../telemetry/metrics.js';
import { createMarketplaceHttpFactory, TransportError, type MarketplaceHttp, type MarketplaceRequest, type StoreTarget } from '../marketplace-http.js';

export type Answer = (request: IncomingMessage & { body: Buffer }, response: ServerResponse) => void;

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly archivedBefore: boolean;
}

/** A marketplace that answers as it is told, and a client's way to it with everything that stands between. */
export interface MarketplaceUnderTest {
  readonly server: Server;
  readonly metrics: Metrics;
  readonly target: StoreTarget;
  /** What it does with the next requests, in order; then it answers `{}`. */
  readonly answers: Answer[];
  readonly received: readonly Received[];
  /** What was told of circuits. */
  readonly told: readonly string[];
  /** What was told of quotas. */
  readonly quotaUse: readonly string[];
  readonly archive: ReturnType<typeof recordingArchive>;
  readonly client: (changes?: Partial<StoreTarget>) => MarketplaceHttp;
  stop(): Promise<void>;
}

export const BREAKER_OPEN_MS = 1_000;
export const READ: MarketplaceRequest = { operation: 'orders.read', method: 'GET', path: '/orders?page=0', quotaGroup: 'read', safe: true };
export const WRITE: MarketplaceRequest = { operation: 'offers.push', method: 'POST', path: '/offers', headers: { 'content-type': 'application/json' }, body: '{"price":199.9}', quotaGroup: 'write', safe: false };

export async function startMarketplaceUnderTest(): Promise<MarketplaceUnderTest> {
  const redis = await connectTestRedis();
  const answers: Answer[] = [];
  const received: Received[] = [];
  const told: string[] = [];
  const quotaUse: string[] = [];
  const storeId = newId('store');
  const archive = recordingArchive();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: body.toString(), archivedBefore: archive.opened.length > received.length });
      (answers.shift() ?? ok)(Object.assign(request, { body }), response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const metrics = createMetrics();
  const factory = createMarketplaceHttpFactory({
    archive,
    quotas: createQuotaKeeper({ redis }),
    quotaWatcher: { noted: ({ storeId: whose, event, groups, cost }) => void quotaUse.push(`${whose === storeId ? 'own' : whose} ${event} ${groups.map(({ name }) => name).join()} ${cost}`) },
    metrics,
    logger: createLogger({ level: 'silent', name: 'test' }),
    times: { retryPauseMs: 20, breakerOpenMs: BREAKER_OPEN_MS },
    circuits: { opened: async (whose, { group: name }) => void told.push(`${whose} opened ${name}`), closed: async (whose, name) => void told.push(`${whose} closed ${name}`) },
  });
  const target: StoreTarget = {
    marketplace: 'TRENDYOL',
    sellerId: newId('seller'),
    storeId,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/integration/`,
    quotaAccount: 'trendyol:1',
    quotaGroups: { read: [quotaOf('read', 100)], write: [quotaOf('write', 100)], tight: [quotaOf('tight', 2)] },
    secrets: ['s3cr3t-value'],
  };
  return {
    server, metrics, target, answers, received, told, quotaUse, archive,
    client: (changes = {}) => factory.forStore({ ...target, ...changes }),
    async stop() {
      await factory.close();
      server.closeAllConnections();
      server.close();
      await redis.close();
    },
  };
}

export const ok: Answer = (_request, response) => response.end('{}');
export const hangUp: Answer = (request) => request.socket.destroy();

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => response.writeHead(code, headers).end('{}');
}

function quotaOf(name: string, limit: number): QuotaGroup {
  return { name, limit, windowMs: 10_000, source: 'test' };
}

export async function failureOf(sending: Promise<unknown>): Promise<TransportError> {
  const error = await sending.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(error instanceof TransportError)) throw new Error('expected a TransportError');
  return error;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function recordingArchive() {
  const opened: (OutboundRequest & { id: PayloadId })[] = [];
  const closed: ((OutboundAnswer | OutboundFailure) & { id: PayloadId })[] = [];
  const archive = {
    opened,
    closed,
    isBroken: false,
    cannotClose: false,
    async open(request: OutboundRequest) {
      if (archive.isBroken) throw new Error('no room');
      const id = newId('payload');
      opened.push({ ...request, id });
      return id;
    },
    async close(id: PayloadId, outcome: OutboundAnswer | OutboundFailure) {
      if (archive.cannotClose) throw new Error('no room');
      closed.push({ ...outcome, id });
    },
  } satisfies Pick<PayloadArchive, 'open' | 'close'> & Record<string, unknown>;
  return archive;
}
