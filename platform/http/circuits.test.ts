import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { type Answer, BREAKER_OPEN_MS, failureOf, type MarketplaceUnderTest, ok, READ, startMarketplaceUnderTest, status, WRITE } from './testing/marketplace-under-test.js';

describe('the circuit of a store and group', () => {
  let marketplace: MarketplaceUnderTest;
  let { metrics, answers, received, told, client, target } = {} as MarketplaceUnderTest;

  beforeEach(async () => {
    marketplace = await startMarketplaceUnderTest();
    ({ metrics, answers, received, told, client, target } = marketplace);
  });
  afterEach(() => marketplace.stop());

  it('opens after five failures, leaves others alone, and closes again', async () => {
    answers.push(...Array.from({ length: 5 }, () => status(500)));
    const http = client();
    for (let call = 0; call < 5; call += 1) await http.send(WRITE);
    const refused = await failureOf(http.send(WRITE));
    expect(refused).toMatchObject({ kind: 'BREAKER_OPEN', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(received).toHaveLength(5);
    expect(await http.send(READ)).toMatchObject({ status: 200 });
    expect(await client({ storeId: newId('store') }).send(WRITE)).toMatchObject({ status: 200 });
    expect(await metrics.text()).toContain('hub_breakers_open{marketplace="TRENDYOL",group="write"} 1');
    await sleep(refused.retryAfterMs!);
    expect(await http.send(WRITE)).toMatchObject({ status: 200 });
    expect(await metrics.text()).toContain('hub_breakers_open{marketplace="TRENDYOL",group="write"} 0');
    expect(told).toEqual([`${target.storeId} opened write`, `${target.storeId} closed write`]);
  });

  it('lets nothing through for as long as a 503 asks for', async () => {
    answers.push(status(503, { 'retry-after': '30' }));
    expect(await client().send(READ)).toMatchObject({ status: 503 });
    const refused = await failureOf(client().send(READ));
    expect(refused).toMatchObject({ kind: 'BREAKER_OPEN', reached: 'NO' });
    expect(refused.retryAfterMs).toBeGreaterThan(20_000);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(30_000);
    expect(received).toHaveLength(1);
    expect(await client().send(WRITE)).toMatchObject({ status: 200 });
    expect(await client({ storeId: newId('store') }).send(READ)).toMatchObject({ status: 200 });
  });

  it('does not believe a 503 that wants to be left alone for a day', async () => {
    answers.push(status(503, { 'retry-after': '86400' }));
    await client().send(WRITE);
    expect((await failureOf(client().send(WRITE))).retryAfterMs).toBeLessThanOrEqual(600_000);
  });

  it('opens again, for longer, when the first call after the pause fails', async () => {
    answers.push(...Array.from({ length: 6 }, () => status(500)));
    const http = client();
    for (let call = 0; call < 5; call += 1) await http.send(WRITE);
    await sleep((await failureOf(http.send(WRITE))).retryAfterMs!);
    expect(await http.send(WRITE)).toMatchObject({ status: 500 });
    expect((await failureOf(http.send(WRITE))).retryAfterMs).toBeGreaterThan(BREAKER_OPEN_MS);
  });

  it('lets no more calls through at once after a failure than it takes to open it', async () => {
    const held: (() => void)[] = [];
    let arrived: () => void = () => undefined;
    const fourArrived = new Promise<void>((resolve) => (arrived = resolve));
    const fail: Answer = (request, response) => {
      held.push(() => status(500)(request, response));
      if (held.length === 4) arrived();
    };
    answers.push(status(500), ...Array.from({ length: 8 }, () => fail));
    const http = client();
    await http.send(WRITE);
    const sending = Array.from({ length: 8 }, () => http.send(WRITE).then(({ status: code }) => String(code), (error: unknown) => (error as { kind: string }).kind));
    await fourArrived;
    for (const answer of held) answer();
    expect((await Promise.all(sending)).toSorted()).toEqual(['500', '500', '500', '500', 'BREAKER_OPEN', 'BREAKER_OPEN', 'BREAKER_OPEN', 'BREAKER_OPEN']);
    expect(received).toHaveLength(5);
  });

  it('lets calls through one after another once it has closed again', async () => {
    answers.push(...Array.from({ length: 5 }, () => status(500)));
    const http = client();
    for (let call = 0; call < 5; call += 1) await http.send(WRITE);
    await sleep((await failureOf(http.send(WRITE))).retryAfterMs!);
    await http.send(WRITE);
    const arrivals: number[] = [];
    const note: Answer = (request, response) => {
      arrivals.push(performance.now());
      ok(request, response);
    };
    answers.push(...Array.from({ length: 11 }, () => note));
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => http.send(WRITE)));
    expect(arrivals).toHaveLength(11);
    expect(Math.max(...arrivals) - startedAt).toBeGreaterThanOrEqual((10 * BREAKER_OPEN_MS) / 50 - 15);
  });
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms + 5));
}
