import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { whileHeld } from './contract.js';
import { failureOf, hangUp, type MarketplaceUnderTest, ok, READ, startMarketplaceUnderTest, status, WRITE } from './testing/marketplace-under-test.js';

describe('marketplace HTTP', () => {
  let marketplace: MarketplaceUnderTest;
  let { server, metrics, answers, received, quotaUse, archive, client, target } = {} as MarketplaceUnderTest;

  beforeEach(async () => {
    marketplace = await startMarketplaceUnderTest();
    ({ server, metrics, answers, received, quotaUse, archive, client, target } = marketplace);
  });
  afterEach(() => marketplace.stop());

  it('sends method, path, headers and body as given and returns status, headers and exact bytes', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    answers.push((_request, response) => response.writeHead(202, { 'X-Batch': 'b1', 'Set-Cookie': ['a=1', 'b=2'] }).end(bytes));
    const response = await client().send(WRITE);
    expect(received).toMatchObject([{ method: 'POST', url: '/integration/offers', body: '{"price":199.9}', headers: { 'content-type': 'application/json' } }]);
    expect(response).toMatchObject({ status: 202, headers: { 'x-batch': 'b1', 'set-cookie': 'a=1, b=2' }, body: bytes, payloadId: archive.opened[0]!.id });
  });

  it('archives a request before it is sent, and its answer after', async () => {
    await client().send({ ...WRITE, personal: true });
    expect(received[0]!.archivedBefore).toBe(true);
    expect(archive.opened[0]).toMatchObject({ operation: 'offers.push', url: `${target.baseUrl}offers`, personal: true, body: Buffer.from('{"price":199.9}'), secrets: ['s3cr3t-value'] });
    expect(archive.closed).toMatchObject([{ id: archive.opened[0]!.id, status: 200, body: Buffer.from('{}') }]);
  });

  it('sends nothing when the archive cannot take the request', async () => {
    archive.isBroken = true;
    await expect(client().send(WRITE)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'NO' });
    expect(received).toEqual([]);
  });

  it('returns the answer although it could not be archived', async () => {
    archive.cannotClose = true;
    expect(await client().send(WRITE)).toMatchObject({ status: 200 });
  });

  it('repeats a safe request after server trouble, archiving each attempt', async () => {
    answers.push(status(503), hangUp, ok);
    expect(await client().send(READ)).toMatchObject({ status: 200 });
    expect(archive.opened).toHaveLength(3);
    expect(archive.closed).toMatchObject([{ status: 503 }, { failure: { kind: 'NETWORK', reached: 'MAYBE' } }, { status: 200 }]);
    expect(await metrics.text()).toContain('hub_marketplace_retries_total{marketplace="TRENDYOL",operation="orders.read"} 2');
  });

  it('gives the last answer when repeating did not help', async () => {
    answers.push(status(502), status(502), status(502), ok);
    expect(await client().send(READ)).toMatchObject({ status: 502 });
    expect(received).toHaveLength(3);
  });

  it.each([
    ['a server error', status(500)],
    ['a rate limit', status(429, { 'retry-after': '0' })],
  ])('never sends an unsafe request twice: %s is its answer', async (_name, answer) => {
    answers.push(answer);
    expect((await client().send(WRITE)).status).toBeGreaterThanOrEqual(429);
    expect(received).toHaveLength(1);
  });

  it('never sends an unsafe request twice: a broken connection leaves MAYBE', async () => {
    answers.push(hangUp);
    await expect(client().send(WRITE)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'MAYBE' });
    expect(received).toHaveLength(1);
  });

  it('never sends an unsafe request twice over a kept connection that the server closes under it', async () => {
    const http = client();
    await http.send(WRITE);
    const arrivals: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const before = received.length;
      server.closeIdleConnections();
      await http.send({ ...WRITE, body: `{"round":${round}}` }).catch((error: unknown) => expect(error).toMatchObject({ kind: 'NETWORK' }));
      arrivals.push(...received.slice(before).map(({ body }) => body));
    }
    expect(new Set(arrivals).size).toBe(arrivals.length);
  });

  it('says MAYBE when the answer did not come in time', async () => {
    answers.push(() => undefined);
    await expect(client().send({ ...WRITE, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
    expect(archive.closed).toMatchObject([{ failure: { kind: 'TIMEOUT', reached: 'MAYBE' } }]);
  });

  it('says MAYBE when the answer stopped half-way', async () => {
    answers.push((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('half'));
    await expect(client().send({ ...WRITE, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
  });

  it('says NO when the connection was refused', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await expect(client({ baseUrl: `http://127.0.0.1:${port}` }).send(WRITE)).rejects.toMatchObject({ kind: 'NETWORK', reached: 'NO' });
  });

  it('waits as long as Retry-After says before it repeats', async () => {
    answers.push(status(429, { 'retry-after': '1' }), ok);
    const startedAt = Date.now();
    expect(await client().send(READ)).toMatchObject({ status: 200 });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('hands a long Retry-After to the caller and keeps others of the group from trying', async () => {
    answers.push(status(429, { 'retry-after': '30' }));
    expect(await client().send(READ)).toMatchObject({ status: 429 });
    const refused = await failureOf(client().send(READ));
    expect(refused).toMatchObject({ kind: 'QUOTA_SPENT', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(29_000);
    expect(await client().send(WRITE)).toMatchObject({ status: 200 });
    expect(received).toHaveLength(2);
    expect(quotaUse).toEqual(['own TAKEN read 1', 'own REFUSED read 1', 'own HELD_BACK read 1', 'own TAKEN write 1']);
  });

  it('refuses what the quota does not allow, without sending or archiving', async () => {
    const tight = { ...READ, quotaGroup: 'tight' };
    await client().send(tight);
    await client().send(tight);
    const refused = await failureOf(client().send(tight));
    expect(refused).toMatchObject({ kind: 'QUOTA_SPENT', reached: 'NO', quotaGroup: 'tight' });
    expect(refused.retryAfterMs).toBeGreaterThan(9_000);
    expect(received).toHaveLength(2);
    expect(archive.opened).toHaveLength(2);
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
    const sending = client().send(WRITE, giveUp.signal);
    await arrived;
    giveUp.abort();
    answerLater!();
    expect(await sending).toMatchObject({ status: 200 });

    await expect(client().send(READ, giveUp.signal)).rejects.toMatchObject({ reached: 'NO' });
    const later = new AbortController();
    const hanging = new Promise<void>((resolve) => answers.push(() => resolve()));
    const reading = client().send(READ, later.signal);
    await hanging.then(() => later.abort());
    await expect(reading).rejects.toMatchObject({ kind: 'TIMEOUT', reached: 'MAYBE' });
    expect(received).toHaveLength(2);
  });

  it('writes nothing unsafe for a caller that lost the right to it while the call waited', async () => {
    let isHeld = true;
    const openEntry = archive.open.bind(archive);
    archive.open = async (entry) => {
      isHeld = false;
      return openEntry(entry);
    };
    const held = whileHeld(client(), () => isHeld);
    await expect(held.send(WRITE)).rejects.toMatchObject({ reached: 'NO' });
    expect(received).toEqual([]);
    expect(archive.closed).toMatchObject([{ failure: { reached: 'NO' } }]);
    expect(await held.send(READ)).toMatchObject({ status: 200 });
    isHeld = true;
    expect(await client().send(WRITE)).toMatchObject({ status: 200 });
  });

  it('measures calls under bounded labels', async () => {
    await client().send(READ);
    expect(await metrics.text()).toContain('hub_marketplace_request_duration_seconds_count{marketplace="TRENDYOL",operation="orders.read",outcome="2xx"} 1');
  });
});
