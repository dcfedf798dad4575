import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import { newId, type PayloadId } from '../ids.js';
import type { OutboundAnswer, OutboundFailure, OutboundRequest, PayloadArchive } from '../payloads/archive.js';
import { createQuotaKeeper } from '../quota/quota-keeper.js';
import type { RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createMetrics, type Metrics } from '../telemetry/metrics.js';
import { createMarketplaceHttpFactory, TransportError, type MarketplaceHttp, type MarketplaceHttpFactory, type MarketplaceRequest, type StoreTarget } from './marketplace-http.js';

type Answer = (request: IncomingMessage & { body: Buffer }, response: ServerResponse) => void;

const BREAKER_OPEN_MS = 1_000;

describe('marketplace HTTP', () => {
  let redis: RedisClient;
  let server: Server;
  let factory: MarketplaceHttpFactory;
  let metrics: Metrics;
  let target: StoreTarget;
  let answers: Answer[];
  let received: { method: string; url: string; headers: IncomingMessage['headers']; body: string; archivedBefore: boolean }[];
  let told: string[];
  let quotaUse: string[];
  let archive: ReturnType<typeof recordingArchive>;

  beforeEach(async () => {
    redis = await connectTestRedis();
    answers = [];
    received = [];
    told = [];
    quotaUse = [];
    archive = recordingArchive();
    server = createServer((request, response) => {
      void readBody(request).then((body) => {
        received.push({ method: request.method!, url: request.url!, headers: request.headers, body: body.toString(), archivedBefore: archive.opened.length > received.length });
        (answers.shift() ?? ok)(Object.assign(request, { body }), response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    metrics = createMetrics();
    factory = createMarketplaceHttpFactory({
      archive,
      quotas: createQuotaKeeper({ redis }),
      quotaWatcher: { noted: ({ storeId, event, groups, cost }) => void quotaUse.push(`${storeId === target.storeId ? 'own' : storeId} ${event} ${groups.map(({ name }) => name).join()} ${cost}`) },
      metrics,
      logger: createLogger({ level: 'silent', name: 'test' }),
      times: { retryPauseMs: 20, breakerOpenMs: BREAKER_OPEN_MS },
      circuits: { opened: async (storeId, { group: name }) => void told.push(`${storeId} opened ${name}`), closed: async (storeId, name) => void told.push(`${storeId} closed ${name}`) },
    });
    target = {
      marketplace: 'TRENDYOL',
      sellerId: newId('seller'),
      storeId: newId('store'),
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/integration/`,
      quotaAccount: 'trendyol:1',
      quotaGroups: { read: [group('read', 100, 10_000)], write: [group('write', 100, 10_000)], tight: [group('tight', 2, 10_000)] },
      secrets: ['s3cr3t-value'],
    };
  });

  afterEach(async () => {
    await factory.close();
    server.closeAllConnections();
    server.close();
    await redis.close();
  });

  const client = (changes: Partial<StoreTarget> = {}): MarketplaceHttp => factory.forStore({ ...target, ...changes });
  const read: MarketplaceRequest = { operation: 'orders.read', method: 'GET', path: '/orders?page=0', quotaGroup: 'read', safe: true };
  const write: MarketplaceRequest = { operation: 'offers.push', method: 'POST', path: '/offers', headers: { 'content-type': 'application/json' }, body: '{"price":199.9}', quotaGroup: 'write', safe: false };

  it('sends method, path, headers and body as given and returns status, headers and exact bytes', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    answers.push((_request, response) => response.writeHead(202, { 'X-Batch': 'b1', 'Set-Cookie': ['a=1', 'b=2'] }).end(bytes));
    const response = await client().send(write);
    expect(received).toMatchObject([{ method: 'POST', url: '/integration/offers', body: '{"price":199.9}', headers: { 'content-type': 'application/json' } }]);
    expect(response).toMatchObject({ status: 202, headers: { 'x-batch': 'b1', 'set-cookie': 'a=1, b=2' }, body: bytes, payloadId: archive.opened[0]!.id });
  });

  it('archives a request before it is sent, and its answer after', async () => {
    await client().send({ ...write, personal: true });
    expect(received[0]!.archivedBefore).toBe(true);
    expect(archive.opened[0]).toMatchObject({ operation: 'offers.push', url: `${target.baseUrl}offers`, personal: true, body: Buffer.from('{"price":199.9}'), secrets: ['s3cr3t-value'] });
    expect(archive.closed).toMatchObject([{ id: archive.opened[0]!.id, status: 200, body: Buffer.from('{}') }]);
  });

  it('sends nothing when the archive cannot take the request', async () => {
    archive.isBroken = true;
    await expect(client().send(write)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'NO' });
    expect(received).toEqual([]);
  });

  it('returns the answer although it could not be archived', async () => {
    archive.cannotClose = true;
    expect(await client().send(write)).toMatchObject({ status: 200 });
  });

  it('repeats a safe request after server trouble, archiving each attempt', async () => {
    answers.push(status(503), hangUp, ok);
    expect(await client().send(read)).toMatchObject({ status: 200 });
    expect(archive.opened).toHaveLength(3);
    expect(archive.closed).toMatchObject([{ status: 503 }, { failure: { kind: 'NETWORK', reached: 'MAYBE' } }, { status: 200 }]);
    expect(await metrics.text()).toContain('hub_marketplace_retries_total{marketplace="TRENDYOL",operation="orders.read"} 2');
  });

  it('gives the last answer when repeating did not help', async () => {
    answers.push(status(502), status(502), status(502), ok);
    expect(await client().send(read)).toMatchObject({ status: 502 });
    expect(received).toHaveLength(3);
  });

  it.each([
    ['a server error', status(500)],
    ['a rate limit', status(429, { 'retry-after': '0' })],
  ])('never sends an unsafe request twice: %s is its answer', async (_name, answer) => {
    answers.push(answer);
    expect((await client().send(write)).status).toBeGreaterThanOrEqual(429);
    expect(received).toHaveLength(1);
  });

  it('never sends an unsafe request twice: a broken connection leaves MAYBE', async () => {
    answers.push(hangUp);
    await expect(client().send(write)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'MAYBE' });
    expect(received).toHaveLength(1);
  });

  it('never sends an unsafe request twice over a kept connection that the server closes under it', async () => {
    const http = client();
    await http.send(write);
    const arrivals: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const before = received.length;
      server.closeIdleConnections();
      await http.send({ ...write, body: `{"round":${round}}` }).catch((error: unknown) => expect(error).toMatchObject({ kind: 'NETWORK' }));
      arrivals.push(...received.slice(before).map(({ body }) => body));
    }
    expect(new Set(arrivals).size).toBe(arrivals.length);
  });

  it('says MAYBE when the answer did not come in time', async () => {
    answers.push(() => undefined);
    await expect(client().send({ ...write, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
    expect(archive.closed).toMatchObject([{ failure: { kind: 'TIMEOUT', reached: 'MAYBE' } }]);
  });

  it('says MAYBE when the answer stopped half-way', async () => {
    answers.push((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('half'));
    await expect(client().send({ ...write, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
  });

  it('says NO when the connection was refused', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await expect(client({ baseUrl: `http://127.0.0.1:${port}` }).send(write)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'NO' });
  });

  it('waits as long as Retry-After says before it repeats', async () => {
    answers.push(status(429, { 'retry-after': '1' }), ok);
    const startedAt = Date.now();
    expect(await client().send(read)).toMatchObject({ status: 200 });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('hands a long Retry-After to the caller and keeps others of the group from trying', async () => {
    answers.push(status(429, { 'retry-after': '30' }));
    expect(await client().send(read)).toMatchObject({ status: 429 });
    const refused = await failureOf(client().send(read));
    expect(refused).toMatchObject({ kind: 'QUOTA_SPENT', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(29_000);
    expect(await client().send(write)).toMatchObject({ status: 200 });
    expect(received).toHaveLength(2);
    expect(quotaUse).toEqual(['own TAKEN read 1', 'own REFUSED read 1', 'own HELD_BACK read 1', 'own TAKEN write 1']);
  });

  it('refuses what the quota does not allow, without sending or archiving', async () => {
    const tight = { ...read, quotaGroup: 'tight' };
    await client().send(tight);
    await client().send(tight);
    const refused = await failureOf(client().send(tight));
    expect(refused).toMatchObject({ kind: 'QUOTA_SPENT', reached: 'NO', quotaGroup: 'tight' });
    expect(refused.retryAfterMs).toBeGreaterThan(9_000);
    expect(received).toHaveLength(2);
    expect(archive.opened).toHaveLength(2);
  });

  it('opens the circuit of a store and group after five failures, leaves others alone, and closes it again', async () => {
    answers.push(...Array.from({ length: 5 }, () => status(500)));
    const http = client();
    for (let call = 0; call < 5; call += 1) await http.send(write);
    const refused = await failureOf(http.send(write));
    expect(refused).toMatchObject({ kind: 'BREAKER_OPEN', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(received).toHaveLength(5);
    expect(await http.send(read)).toMatchObject({ status: 200 });
    expect(await client({ storeId: newId('store') }).send(write)).toMatchObject({ status: 200 });
    expect(await metrics.text()).toContain('hub_breakers_open{marketplace="TRENDYOL",group="write"} 1');
    await sleep(refused.retryAfterMs!);
    expect(await http.send(write)).toMatchObject({ status: 200 });
    expect(await metrics.text()).toContain('hub_breakers_open{marketplace="TRENDYOL",group="write"} 0');
    expect(told).toEqual([`${target.storeId} opened write`, `${target.storeId} closed write`]);
  });

  it('leaves the group of a store alone for as long as a 503 asks for', async () => {
    answers.push(status(503, { 'retry-after': '30' }));
    expect(await client().send(read)).toMatchObject({ status: 503 });
    const refused = await failureOf(client().send(read));
    expect(refused).toMatchObject({ kind: 'BREAKER_OPEN', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(20_000);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(30_000);
    expect(received).toHaveLength(1);
    expect(await client().send(write)).toMatchObject({ status: 200 });
    expect(await client({ storeId: newId('store') }).send(read)).toMatchObject({ status: 200 });
  });

  it('does not believe a 503 that wants to be left alone for a day', async () => {
    answers.push(status(503, { 'retry-after': '86400' }));
    await client().send(write);
    expect((await failureOf(client().send(write))).retryAfterMs).toBeLessThanOrEqual(600_000);
  });

  it('opens the circuit again, for longer, when the first call after the pause fails', async () => {
    answers.push(...Array.from({ length: 6 }, () => status(500)));
    const http = client();
    for (let call = 0; call < 5; call += 1) await http.send(write);
    await sleep((await failureOf(http.send(write))).retryAfterMs!);
    expect(await http.send(write)).toMatchObject({ status: 500 });
    expect((await failureOf(http.send(write))).retryAfterMs).toBeGreaterThan(BREAKER_OPEN_MS);
  });

  it('gives up a safe request when the caller does, but waits for the answer of an unsafe one', async () => {
    let answerLater: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => {
      answers.push((_request, response) => {
        answerLater = () => response.end('{}');
        resolve();
      });
    });
    const giveUp = new AbortController();
    const sending = client().send(write, giveUp.signal);
    await arrived;
    giveUp.abort();
    answerLater!();
    expect(await sending).toMatchObject({ status: 200 });

    await expect(client().send(read, giveUp.signal)).rejects.toMatchObject({ reached: 'NO' });
    const later = new AbortController();
    const hanging = new Promise<void>((resolve) => answers.push(() => resolve()));
    const reading = client().send(read, later.signal);
    await hanging.then(() => later.abort());
    await expect(reading).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
    expect(received).toHaveLength(2);
  });

  it('measures calls under bounded labels', async () => {
    await client().send(read);
    expect(await metrics.text()).toContain('hub_marketplace_request_duration_seconds_count{marketplace="TRENDYOL",operation="orders.read",outcome="2xx"} 1');
  });
});

const ok: Answer = (_request, response) => response.end('{}');
const hangUp: Answer = (request) => request.socket.destroy();

function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => response.writeHead(code, headers).end('{}');
}

function group(name: string, limit: number, windowMs: number) {
  return { name, limit, windowMs, source: 'test' };
}

async function failureOf(sending: Promise<unknown>): Promise<TransportError> {
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

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms + 5));
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
