import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl, type SandboxControl } from '../support/sandbox-control.js';
import { startPriceWave } from './price-wave.js';

const PRODUCTS = 200;

describe('1,000 price changes', () => {
  let hub: RunningHub;
  let trendyol: SandboxControl;
  beforeAll(async () => {
    hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 180_000, env: { HUB_DEMO_MARKETPLACES: 'trendyol,n11' } });
    trendyol = sandboxControl(hub.sandboxes.trendyol);
  }, 190_000);
  afterAll(() => hub.stop(), 60_000);

  const effectsOf = async (priceLira: number) => (await trendyol.effects('price')).filter((effect) => (effect.new as { salePrice?: number }).salePrice === priceLira);

  it('are each sent once or looked up first when the worker is killed in the middle', async () => {
    // Answers come late, so the worker dies while it waits for the answer to a send that the marketplace will carry out.
    await trendyol.put('/settings', { latencyMs: 1_500 });
    const wave = await startPriceWave(hub, { products: PRODUCTS, skus: 1_000, priceLira: 888 });
    await wave.untilUnderWay();
    process.kill(await hub.pidOf('worker'), 'SIGKILL');
    await trendyol.put('/settings', { latencyMs: 20 });

    const { counts, total, superseded } = await wave.untilDone(120_000);
    expect(counts.applied + counts.verified + superseded).toBe(total);
    const effects = await effectsOf(wave.priceLira);
    expect(effects.length).toBeGreaterThan(0);
    expect(new Set(effects.map(({ key }) => key)).size).toBe(effects.length);
    expect((await trendyol.requests('approved/inventory-and-price')).length).toBeGreaterThan(0);
  }, 180_000);

  it('all become APPLIED, each sent once, when Redis is emptied in the middle', async () => {
    await trendyol.put('/settings', { batchDelayMs: 2_500 });
    const wave = await startPriceWave(hub, { products: PRODUCTS, skus: 1_000, priceLira: 777 });
    await wave.untilUnderWay();
    const redis = await createClient({ url: hub.redisUrl() }).connect();
    await redis.flushAll();
    redis.destroy();

    const { counts, total, superseded } = await wave.untilDone(120_000);
    expect(counts.applied + counts.verified + superseded).toBe(total);
    const effects = await effectsOf(wave.priceLira);
    expect(effects.length).toBeGreaterThan(0);
    expect(new Set(effects.map(({ key }) => key)).size).toBe(effects.length);
  }, 180_000);
});
