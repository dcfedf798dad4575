import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl } from '../support/sandbox-control.js';
import { startPriceWave } from './price-wave.js';

const PRODUCTS = 200;

describe('Redis emptied in the middle of 1,000 price changes', () => {
  let hub: RunningHub;
  beforeAll(async () => {
    hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 120_000 });
  }, 130_000);
  afterAll(() => hub.stop(), 60_000);

  it('still brings every one of them to APPLIED, each sent once', async () => {
    const trendyol = sandboxControl(hub.sandboxes.trendyol);
    await trendyol.put('/settings', { batchDelayMs: 2_500 });
    const wave = await startPriceWave(hub, { products: PRODUCTS, skus: 1_000, priceLira: 777 });
    await wave.untilUnderWay();
    const redis = await createClient({ url: hub.redisUrl() }).connect();
    await redis.flushAll();
    redis.destroy();

    const { counts, total, superseded } = await wave.untilDone(60_000);
    expect(counts.applied + counts.verified + superseded).toBe(total);
    const effects = (await trendyol.effects('price')).filter((effect) => (effect.new as { salePrice?: number }).salePrice === wave.priceLira);
    expect(new Set(effects.map(({ key }) => key)).size).toBe(effects.length);
  }, 90_000);
});
